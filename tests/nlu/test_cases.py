"""Messages as people write them, with what they ask for: one test each, `cases/*.yml`.

`misread: true` marks what is known to go wrong; whoever mends it takes the mark away.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tournee.catalog import folder
from tournee.nlu import wire
from tournee.nlu.evaluation import cases, evaluate
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context
from tournee.nlu.parse import parse
from tournee.nlu.wire import read

VILLAGE = Path(__file__).parents[2] / "villages" / "saint-aubin"
FILES = sorted((Path(__file__).parent / "cases").glob("*.yml"))
CASES = [case for file in FILES for case in cases.read(file)]


@cache
def lexicon() -> Lexicon:
    return Lexicon(folder.read(VILLAGE))


def understood(case: dict[str, Any]) -> dict[str, Any]:
    now = read(json.dumps(case)).now
    assert now is not None
    predicted: dict[str, Any] = json.loads(
        wire.write(None, parse(case["text"], lexicon(), Context(now=now)))
    )
    return predicted


def marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason="misread")] if case.get("misread") else []
    return pytest.param(case, id=case["text"][:60], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_a_message_asks_for_what_its_author_meant(case: dict[str, Any]) -> None:
    predicted = understood(case)
    assert evaluate.compare(case, predicted).right, predicted


def test_every_case_names_products_that_the_village_sells() -> None:
    named = {line["sku"] for case in CASES for line in case.get("lines", ())}
    asked = {s for case in CASES for m in case.get("unresolved", ()) for s in m.get("skus", ())}
    assert named | asked <= lexicon().number.keys()
