"""What is told of is not ordered."""

import json
from functools import cache
from pathlib import Path

import pytest

from tournee.catalog import folder
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Line
from tournee.nlu.parse import parse
from tournee.nlu.wire import read

VILLAGE = Path(__file__).parents[2] / "villages" / "saint-aubin"


@cache
def lexicon() -> Lexicon:
    return Lexicon(folder.read(VILLAGE))


def lines(text: str) -> tuple[Line, ...]:
    now = read(json.dumps({"text": text, "now": "2026-11-23T09:00:00+01:00"})).now
    assert now is not None
    return parse(text, lexicon(), Context(now=now)).lines


@pytest.mark.parametrize(
    "text",
    [
        "on a mangé du lapin hier soir, ce sera une baguette",
        "j'avais pris du cheddar la dernière fois mais c'était fort. Une baguette",
        "Mme Petit a acheté un gigot, moi je voudrais une baguette",
        "ma mère mettait du miel dans tout. Une baguette",
        "les carottes j'en ai au jardin, mettez-moi une baguette",
        "une baguette svp, j'ai déjà les poireaux",
        "mon voisin prend toujours du muscadet, moi ce sera une baguette",
        "le brie était très bon, une baguette pour demain",
        "je suis rouge comme une tomate farcie ! Une baguette",
    ],
)
def test_what_was_or_is_at_hand_is_not_ordered(text: str) -> None:
    assert [str(line.sku) for line in lines(text)] == ["baguette"]


@pytest.mark.parametrize(
    "text",
    [
        "j'ai oublié la baguette",
        "ma mère m'a demandé une baguette",
        "je voulais une baguette",
        "j'ai besoin d'une baguette",
        "mon mari a choisi une baguette",
    ],
)
def test_what_is_wanted_in_the_past_tense_is_ordered(text: str) -> None:
    assert [str(line.sku) for line in lines(text)] == ["baguette"]


def test_what_is_told_of_is_meant_where_something_points_back() -> None:
    (line,) = lines("J'ai pris 2 baguettes hier et ce n'était pas assez, mettez-en 3 demain")
    assert line.sku == "baguette"
    assert line.qty == 3


def test_where_nothing_else_is_named_it_is_asked_about() -> None:
    (line,) = lines("mon fils a mangé une ficelle")
    assert line.confidence < 0.7


@pytest.mark.parametrize(
    ("text", "sku", "qty"),
    [
        (
            "On n'a plus de papier toilette, c'est la panique. Deux paquets svp",
            "papier-toilette",
            2,
        ),
        ("jé plu de PQ urgent !!! 2 paquets", "papier-toilette", 2),
    ],
)
def test_an_amount_that_strayed_is_that_of_the_one_thing(text: str, sku: str, qty: int) -> None:
    (line,) = lines(text)
    assert line.sku == sku
    assert line.qty == qty


def test_a_thing_is_doubted_that_an_unknown_word_is_said_of() -> None:
    (line,) = lines("un pâté croûte")
    assert line.confidence < 0.78
