"""Scores of labelled messages: what counts as right, and the two reports."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tournee.bot.cli import main
from tournee.nlu.evaluation.evaluate import Report, compare, report
from tournee.nlu.evaluation.html import render as render_html
from tournee.nlu.evaluation.text import render as render_text
from tournee.nlu.model import Intent

VILLAGE = Path(__file__).parents[2] / "villages" / "saint-aubin"


def line(sku: str, qty: float | None = 1, **more: Any) -> dict[str, Any]:
    return {"sku": sku, "qty": qty, "unit": "piece", "options": [], **more}


def case(intent: str = "order", **fields: Any) -> dict[str, Any]:
    return {"text": "?", "intent": intent, "confidence": 0.9, "locale": "fr", **fields}


def test_the_same_answer_is_entirely_right() -> None:
    gold = case(lines=[line("pain", 2)], day="2026-11-24", unresolved=[])
    assert compare(gold, gold).right


@pytest.mark.parametrize(
    ("wrong", "slot"),
    [
        ({"lines": [line("brioche", 2)]}, "products"),
        ({"lines": [line("pain", 3)]}, "quantity"),
        ({"lines": [line("pain", 2, options=["+tranche"])]}, "options"),
        ({"lines": [line("pain", 2), line("lait")]}, "products"),
        ({"lines": []}, "products"),
        ({"day": "2026-11-25"}, "day"),
        ({"day": None}, "day"),
        ({"unresolved": [{"text": "x", "reason": "unknown"}]}, "unresolved"),
    ],
)
def test_a_fault_is_counted_in_its_slot(wrong: dict[str, Any], slot: str) -> None:
    gold = case(lines=[line("pain", 2)], day="2026-11-24")
    outcome = compare(gold, gold | wrong)
    assert not outcome.right
    assert [name for name, count in outcome.slots.items() if count[False]] == [slot]


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        (line("pain", None, qty_or=[1]), line("pain", 1)),
        (line("courgette", None, count=3), line("courgette", None, count=3)),
        (line("boeuf", None, amount_eur=10), {"sku": "boeuf", "amount_eur": 10}),
        (line("boeuf", 0.5), line("boeuf", 0.501)),
        (line("pain") | {"or": [line("baguette")]}, line("baguette")),
    ],
)
def test_what_gold_allows_is_right(gold: dict[str, Any], predicted: dict[str, Any]) -> None:
    assert compare(case(lines=[gold]), case(lines=[predicted])).right


def test_an_accepted_intent_is_right() -> None:
    assert compare(case("add", accept_intents=["order"]), case("order")).intent_right


@pytest.fixture
def scored() -> Report:
    gold = [case(), case(), case("thanks", tags=["lang-fr", "sms"]), case("stop", text="<script>")]
    predicted = [case(), case(confidence=0.95), case("order", confidence=0.35), case("stop")]
    return report([compare(g, p) for g, p in zip(gold, predicted, strict=True)])


def test_figures_add_up(scored: Report) -> None:
    assert (scored.intent.right, scored.intent.of) == (3, 4)
    assert scored.confusion == {(Intent.THANKS, Intent.ORDER): 1}
    order = next(s for s in scored.intents if s.intent is Intent.ORDER)
    assert (order.precision.right, order.precision.of, order.recall.value) == (2, 3, 1)
    assert [(b.low, b.right.right, b.right.of) for b in scored.bins] == [(0.3, 0, 1), (0.9, 3, 3)]
    assert scored.calibration_error == pytest.approx((0.35 + 0.25) / 4)
    assert set(scored.groups) == {"fr", "lang-fr", "sms"}


def test_the_text_names_what_went_wrong(scored: Report) -> None:
    text = render_text(scored)
    assert "thanks -> order" in text
    assert "75.0 %" in text


def test_the_page_is_whole_loads_nothing_and_escapes_messages(scored: Report) -> None:
    page = render_html(scored, "<script>")
    assert "<script>" not in page
    assert "http" not in page
    for drawing in ("Confusion matrix", "Reliability"):
        start = page.index("<svg", page.index(drawing) - 60)
        ET.fromstring(page[start : page.index("</svg>", start) + 6])  # noqa: S314


def test_the_command_scores_a_file_and_writes_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, page = tmp_path / "gold.jsonl", tmp_path / "page.html"
    cases = [
        {"id": 1, "text": "merci beaucoup", "intent": "thanks"},
        {"id": 2, "text": "STOP", "intent": "stop"},
    ]
    file.write_text("\n".join(map(json.dumps, cases)))
    assert main(["nlu", "evaluate", str(file), "--village", str(VILLAGE), "--html", str(page)]) == 0
    assert "2 of 2" in capsys.readouterr().out
    assert page.read_text().startswith("<!doctype html>")


def test_a_line_that_is_not_labelled_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"text": "oui", "intent": "confirm"}\n{"text": "oui", "intent": "oui"}\n')
    assert main(["nlu", "evaluate", str(file), "--village", str(VILLAGE)]) == 1
    assert "line 2" in capsys.readouterr().err


def test_a_file_outside_any_village_needs_one_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"text": "oui", "intent": "confirm"}\n')
    assert main(["nlu", "evaluate", str(file)]) == 1
    assert "--village" in capsys.readouterr().err
