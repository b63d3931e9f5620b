"""Phrases about money: what is one, for whom, and what is left alone as talk."""

from datetime import datetime
from decimal import Decimal

import pytest

from tournee.bot.conversation import money_words
from tournee.bot.conversation.money_words import MoneyCue

NOON = datetime(2026, 11, 24, 12)  # noqa: DTZ001 - only its month is read


@pytest.mark.parametrize(
    ("text", "cues", "amounts"),
    [
        ("Mme Durand a payé 23,40", {MoneyCue.PAID}, ["23.40"]),
        ("durand a réglé", {MoneyCue.PAID}, []),
        ("payé 23€40", {MoneyCue.PAID}, ["23.40"]),
        ("vingt euros", set(), ["20"]),
        ("le compte y est", {MoneyCue.EXACT}, []),
        ("reçu 50, il manque 2,30", {MoneyCue.RECEIVED, MoneyCue.MISSING}, ["50", "2.30"]),
        ("4821 payé", {MoneyCue.PAID}, []),
        ("/ardoise", {MoneyCue.TAB}, []),
        ("", set(), []),
        ("€€€", set(), []),
    ],
)
def test_a_phrase_has_cues_and_amounts(text: str, cues: set[MoneyCue], amounts: list[str]) -> None:
    phrase = money_words.read(text, {4821})
    assert phrase.cues == cues
    assert phrase.amounts == tuple(map(Decimal, amounts))


@pytest.mark.parametrize(
    "text",
    ["combien je vous dois ?", "Je dois combien", "ma facture svp", "how much do I owe you"],
)
def test_a_resident_asks_about_money(text: str) -> None:
    assert money_words.is_asked(text)


@pytest.mark.parametrize("text", ["2 baguettes et du beurre", "bonjour", "combien coûte le pain"])
def test_a_resident_asks_about_something_else(text: str) -> None:
    assert not money_words.is_asked(text)


def test_a_long_figure_that_is_no_known_order_may_be_one() -> None:
    assert money_words.read("facture 9999").figures == (9999,)
    assert money_words.read("facture 4821", {4821}).orders == (4821,)
    assert money_words.read("payé 9999 €").figures == ()


def test_accounts_are_of_a_month() -> None:
    months = {
        "/comptes 2026-02": "2026-02-28",
        "/comptes": "2026-11-30",
        "/comptes 2026-13": "2026-11-30",
    }
    for text, last in months.items():
        found = money_words.asked_month(text, NOON)
        assert found is not None
        assert str(found[1]) == last
    assert money_words.asked_month("/caisse", NOON) is None
