"""What a person picked after a question is not asked again: through the whole application."""

from pathlib import Path
from typing import Any

from tournee.bot.simulate import simulate
from tournee.catalog import folder

VILLAGE = Path(__file__).parents[2] / "villages" / "saint-aubin"
JEANNE = "+33639980001"


def said(hour: str, text: str, who: str = JEANNE) -> dict[str, Any]:
    return {"at": f"2026-11-{hour}:00+01:00", "via": "sms", "from": who, "text": text}


def baskets(events: list[dict[str, Any]]) -> tuple[list[str], dict[str, Any]]:
    """Give what the bot wrote by SMS, and the last basket of each person."""
    told = simulate(folder.read(VILLAGE), events)
    texts = [m["text"] for m in told if m.get("via") == "sms" and m.get("to") == events[-1]["from"]]
    return texts, {b["resident"]: b for b in told[-1]["final"]["baskets"]}


LEARNED = [
    said("23T09:00", "du beurre svp"),
    said("23T09:01", "le demi-sel"),
    said("23T09:02", "oui"),
]


def test_a_pick_is_asked_for_once() -> None:
    texts, open_baskets = baskets([*LEARNED, said("24T14:00", "bonjour, du beurre et 2 baguettes")])
    assert sum("lequel" in text for text in texts) == 1
    (basket,) = open_baskets.values()
    lines = {line["sku"]: line["qty"] for line in basket["lines"]}
    assert lines == {"beurre-demi-sel": 1, "baguette": 2}
    assert basket["pending"] == ["confirm"]


def test_a_pick_is_the_persons_own() -> None:
    texts, _ = baskets([*LEARNED, said("24T14:00", "du beurre", "+33639980003")])
    assert any("lequel" in text for text in texts)


def test_a_pick_does_not_override_what_is_named() -> None:
    _, open_baskets = baskets([*LEARNED, said("24T14:00", "1 beurre doux")])
    (basket,) = open_baskets.values()
    assert [line["sku"] for line in basket["lines"]] == ["beurre-doux"]
