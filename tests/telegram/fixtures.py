"""Updates as Telegram sends them: ours, and those that somebody recorded. See updates/README.md."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.telegram.chats import Json

FOLDER = Path(__file__).parent / "updates"
MADE, RECORDED = FOLDER / "made", FOLDER / "recorded"
NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    update: Json
    expect: str | None
    """Of what kind its content is; `nothing` where it is nothing to us, None where nobody said."""


def updates_of(told: Json | list[Json]) -> list[Json]:
    """The updates in a file: one, several, or a whole answer of `getUpdates`."""
    if isinstance(told, list):
        return told
    return list(told.get("result", [told]))


def load(folder: Path) -> Iterator[tuple[str, Fixture]]:
    """Each update of a folder by its name: the file's stem, what is expected cut off."""
    for path in sorted(folder.glob("*.json")):
        name, _, expect = path.stem.partition(".")
        found = updates_of(json.loads(path.read_text(encoding="utf-8")))
        for place, update in enumerate(found):
            shown = f"{name}-{place}" if len(found) > 1 else name
            yield shown, Fixture(update=update, expect=expect or None)


UPDATES = dict(load(MADE)) | {f"recorded/{name}": one for name, one in load(RECORDED)}
