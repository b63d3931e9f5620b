"""What a message says of a thing and the catalogue cannot give is asked about, never passed over."""

from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from tournee.bot.conversation.resident.doubts import SURE_LINE
from tournee.catalog import folder
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Parse, Reason
from tournee.nlu.parse import parse

VILLAGE = Path(__file__).parents[2] / "villages" / "saint-aubin"
NOW = datetime.fromisoformat("2026-11-23T09:00:00+01:00")


@cache
def lexicon() -> Lexicon:
    return Lexicon(folder.read(VILLAGE))


def read(text: str) -> Parse:
    return parse(text, lexicon(), Context(now=NOW, locale="fr"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("une baguette sans gluten", "une baguette sans gluten"),
        ("un croissant sans beurre", "un croissant sans beurre"),
        ("4 croissants dont 2 sans beurre", "4 croissants"),
        ("une reine sans gluten et 2 baguettes", "une reine sans gluten"),
        ("une baguette halal", "une baguette"),
    ],
)
def test_what_no_choice_answers_is_doubted(text: str, shown: str) -> None:
    first, *others = read(text).lines

    assert (first.text, first.confidence < SURE_LINE) == (shown, True)
    assert all(line.confidence >= SURE_LINE for line in others)


@pytest.mark.parametrize(
    "text", ["2 baguettes sans faute pour demain", "une reine sans olives", "une baguette"]
)
def test_what_is_said_otherwise_is_not(text: str) -> None:
    assert all(line.confidence >= SURE_LINE for line in read(text).lines)


@pytest.mark.parametrize(
    "text", ["un hachis parmentier", "un couscous royal", "un couscous poulet"]
)
def test_a_dish_is_not_what_one_of_its_words_names(text: str) -> None:
    understood = read(text)

    assert not understood.lines
    assert [mention.reason for mention in understood.unresolved] == [Reason.UNKNOWN]


def test_what_is_for_each_is_open_where_nobody_counts_them() -> None:
    uncounted, counted = (
        read("2 croissants par personne"),
        read("2 croissants par personne, on est 6"),
    )

    assert [(line.qty, line.each) for line in uncounted.lines] == [(None, True)]
    assert [(line.qty, line.each) for line in counted.lines] == [(Decimal(12), False)]
