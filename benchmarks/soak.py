"""`make soak`: a long soak on a PostgreSQL and a Redis of its own; 1 where something is wrong.

`python -m benchmarks.soak [--villages N] [--residents N] [--processes N] [--kills N] [--cuts N]
[--restarts N] [--deliveries N] [--seconds S]`; after so many seconds nobody begins to write.
"""

import argparse
import asyncio
import os
import sys
import textwrap

import psycopg

from tests import servers
from tests.production.plan import Plan, Record
from tests.production.soak import soak

DEFAULTS = {
    "villages": 10, "residents": 540, "processes": 3, "kills": 50, "cuts": 5, "restarts": 3,
    "deliveries": 0, "seconds": 3600, "writers": 12, "seed": 1,
}  # fmt: skip

MOST_SHOWN = 50


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
        record, faults = asyncio.run(soak(plan, database, servers.redis()))
    print(report(plan, record, len(faults)))
    print(*faults[:MOST_SHOWN], sep="\n", end="\n" if faults else "")
    return int(bool(faults))


def report(plan: Plan, record: Record, faults: int) -> str:
    """What happened, in a paragraph for benchmarks/README.md."""
    sent = sum(map(len, record.delivered.values()))
    load = " ".join(f"{average:.1f}" for average in os.getloadavg())
    return textwrap.fill(
        f"{len(record.accepted):,} messages of {len(record.begun):,} residents in {plan.villages} "
        f"villages to {plan.processes} processes in {record.seconds:.0f} s: {record.repeated:,} "
        f"sent twice at once, {record.late:,} again later, {record.swapped:,} greetings after the "
        f"order; {record.kills} kills, connections cut {record.cuts} times, {record.restarts} "
        f"restarts of PostgreSQL and Redis, {record.unavailable:,} requests refused or cut; "
        f"{len(record.handed_over):,} bags handed over; {sent:,} messages arrived, the last "
        f"{record.seconds_after:.0f} s after the last was written; **{faults} faults** "
        f"(load of the computer: {load})",
        width=100,
        break_on_hyphens=False,
    )


if __name__ == "__main__":
    sys.exit(main())
