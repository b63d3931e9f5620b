"""Orders of menus, and of a village by the sea, that nothing was made for: `menus/*`."""

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

MENUS = sorted(path.parent for path in (Path(__file__).parent / "menus").glob("*/messages.yml"))


@cache
def lexicon(menu: Path) -> Lexicon:
    return Lexicon(folder.read(menu))


def orders() -> list[Any]:
    return [
        pytest.param(
            menu,
            case,
            id=f"{menu.name}: {case['text'][:50]}",
            marks=[pytest.mark.xfail(reason="misread")] if case.get("misread") else [],
        )
        for menu in MENUS
        for case in cases.read(menu / "messages.yml")
    ]


@pytest.mark.parametrize(("menu", "case"), orders())
def test_an_order_is_read_from_the_menu_alone(menu: Path, case: dict[str, Any]) -> None:
    asked = read(json.dumps(case))
    assert asked.now is not None
    understood = parse(case["text"], lexicon(menu), Context(now=asked.now, locale=asked.locale))
    predicted = json.loads(wire.write(None, understood))
    assert evaluate.compare(case, predicted).right, predicted
