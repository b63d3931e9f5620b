"""Emoji of goods are words at their places; others stay what they are."""

import pytest

from tournee.nlu.words.emoji import spelled
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2 🥖 svp", ["2", "baguette", "svp"]),
        ("🥐🥐🥐", ["3", "croissant"]),
        ("2 🥐🥐", ["2", "croissant"]),
        ("2 baguettes 🥖🥖", ["2", "baguettes"]),
        ("un 🧻", ["un", "papier", "toilette"]),
        ("merci 🙏", ["merci", "🙏"]),
    ],
)
def test_emoji_are_the_words_that_they_stand_for(text: str, words: list[str]) -> None:
    assert [token.norm for token in spelled(tokenize(text), "fr")] == words


def test_words_for_emoji_keep_their_place_in_the_message() -> None:
    *_, bread = spelled(tokenize("une 🥖"), "fr")

    assert ("une 🥖"[bread.start : bread.end], bread.text) == ("🥖", "baguette")


def test_every_language_names_the_same_emoji() -> None:
    assert len({frozenset(load_words(locale, "emoji")) for locale in LOCALES}) == 1
