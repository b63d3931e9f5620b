"""Well spelled words of every day, and what they are not taken for."""

import json
from functools import cache
from pathlib import Path

import pytest

from tournee.catalog import folder
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context
from tournee.nlu.parse import parse
from tournee.nlu.wire import read
from tournee.nlu.words import ordinary
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import fold

VILLAGE = Path(__file__).parents[2] / "villages" / "saint-aubin"


@cache
def lexicon() -> Lexicon:
    return Lexicon(folder.read(VILLAGE))


def heard(text: str) -> list[tuple[str, bool]]:
    """What is bought, each with whether it is taken without a doubt."""
    now = read(json.dumps({"text": text, "now": "2026-11-23T09:00:00+01:00"})).now
    assert now is not None
    lines = parse(text, lexicon(), Context(now=now)).lines
    return [(str(line.sku), line.confidence > 0.9) for line in lines]


@pytest.mark.parametrize(
    "word",
    [
        "vache",
        "mangeait",
        "jettent",
        "essuie",
        "perd",
        "finissais",
        "pauvres",
        "généreuse",
        "sonnez",
    ],
)
def test_a_verb_stands_for_all_its_forms_and_a_noun_for_its_plural(word: str) -> None:
    assert ordinary.is_ordinary(fold(word), "fr")


@pytest.mark.parametrize("word", ["froumage", "bagette", "jembon", "lait", "pain", "crème", "pate"])
def test_misspelled_words_and_food_are_no_ordinary_words(word: str) -> None:
    assert not ordinary.is_ordinary(word, "fr")


def test_english_and_spanish_have_theirs() -> None:
    assert ordinary.is_ordinary("carried", "en")
    assert ordinary.is_ordinary("comprado", "es")
    assert not ordinary.is_ordinary("bagel", "en")
    assert not ordinary.is_ordinary("anything", "de")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_verb_ends_as_its_list_says_and_every_list_has_endings(locale: str) -> None:
    data = load_words(locale, "ordinary")
    for ending, verbs in data["verbs"].items():
        assert data["endings"][ending]
        assert [v for v in verbs if ending != "-" and not v.endswith(ending)] == []


@pytest.mark.parametrize(
    "text",
    [
        "le maire nous a promis une route. Une baguette",
        "la vache a vêlé. Une baguette",
        "ne sonnez pas, mon monde dort, une baguette",
    ],
)
def test_a_well_spelled_word_is_no_slip_for_a_product(text: str) -> None:
    assert heard(text) == [("baguette", True)]


def test_it_is_heard_as_one_in_a_message_by_ear_or_where_things_are_listed() -> None:
    assert heard("2 pin o chocola 1 bagette")[0] == ("pain-chocolat", True)
    assert heard("slt 3 bag 2 crois 1 ficelle")[1][0] == "croissant"


@pytest.mark.parametrize(
    ("text", "sku"),
    [
        ("4 tranches de jembon blan", "jambon-blanc"),
        ("2 pains o chocola", "pain-chocolat"),
        ("un pate de campagne", "pate-campagne"),
        ("200 g de froumage blanc", "fromage-blanc"),
    ],
)
def test_words_spelled_by_ear_are_still_heard(text: str, sku: str) -> None:
    assert [found for found, _ in heard(text)] == [sku]
