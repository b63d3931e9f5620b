"""Confidence falls with what a reading leaves open, and its weights fit what it goes by."""

import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest

from tournee.catalog import folder
from tournee.nlu.confidence import FILE, certainty
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context
from tournee.nlu.parse import parse
from tournee.nlu.reading.state import State

LEXICON = Lexicon(folder.read(Path(__file__).parents[2] / "villages" / "saint-aubin"))
CONTEXT = Context(now=datetime(2026, 11, 23, 8, tzinfo=UTC))


def sure(text: str) -> float:
    return parse(text, LEXICON, CONTEXT).confidence


@pytest.mark.parametrize(
    ("plain", "doubtful"),
    [
        ("2 baguettes svp", "2 baguettes zut blorg quux frob svp"),
        ("1 kg de pommes gala", "1 kg de pommes galo machin truc chose"),
    ],
)
def test_words_that_nothing_explains_lower_it(plain: str, doubtful: str) -> None:
    assert sure(plain) > sure(doubtful)


def test_a_plain_order_is_all_but_certain() -> None:
    assert sure("2 baguettes et 1 kg de carottes svp") > 0.9


def test_a_message_without_goods_is_as_sure_as_its_intent() -> None:
    assert certainty([State()]) == 1.0


def test_the_shipped_weights_are_those_that_are_gone_by() -> None:
    text = (resources.files("tournee.nlu") / "models" / FILE).read_text(encoding="utf-8")
    weights = json.loads(text)
    assert set(weights) == {"bias", "margin", "words", "told", "items"}
    assert weights["margin"] > 0 > weights["words"]
