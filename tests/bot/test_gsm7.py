"""The alphabet of a cheap SMS, and what a text costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.bot.gsm7 import is_plain, plain, segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ça, c’est à côté « là »", 'Ça, c\'est à coté "là"'),
        ("garçon, forêt, œufs, Œuf", "garcon, foret, oeufs, Oeuf"),
        ("2\u202f×\u00a01,10\u00a0€ · été…", "2 x 1,10 € - été..."),
        ("¿Cuántos años? ¡Sí!", "¿Cuantos años? ¡Si!"),
        ("👍 merci", "merci"),
    ],
)
def test_a_text_is_rewritten_within_the_alphabet(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("’" + "a" * 69, 1),
        ("’" + "a" * 70, 2),
        ("👍" * 35, 1),
        ("👍" * 36, 2),
    ],
)
def test_segments_are_counted_as_they_are_billed(text: str, count: int) -> None:
    assert segments(text) == count


def test_a_character_of_two_units_is_not_split_between_segments() -> None:
    assert segments("a" * 152 + "€" + "a" * 153) == 3


@given(st.text())
def test_any_text_becomes_plain_and_stays_as_it_is_then(text: str) -> None:
    once = plain(text)
    assert is_plain(once)
    assert plain(once) == once
