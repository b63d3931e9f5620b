"""Lives a whole month, three rounds a week with sixty residents, and says what happened."""

import argparse
import asyncio
import time

from tests.month import books
from tests.month.life import Life


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--weeks", type=int, default=4)
    read.add_argument("--doors", type=int, default=12, help="residents who order for each round")
    read.add_argument("--seed", type=int, default=1)
    told = read.parse_args()
    life = Life(residents=60, doors=told.doors, seed=told.seed)
    started = time.process_time()
    asyncio.run(life.live(told.weeks))
    books.check(life)
    print(f"{life.notes.messages} messages, {time.process_time() - started:.0f} s of processor")
    for what, count in life.notes.seen.most_common():
        print(f"{count:6} {what}")
    handed, there = sum(life.notes.handed.values()), sum(life.notes.counter.values())
    print(f"{handed / 100:.2f} at doors, {there / 100:.2f} at shops: the books balance")


if __name__ == "__main__":
    main()
