"""Plural and gender share a stem in three languages; other words keep their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import fold

ONE_WORD = [
    "tomate tomates",
    "poireau poireaux",
    "chou choux",
    "végétal végétaux",
    "doux douce douces",
    "gros grosse grosses",
    "blanc blanche blanches",
    "frais fraîche fraîches",
    "sec sèche sèches secs",
    "vert verte vertes",
    "italien italienne italiennes",
    "gazeux gazeuse",
    "râpé râpée râpés râpées",
    "épais épaisse",
    "français française françaises",
    "niçois niçoise",
    "tomato tomatoes",
    "cherry cherries",
    "peach peaches",
    "limón limones",
    "cruasán cruasanes",
    "zanahoria zanahorias",
    "pimiento pimientos",
]
TWO_WORDS = [
    ("ail", "aile"),
    ("frais", "fraise"),
    ("brochet", "brochette"),
    ("four", "fourrée"),
    ("très", "tressée"),
    ("France", "franche"),
    ("sel", "selle"),
    ("pâte", "pain"),
    ("coca", "coco"),
    ("poire", "poireau"),
    ("saucisse", "saucisson"),
    ("noix", "noisette"),
    ("vin", "vinaigre"),
]


@pytest.mark.parametrize("forms", ONE_WORD)
def test_inflections_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(fold(form)) for form in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), TWO_WORDS)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other))


@pytest.mark.parametrize("word", ["12", "1.5", "t55", "x", "jus"])
def test_figures_and_short_words_stay_as_they_are(word: str) -> None:
    assert stem(word) == word


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=25))
def test_a_stem_is_never_empty_nor_longer_than_its_word(word: str) -> None:
    assert 0 < len(stem(word)) <= len(word)
