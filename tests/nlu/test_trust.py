"""A line's confidence falls with its slips and its rivals, and never for what is known."""

import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest

from tournee.catalog import folder
from tournee.catalog.model import Sku
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Known, Line
from tournee.nlu.parse import parse
from tournee.nlu.reading.readings import Level
from tournee.nlu.reading.state import NOTHING, Act, Item
from tournee.nlu.trust import FILE, features

LEXICON = Lexicon(folder.read(Path(__file__).parents[2] / "villages" / "saint-aubin"))
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def only(text: str, usual: tuple[Sku, ...] = (), taught: tuple[tuple[str, Sku], ...] = ()) -> Line:
    """The one line of a message."""
    (line,) = parse(text, LEXICON, Context(now=NOW, usual=usual, taught=taught)).lines
    return line


@pytest.mark.parametrize("text", ["2 baguettes", "1 kg de carottes", "6 citrns", "1 kg de carrot"])
def test_what_is_written_well_or_with_one_slip_is_sure(text: str) -> None:
    assert only(text).confidence > 0.95


def test_a_beginning_that_two_products_share_is_doubted_and_both_are_told() -> None:
    line = only("1 chouc")
    assert line.confidence < 0.78
    assert {line.sku, *line.others} >= {"chouquettes", "choucroute"}


def test_what_was_ordered_before_is_not_doubted() -> None:
    line = only("1 chouc", usual=(Sku("chouquettes"),))
    assert line.confidence == 1.0


def test_what_chose_between_several_is_told() -> None:
    assert only("du lait", usual=(Sku("lait-entier"),)).known is Known.USUAL
    assert only("du lait", taught=(("lait", Sku("lait-ecreme")),)).known is Known.TAUGHT
    assert only("du lait entier", usual=(Sku("lait-entier"),)).known is None


def test_the_shipped_weights_are_those_that_are_gone_by() -> None:
    item = Item((1,), Level.EXACT, ("pain",), NOTHING, (), Act.ORDER, 0, 1)
    text = (resources.files("tournee.nlu") / "models" / FILE).read_text(encoding="utf-8")
    weights = json.loads(text)
    assert set(weights) == {"bias", *features(item)}
    assert weights["bias"] > 0 > weights["rivals"]
