"""Whole messages: one case a sentence, from `cases/<locale>/*.yml`.

A line is written as '2 baguette +bien-cuit': the amount in the product's unit (none: not said;
'3x': pieces of what is sold by weight; '€5': money), the sku, its options.
"""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tournee.catalog import folder
from tournee.catalog.model import Sku
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import (
    Context,
    Intent,
    Line,
    Parse,
    Period,
    Question,
    QuestionKind,
    Reason,
)
from tournee.nlu.parse import parse

VILLAGE = Path(__file__).parents[2] / "villages" / "saint-aubin"
MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
CASES = [
    pytest.param(case, id=f"{path.parent.name}-{path.stem}-{number}")
    for path in sorted((Path(__file__).parent / "cases").glob("*/*.yml"))
    for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(folder.read(VILLAGE))


def written(line: Line) -> str:
    amount = ""
    if line.amount is not None:
        amount = f"€{line.amount.normalize():f}"
    elif line.count is not None:
        amount = f"{line.count.normalize():f}x"
    elif line.qty is not None:
        amount = f"{line.qty.normalize():f}"
    return " ".join(filter(None, (amount, line.sku, *line.options)))


def held(lexicon: Lexicon, text: str) -> Line:
    qty, sku, *options = text.split()
    unit = lexicon.village.product_by_sku[sku].unit
    return Line(sku=Sku(sku), qty=Decimal(qty), unit=unit, options=tuple(options))


def asked(text: str | None) -> Question | None:
    if text is None:
        return None
    kind, *offered = text.split()
    if kind == QuestionKind.OPTION:
        return Question(kind=QuestionKind.OPTION, skus=(Sku(offered[0]),), codes=tuple(offered[1:]))
    return Question(kind=QuestionKind(kind), skus=tuple(map(Sku, offered)))


def understood(lexicon: Lexicon, case: dict[str, Any]) -> Parse:
    context = Context(
        now=MONDAY,
        question=asked(case.get("question")),
        basket=tuple(held(lexicon, text) for text in case.get("basket", [])),
        emptied=case.get("emptied", False),
        recent=tuple(map(Sku, case.get("recent", []))),
        usual=tuple(map(Sku, case.get("usual", []))),
    )
    return parse(case["text"], lexicon, context)


@pytest.mark.parametrize("case", CASES)
def test_a_message_is_understood_as_a_fair_reader_would(
    case: dict[str, Any], lexicon: Lexicon
) -> None:
    said = understood(lexicon, case)
    if "answer" in case:
        answer = said.answer
        expected = case["answer"] or {}
        assert (answer is None) == (case["answer"] is None)
        for name, value in expected.items():
            found = getattr(answer, name)
            assert (list(found) if isinstance(found, tuple) else found) == value
    else:
        assert said.intent == case.get("intent", Intent.ORDER)
    if "lines" in case or "answer" not in case:
        assert [written(line) for line in said.lines] == case.get("lines", [])
    for reason in Reason:
        mentions = [u.text for u in said.unresolved if u.reason is reason]
        if "answer" not in case:
            assert mentions == case.get(reason.value, [])
    assert said.only == case.get("only", False)
    if "day" in case:
        assert (said.day, said.period) == (case["day"], maybe(case.get("period")))


def maybe(period: str | None) -> Period | None:
    return Period(period) if period else None


def test_the_first_order_of_the_transcripts_says_who_where_and_when(lexicon: Lexicon) -> None:
    text = (
        "bonjour 2 baguettes et une demi livre de beurre demi sel pour mardi svp. "
        "mme durand aux granges"
    )
    said = parse(text, lexicon, Context(now=MONDAY))
    assert [written(line) for line in said.lines] == ["2 baguette", "1 beurre-demi-sel"]
    assert (said.person, said.place, said.day) == ("mme durand", "les-granges", date(2026, 11, 24))
    assert not said.beneficiary


@pytest.mark.parametrize(
    ("text", "person", "place"),
    [
        ("2 baguettes pour mardi, jean petit, le bourg", "Jean Petit", "le-bourg"),
        ("les granges, dupuis marcel, 2 baguettes", "Dupuis Marcel", "les-granges"),
        ("2 baguettes jean petit le bourg", "Jean Petit", "le-bourg"),
        ("bonjour mme petit aux granges 2 baguettes pour mardi", "mme petit", "les-granges"),
        ("2 baguettes. Merci. M. Roger, les Granges", "M. Roger", "les-granges"),
        ("la croix, famille Poirier, 2 baguettes", "famille Poirier", "la-croix"),
        ("2 baguettes Marcel Bouvier 12 rue des lilas", "Marcel Bouvier", None),
        ("madame bonne journée 2 baguettes aux granges", None, "les-granges"),
        ("bonjour madame 2 baguettes le bourg merci", None, "le-bourg"),
        ("2 baguettes livrées aux granges", None, "les-granges"),
    ],
)
def test_a_signature_is_no_goods(
    lexicon: Lexicon, text: str, person: str | None, place: str | None
) -> None:
    said = parse(text, lexicon, Context(now=MONDAY))
    assert [written(line) for line in said.lines] == ["2 baguette"]
    assert (said.unresolved, said.person, said.place) == ((), person, place)


def test_somebody_else_is_named_as_the_one_it_is_for(lexicon: Lexicon) -> None:
    text = "c'est pour ma mère Odette Martin à la Croix : 1 pain de campagne"
    said = parse(text, lexicon, Context(now=MONDAY))
    assert (said.person, said.beneficiary, said.place) == ("Odette Martin", True, "la-croix")


def test_a_shop_is_known_by_its_trade(lexicon: Lexicon) -> None:
    said = parse("la pharmacie est ouverte ?", lexicon, Context(now=MONDAY))
    assert (said.intent, said.shops) == (Intent.ASK_HOURS, ("pharmacie",))


@pytest.mark.parametrize(
    ("text", "sku"),
    [("c'est combien la baguette", "baguette"), ("how much is the baguette?", "baguette")],
)
def test_a_question_is_about_what_it_names_wherever_it_stands(
    lexicon: Lexicon, text: str, sku: str
) -> None:
    assert sku in parse(text, lexicon, Context(now=MONDAY)).about
