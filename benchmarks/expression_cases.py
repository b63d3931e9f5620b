"""The test cases of other projects that `expressions.py` reads, and what it means to agree.

A case agrees if a reading that covers its text, prepositions and articles aside, has the expected
value: readings compete until a whole message is understood, and which wins is measured elsewhere.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tournee.nlu.words.tokens import Token, tokenize

Value = dict[str, Any]
FREE = frozenset(
    {"le", "la", "les", "l'", "the", "el", "los", "las", "a", "an", "un", "une", "de", "du", "d'"}
    | {"of", "en", "dans", "au", "aux", "des", "pour", "in", "at", "on", "for", "around", "por"}
    | {"exactly", "exactement", "para"}
)
"""Words of a case that its reading may leave out."""


class DoesNotApplyError(Exception):
    """The case is none that an order could hold; the message says by which rule."""


@dataclass(frozen=True)
class Case:
    locale: str
    kind: str
    text: str
    gold: Any
    source: str
    op: str = ""

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tokenize(self.text)


def covering(tokens: Sequence[Token], spans: Sequence[Any]) -> list[Any]:
    """The spans that leave out nothing but small words and signs."""
    rest = {i for i, t in enumerate(tokens) if t.norm not in FREE and t.norm[0].isalnum()}
    return [s for s in spans if not rest - set(range(s.start, s.end))]


def cases(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.glob("duckling/*.jsonl")):
        locale, kind, *_ = path.name.split(".")
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            if case.get("corpus") == "diff":
                continue  # the peer's other configuration, which contradicts its usual one
            yield Case(locale, kind, case["text"], case["value"], path.name)
            if kind == "time":
                yield Case(locale, "clock", case["text"], case["value"], path.name)
    for path in sorted(folder.glob("text2num/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            yield Case(path.stem, case["op"], case["text"], case["value"], path.name, case["op"])
