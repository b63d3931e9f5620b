"""The same client against a real Rasa server, which `make test-rasa` starts."""

import os
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tournee.catalog import folder
from tournee.nlu.intents.intents import Slot
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Intent
from tournee.nlu.parse import parse
from tournee.nlu.rasa.backend import RasaBackend

URL = os.environ.get("TOURNEE_TEST_RASA", "")
pytestmark = pytest.mark.skipif(not URL, reason="no Rasa server: make test-rasa starts one")


@pytest.fixture(scope="module")
def rasa() -> Iterator[RasaBackend]:
    backend = RasaBackend(URL)
    backend.hint("bonjour")  # the first answer takes longer
    yield backend
    backend.close()


VILLAGE = Path(__file__).parents[2] / "villages" / "saint-aubin"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("bonjour je voudrais 2 baguettes", Intent.ORDER),
        ("oui c'est bon", Intent.CONFIRM),
        ("annulez ma commande", Intent.CANCEL),
        ("c'est quand la tournée ?", Intent.ASK_ROUND),
        ("STOP", Intent.STOP),
        ("I want to speak to someone", Intent.HUMAN),
        ("muchas gracias", Intent.THANKS),
    ],
)
def test_rasa_finds_the_intent(rasa: RasaBackend, text: str, intent: Intent) -> None:
    hint = rasa.hint(text)
    assert hint is not None
    assert max(hint.intents, key=lambda i: hint.intents[i]) is intent


def test_rasa_finds_products_and_quantities(rasa: RasaBackend) -> None:
    text = "bonjour je voudrais 2 baguettes pour mardi"
    hint = rasa.hint(text)
    assert hint is not None
    found = {(entity.slot, text[entity.start : entity.end]) for entity in hint.entities}
    assert {(Slot.PRODUCT, "baguettes"), (Slot.QUANTITY, "2"), (Slot.DAY, "mardi")} <= found


def test_what_rasa_found_is_linked_to_the_village(rasa: RasaBackend) -> None:
    text = "bonjour je voudrais 2 baguettes pour mardi"
    now = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
    found = parse(text, Lexicon(folder.read(VILLAGE)), Context(now=now), rasa.hint(text))
    assert found.intent is Intent.ORDER
    assert [(str(line.sku), line.qty) for line in found.lines] == [("baguette", Decimal(2))]
    assert str(found.day) == "2026-11-24"
