"""The shipped food vocabulary is well formed, and its languages meet in French."""

from itertools import groupby
from pathlib import Path

import pytest

from tournee.nlu.words.foodwords import Foodwords
from tournee.nlu.words.phrases import DATA, LOCALES, load_words

FOOD = Foodwords.shipped()


def text(locale: str, name: str) -> str:
    return Path(DATA / locale / f"{name}.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_entry_is_a_word_with_what_it_means(locale: str) -> None:
    food = load_words(locale, "food")
    assert food.keys() <= {"same", "kinds"}
    for section in food.values():
        for word, meanings in section.items():
            assert meanings
            assert all(meaning.strip() == meaning != "" for meaning in [word, *meanings]), word


@pytest.mark.parametrize("locale", LOCALES)
def test_no_word_is_entered_twice(locale: str) -> None:
    for section in text(locale, "food").split("\nkinds:\n"):
        lines = [line.split(": ")[0] for line in section.splitlines()]
        words = sorted(line for line in lines if line[:2] == "  " and line[2] not in " #")
        assert [word for word, group in groupby(words) if len(list(group)) > 1] == []


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("leek", "poireau"),
        ("zanahoria", "carotte"),
        ("leek", "puerro"),
        ("patatas", "pommes de terre"),
        ("thé noir", "black tea"),
        ("petits pois", "guisantes"),
    ],
)
def test_languages_translate_both_ways(word: str, other: str) -> None:
    assert FOOD.phrase(other) in FOOD.same[FOOD.phrase(word)]
    assert FOOD.phrase(word) in FOOD.same[FOOD.phrase(other)]


def test_a_kind_is_no_synonym_and_works_one_way_only() -> None:
    salad, lettuce = FOOD.phrase("salade"), FOOD.phrase("laitue")
    assert lettuce in FOOD.kinds[salad]
    assert salad not in FOOD.kinds.get(lettuce, frozenset())
    assert lettuce not in FOOD.same.get(salad, frozenset())


def test_kinds_are_known_in_every_language() -> None:
    assert FOOD.phrase("lettuce") in FOOD.kinds[FOOD.phrase("ensalada")]


def test_accents_tell_a_thing_from_a_small_word() -> None:
    assert FOOD.phrase("thé") == ("the",)
    assert FOOD.phrase("pommes de terre à frites") == FOOD.phrase("pomme terre frite")


def test_numbers_and_flour_types_have_one_spelling() -> None:
    assert FOOD.written("quatre") == FOOD.written("four") == FOOD.written("cuatro") == "4"
    assert FOOD.written("1,5") == "1.5"
    assert FOOD.written("t55") == "55"
    assert FOOD.written("d'") == "d"
