"""The Rasa client against a server that answers well, badly, late or not at all."""

import logging
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from tournee.catalog import folder
from tournee.nlu.intents.hint import Entity, Hint, source
from tournee.nlu.intents.intents import Slot
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Intent
from tournee.nlu.parse import parse
from tournee.nlu.rasa.backend import FAILURES, REST, RasaBackend

TEXT = "2 baguettes svp"
GOOD = {
    "text": TEXT,
    "intent": {"name": "order", "confidence": 0.9},
    "entities": [
        {"entity": "quantity", "start": 0, "end": 1, "value": "2"},
        {"entity": "product", "start": 2, "end": 11, "value": "baguettes"},
    ],
    "intent_ranking": [
        {"name": "order", "confidence": 0.9},
        {"name": "add", "confidence": 0.1},
    ],
}


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def answering(answer: Any, status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(status, json=answer)


def backend(handler: Callable[[httpx.Request], httpx.Response], clock: Clock) -> RasaBackend:
    return RasaBackend("http://rasa", transport=httpx.MockTransport(handler), clock=clock)


def test_intents_and_entities_are_those_that_rasa_found() -> None:
    hint = backend(answering(GOOD), Clock()).hint(TEXT)
    assert hint == Hint(
        intents={Intent.ORDER: 0.9, Intent.ADD: 0.1},
        entities=(Entity(Slot.QUANTITY, 0, 1), Entity(Slot.PRODUCT, 2, 11)),
    )


def test_the_text_is_posted_to_the_parse_address() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=GOOD)

    backend(handler, Clock()).hint("où en est ma commande ?")
    assert asked[0].url.path == "/model/parse"
    assert "où en est" in asked[0].content.decode()


def late(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("late", request=request)


def down(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("down", request=request)


def garbled(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b"<html>")


BAD = [
    late,
    down,
    garbled,
    answering({"version": "3.6.21"}),
    answering([]),
    answering(None),
    answering(GOOD, status=500),
    answering(GOOD | {"intent_ranking": []}),
    answering(GOOD | {"intent_ranking": None}),
    answering(GOOD | {"intent_ranking": [{"name": "book_flight", "confidence": 1.0}]}),
    answering(GOOD | {"intent_ranking": [{"name": "order", "confidence": 7}]}),
    answering(GOOD | {"entities": [{"entity": "city", "start": 0, "end": 1}]}),
    answering(GOOD | {"entities": [{"entity": "product", "start": 5, "end": 900}]}),
    answering(GOOD | {"entities": [{"entity": "product", "start": 5, "end": 5}]}),
]


@pytest.mark.parametrize("handler", BAD)
def test_a_server_without_a_good_answer_gives_none(
    handler: Callable[[httpx.Request], httpx.Response],
) -> None:
    assert backend(handler, Clock()).hint(TEXT) is None


def test_after_failures_in_a_row_the_server_is_left_alone_for_a_while(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked: list[httpx.Request] = []
    working = False

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answering(GOOD)(request) if working else down(request)

    clock = Clock()
    client = backend(handler, clock)
    with caplog.at_level(logging.WARNING, "tournee.nlu.rasa.backend"):
        for _ in range(10):
            assert client.hint(TEXT) is None
        assert len(asked) == FAILURES
        clock.now += REST + 1
        assert client.hint(TEXT) is None
        assert client.hint(TEXT) is None
        assert len(asked) == FAILURES + 1
        assert len(caplog.records) == 1
        clock.now += REST + 1
        working = True
        assert client.hint(TEXT) is not None
    assert [record.getMessage() for record in caplog.records[1:]] == ["Rasa answers again"]
    assert TEXT not in caplog.text


def test_one_failure_among_answers_changes_nothing() -> None:
    answers = iter([answering(GOOD), down, answering(GOOD), down, answering(GOOD)])

    def handler(request: httpx.Request) -> httpx.Response:
        return next(answers)(request)

    client = backend(handler, Clock())
    assert [client.hint(TEXT) is not None for _ in range(5)] == [True, False, True, False, True]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    village = Path(__file__).parents[2] / "villages" / "saint-aubin"
    return Lexicon(folder.read(village))


CONTEXT = Context(now=datetime.fromisoformat("2026-11-23T09:00:00+01:00"))


def test_the_intent_that_rasa_is_sure_of_is_the_parses(lexicon: Lexicon) -> None:
    hint = Hint(intents={Intent.HUMAN: 0.99, Intent.HELP: 0.01}, entities=())
    assert parse("passez-moi marie", lexicon, CONTEXT, hint).intent is Intent.HUMAN


def test_products_are_linked_by_the_parser(lexicon: Lexicon) -> None:
    hint = backend(answering(GOOD), Clock()).hint(TEXT)
    found = parse(TEXT, lexicon, CONTEXT, hint)
    assert [(str(line.sku), line.qty) for line in found.lines] == [("baguette", Decimal(2))]


def test_without_a_server_the_embedded_models_answer(lexicon: Lexicon) -> None:
    hint = source("http://127.0.0.1:9")  # the discard port: nobody listens
    found = parse(TEXT, lexicon, CONTEXT, hint(TEXT))
    assert found == parse(TEXT, lexicon, CONTEXT)
    assert source("embedded")(TEXT) is None
