"""Who writes and where they live, in whatever letters they write it."""

from datetime import datetime
from pathlib import Path

import pytest

from tournee.catalog import folder
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Answer, Context, Parse, Question, QuestionKind
from tournee.nlu.parse import parse

LEXICON = Lexicon(folder.read(Path(__file__).parents[2] / "villages" / "saint-aubin"))
MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+01:00")


def read(text: str, question: Question | None = None) -> Parse:
    return parse(text, LEXICON, Context(now=MONDAY, question=question))


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("je suis lucien bernard, j'habite à la croix", "Lucien Bernard"),
        ("je m appelle odile ferrand 1 pain complet", "Odile Ferrand"),
        ("2 baguettes nom : girard, place de l'église", "Girard"),
        ("2 baguettes. signé mado", "Mado"),
        ("two croissants, my name is sheila brown", "Sheila Brown"),
        ("2 barras de pan a nombre de lópez", "López"),
        ("je suis malade, 2 baguettes", None),
        ("2 baguettes, le nom du fromage m'échappe", None),
    ],
)
def test_a_name_is_heard_in_small_letters_where_words_announce_it(
    text: str, person: str | None
) -> None:
    assert read(text).person == person


@pytest.mark.parametrize(
    "text", ["2 baguettes à la croix blanche", "2 baguettes, croix blanche", "la croix blanche"]
)
def test_a_place_of_several_words_says_nothing_of_how_goods_are(text: str) -> None:
    found = read(text)
    assert found.place == "la-croix"
    assert not any(line.options for line in found.lines)
    assert found.unresolved == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dupont", "Dupont"),
        ("bonjour, Petit", "Petit"),
        ("c'est au nom de roux", "Roux"),
        ("Marchand, les granges", "Marchand"),
        ("pourquoi vous voulez savoir ça ?", None),
        ("c'est où le moulin neuf déjà", None),
        ("je préfère pas le dire", None),
        ("non merci", None),
    ],
)
def test_who_is_asked_for_a_name_may_say_something_else(text: str, name: str | None) -> None:
    answer = read(text, Question(kind=QuestionKind.NAME)).answer
    assert answer == (Answer(name=name) if name else None)
