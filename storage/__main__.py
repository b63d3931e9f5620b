"""For whoever changes the tables: `python -m tournee.storage check`, or `revise MESSAGE`.

`check` fails where models and migrations differ; `revise` writes the revision that is lacking.
Both work on an SQLite database in memory.
"""

import sys

from tournee.storage import schema
from tournee.storage.engine import MEMORY, connect

USAGE = "usage: python -m tournee.storage check | revise MESSAGE"


def main(arguments: list[str]) -> int:
    engine = connect(MEMORY)
    match arguments:
        case ["check"]:
            schema.upgrade(engine)
            for difference in (found := schema.differences(engine)):
                print(f"models and migrations differ: {difference}", file=sys.stderr)
            return int(bool(found))
        case ["revise", message]:
            schema.upgrade(engine)
            schema.revise(engine, message)
            return 0
        case _:
            print(USAGE, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
