"""`make soak`: a long soak on a PostgreSQL and a Redis of its own; 1 where something is wrong.

`python -m benchmarks.soak [--villages N] [--residents N] [--processes N] [--kills N] [--cuts N]
[--restarts N] [--deliveries N] [--seconds S]`; after so many seconds nobody begins to write.
"""

import argparse
import asyncio
import sys

import psycopg

from tests import servers
from tests.production.plan import Plan
from tests.production.soak import soak

DEFAULTS = {
    "villages": 10, "residents": 560, "processes": 3, "kills": 50, "cuts": 5, "restarts": 3,
    "deliveries": 0, "seconds": 3600, "writers": 12, "seed": 1,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in DEFAULTS.items():
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
        f"{len(record.accepted)} messages of {len(record.begun)} residents in {plan.villages} "
        f"villages to {plan.processes} processes in {seconds:.0f} s: {record.repeated} sent twice "
        f"at once, {record.late} again later, {record.swapped} greetings after the order; "
        f"{record.kills} kills, connections cut {record.cuts} times, {record.restarts} restarts "
        f"of PostgreSQL and Redis, {record.unavailable} requests refused or cut; "
        f"{len(record.handed_over)} bags handed over; {sent} messages arrived; "
        f"{len(faults)} faults"
    )
    print(*faults[:50], sep="\n", end="\n" if faults else "")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
