"""`make soak`: a long soak on a PostgreSQL and a Redis of its own; 1 where something is wrong.

`python -m benchmarks.soak [--villages N] [--residents N] [--processes N] [--kills N] [--cuts N]`
"""

import argparse
import asyncio
import sys

import psycopg

from tests import servers
from tests.production.soak import Plan, soak


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in {
        "villages": 10, "residents": 560, "processes": 3, "kills": 50, "cuts": 5, "seed": 1,
    }.items():  # fmt: skip
        parser.add_argument(f"--{name}", type=int, default=default)
    plan = Plan(**vars(parser.parse_args()))
    with servers.session():
        with psycopg.connect(
            servers.postgresql().format(name="postgres"), autocommit=True
        ) as connection:
            connection.execute("CREATE DATABASE soak")
        database = servers.postgresql().format(name="soak")
        record, faults, seconds = asyncio.run(soak(plan, database, servers.redis()))
    sent = sum(map(len, record.delivered.values()))
    print(
        f"{len(record.accepted)} messages of {plan.villages * plan.residents} residents, "
        f"{record.repeated} of them repeated, in {seconds:.0f} s; {record.kills} kills, "
        f"{plan.cuts} times all connections cut, {record.unavailable} requests refused or cut; "
        f"{sent} messages arrived; {len(faults)} faults"
    )
    print(*faults[:50], sep="\n", end="\n" if faults else "")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
