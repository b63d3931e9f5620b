"""A fixed compound is not a kind of its first word, and an answer goes to the plainest name."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tournee.bot.conversation.resident.doubts import SURE_LINE
from tournee.catalog.folder import read
from tournee.catalog.model import Sku
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Question, QuestionKind, Reason
from tournee.nlu.parse import parse
from tournee.nlu.search.wording import compounds_in, words_of

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SAINT_AUBIN = Path(__file__).parents[2] / "villages" / "saint-aubin"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(read(SAINT_AUBIN))


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ("un kilo de pommes", ("pomme-golden", "pomme-gala", "pomme-reinette")),
        ("2 kg de pommes de terre", ("pdt-charlotte", "pdt-bintje", "pdt-ratte")),
    ],
)
def test_apples_are_no_potatoes(lexicon: Lexicon, text: str, skus: tuple[str, ...]) -> None:
    (mention,) = parse(text, lexicon, Context(now=NOW)).unresolved
    assert mention.skus == skus


def _compounds(name: str) -> tuple[frozenset[str], ...]:
    return compounds_in(words_of(name))


def test_a_compound_is_found_in_any_inflection() -> None:
    assert _compounds("Pommes de terre Charlotte") == _compounds("pomme de terre") != ()
    assert _compounds("Pommes Golden") == ()


def test_a_word_that_two_offered_names_share_means_the_plainer_one(lexicon: Lexicon) -> None:
    offered = tuple(map(Sku, ("jambon-blanc", "jambon-superieur", "jambon-cru")))
    question = Question(kind=QuestionKind.PRODUCT, text="du jambon", skus=offered)
    answer = parse("le blanc", lexicon, Context(now=NOW, question=question)).answer
    assert answer is not None
    assert answer.skus == ("jambon-blanc",)


@pytest.mark.parametrize(
    "text",
    [
        "un jus de carotte",
        "soupe de poireaux",
        "1 compote de poire",
        "un sorbet poire",
        "un crumble aux pommes",
        "huile de noix",
        "leek soup",
        "1 carrot cake",
        "zumo de tomate",
        "1 teléfono",
    ],
)
def test_what_is_made_of_goods_is_none_of_them(lexicon: Lexicon, text: str) -> None:
    said = parse(text, lexicon, Context(now=NOW))
    (mention,) = said.unresolved
    assert (said.lines, mention.reason, mention.text) == ((), Reason.UNKNOWN, text)


@pytest.mark.parametrize("text", ["apple juice", "zumo de manzana", "jus de pomme"])
def test_what_is_made_of_goods_and_sold_is_found_in_any_language(
    lexicon: Lexicon, text: str
) -> None:
    (line,) = parse(text, lexicon, Context(now=NOW)).lines
    assert line.sku == "jus-pomme"


@pytest.mark.parametrize(
    ("text", "sure"),
    [("une boîte d'allumettes", False), ("200 g d'allumettes", True), ("des couches", False)],
)
def test_a_word_that_names_other_goods_elsewhere_is_asked_about(
    lexicon: Lexicon,
    text: str,
    sure: bool,  # noqa: FBT001
) -> None:
    (line,) = parse(text, lexicon, Context(now=NOW)).lines
    assert (line.confidence >= SURE_LINE) is sure
