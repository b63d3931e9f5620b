"""A shop that a message names chooses among the products that its words may mean."""

from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from tournee.catalog import folder
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context
from tournee.nlu.parse import parse

VILLAGE = Path(__file__).parents[2] / "villages" / "saint-aubin"
NOW = datetime.fromisoformat("2026-11-23T09:00:00+01:00")


@cache
def lexicon() -> Lexicon:
    return Lexicon(folder.read(VILLAGE))


@pytest.mark.parametrize(
    ("text", "sku"),
    [
        ("du beurre de la fromagerie", "beurre-baratte"),
        ("une crème de la Fromagerie des Monts", "creme-fermiere"),
        ("une bière du camion pizza", "biere-italienne"),
        ("un camembert de chez l'épicier", "camembert-pasteurise"),
    ],
)
def test_a_shop_behind_a_thing_chooses_its_own(text: str, sku: str) -> None:
    understood = parse(text, lexicon(), Context(now=NOW))

    assert ([line.sku for line in understood.lines], understood.unresolved) == ([sku], ())


def test_a_shop_that_sells_no_such_thing_chooses_nothing() -> None:
    understood = parse("du beurre du boucher", lexicon(), Context(now=NOW))

    assert [mention.skus[0] for mention in understood.unresolved] == ["beurre-doux"]
