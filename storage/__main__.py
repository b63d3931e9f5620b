"""For whoever changes the tables: `python -m tournee.storage check`, or `revise MESSAGE`.

`check` fails where models and migrations differ; `revise` writes the revision that is lacking.
Both work on an SQLite database in memory.
"""

import sys

from sqlalchemy import Engine

from tournee.storage import schema
from tournee.storage.engine import MEMORY

USAGE = "usage: python -m tournee.storage check | revise MESSAGE"


def main(arguments: list[str]) -> int:
    engine = schema.open_database(MEMORY)
    try:
        match arguments:
            case ["check"]:
                return _check(engine)
            case ["revise", message]:
                schema.revise(engine, message)
                return 0
            case _:
                print(USAGE, file=sys.stderr)
                return 2
    finally:
        engine.dispose()


def _check(engine: Engine) -> int:
    found = schema.differences(engine)
    for difference in found:
        print(f"models and migrations differ: {difference}", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
