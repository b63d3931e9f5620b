"""The SMS writer: every message in GSM-7, within its budget, and never at the cost of the facts."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.replies import TUESDAY, VILLAGE, baskets, places, products, replies
from tournee.bot.budgets import BUDGETS, FEW_LINES, KINDS, MOST, Kind, budget_of
from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.party import PartyKind
from tournee.bot.conversation.resident.replies import (
    BasketShown,
    DetailShown,
    Introduced,
    LineShown,
    OperatorSays,
    OrderChanged,
    OrderSent,
    ProductAsked,
    RecapShown,
    ResidentReply,
    Settled,
    ShopsConfirmed,
)
from tournee.bot.gsm7 import is_plain, plain, segments
from tournee.bot.render.resident.lines import amount_text
from tournee.bot.render.voice import Brevity, Voice
from tournee.bot.roles import role_of
from tournee.bot.sms import write
from tournee.catalog.model import Channel, Place, Product, RoundSlug, Sku
from tournee.orders import pricing, rounds
from tournee.orders.model import Item, OrderNumber, Price, RoundDate

LEGAL = {
    "fr": "obligation de paiement",
    "en": "obligation to pay",
    "es": "obligación de pago",
}
TYPED = (OperatorSays, Settled)
"""What a person typed, and what is only shown where messages can be edited."""
YES = {"fr": "OUI", "en": "YES", "es": "SI"}
DETAIL = {"fr": "DETAIL", "en": "DETAIL", "es": "DETALLE"}
SOME_LINES = 5
UNDER_AGE = {"fr": "mineurs", "en": "under-18s", "es": "menores"}


def members() -> list[type[Reply]]:
    """Every reply to a resident."""
    return [one for union in get_args(ResidentReply) for one in (get_args(union) or (union,))]


@cache
def run() -> RoundDate:
    return rounds.round_date(VILLAGE, RoundSlug(VILLAGE.rounds[0].slug), TUESDAY)


def voice(locale: str = "fr", brevity: Brevity = Brevity.FULL) -> Voice:
    return Voice(locale=locale, channel=Channel.SMS, village=VILLAGE, brevity=brevity)


def said(*replies: Reply, locale: str = "fr") -> str:
    return write(replies, role_of(PartyKind.RESIDENT).render, voice(locale))


def money(price: Price, locale: str = "fr") -> str:
    return plain(amount_text(price, voice(locale)))


def line(product: Product, item: Item) -> LineShown:
    return LineShown(product=product, item=item, price=pricing.price(product, item))


locales = st.sampled_from(tuple(LEGAL))


def recap(lines: tuple[LineShown, ...], place: Place) -> RecapShown:
    return RecapShown(
        lines=lines,
        total=pricing.total((shown.price for shown in lines), "EUR"),
        round=run(),
        place=place,
        alcohol=any(shown.product.age_restricted for shown in lines),
    )


def assert_recap_says_what_binds(text: str, shown: RecapShown, locale: str) -> None:
    assert is_plain(text)
    assert plain(LEGAL[locale]) in text
    assert YES[locale] in text
    assert plain(voice(locale).money(shown.total.ceiling)) in text
    day = voice(locale, Brevity.UNITS).weekday(shown.round.date)
    assert plain(day).lower() in text.lower()
    assert plain(voice(locale).hour(shown.round.departs)) in text
    assert shown.place is not None
    assert plain(shown.place.name) in text
    if shown.alcohol:
        assert UNDER_AGE[locale] in text


def is_whole(text: str, lines: tuple[LineShown, ...], locale: str) -> bool:
    return all(price_of(one, locale) in text for one in lines)


def has_small_print(lines: tuple[LineShown, ...]) -> bool:
    """Tell whether a deposit and the age for alcohol are to be told besides."""
    deposit = any(one.price.deposit for one in lines)
    return deposit and any(one.product.age_restricted for one in lines)


def price_of(shown: LineShown, locale: str) -> str:
    text = voice(locale).money(shown.price.ceiling)
    return plain(text).replace("€", "").strip()


@settings(deadline=None, max_examples=40)
@given(lines=baskets(FEW_LINES), place=places, locale=locales)
def test_a_recap_of_a_few_lines_keeps_every_price_within_its_budget(
    lines: tuple[LineShown, ...], place: Place, locale: str
) -> None:
    shown = recap(lines, place)
    text = said(shown, locale=locale)
    assert_recap_says_what_binds(text, shown, locale)
    assert segments(text) <= BUDGETS[Kind.RECAP]
    assert is_whole(text, lines, locale) or (len(lines) > SOME_LINES and DETAIL[locale] in text)


@settings(deadline=None, max_examples=40)
@given(lines=baskets(FEW_LINES - 1, most_of_each=6), place=places, locale=locales)
def test_seven_lines_of_what_people_buy_are_told_whole(
    lines: tuple[LineShown, ...], place: Place, locale: str
) -> None:
    text = said(recap(lines, place), locale=locale)
    assert segments(text) <= BUDGETS[Kind.RECAP]
    assert is_whole(text, lines, locale) or (has_small_print(lines) and DETAIL[locale] in text)


@settings(deadline=None, max_examples=40)
@given(lines=baskets(FEW_LINES), locale=locales)
def test_shortened_names_still_tell_products_apart(
    lines: tuple[LineShown, ...], locale: str
) -> None:
    text = said(recap(lines, VILLAGE.places[0]), locale=locale)
    if is_whole(text, lines, locale):
        goods = [re.sub(r"^[\d.,]+ (g|kg|l)? ?", "", told) for told in text.split("\n")]
        names = [re.split(r" (\(|: |max |\d)", told)[0] for told in goods[1 : len(lines) + 1]]
        assert len(set(names)) == len(lines)


@settings(deadline=None, max_examples=40)
@given(lines=baskets(60), place=places, locale=locales)
def test_no_recap_is_longer_than_three_segments(
    lines: tuple[LineShown, ...], place: Place, locale: str
) -> None:
    shown = recap(lines, place)
    text = said(Introduced(name="Mme Durand"), shown, locale=locale)
    assert_recap_says_what_binds(text, shown, locale)
    assert segments(text) <= MOST
    assert is_whole(text, lines, locale) or DETAIL[locale] in text


@settings(deadline=None, max_examples=40)
@given(lines=baskets(60))
def test_detail_shows_every_line_with_its_price(lines: tuple[LineShown, ...]) -> None:
    for first in range(0, len(lines), 10):
        page = lines[first : first + 10]
        text = said(DetailShown(lines=page, more=max(0, len(lines) - first - 10)))
        assert segments(text) <= MOST
        assert is_plain(text)
        for one in page:
            assert price_of(one, "fr") in text


questions = st.lists(products, min_size=2, max_size=12, unique_by=lambda p: p.sku).map(tuple)


@settings(deadline=None, max_examples=40)
@given(choices=questions, lines=baskets(6), locale=locales)
def test_a_question_keeps_to_its_budget_whatever_was_understood_beside_it(
    choices: tuple[Product, ...], lines: tuple[LineShown, ...], locale: str
) -> None:
    asked = ProductAsked(text="beurre", choices=choices)
    for text in (said(asked, locale=locale), said(BasketShown(lines=lines), asked, locale=locale)):
        assert is_plain(text)
        assert segments(text) <= budget_of(asked)
        assert text.count("\n") > min(len(choices), 5)
        assert plain({"fr": "AUCUN", "en": "NONE", "es": "NINGUNO"}[locale]) in text
        assert "\n1 " in text
        assert "\n2 " in text
    assert is_whole(text, lines, locale) or DETAIL[locale] in text


@pytest.mark.parametrize("reply", [r for r in members() if r not in TYPED])
@settings(deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))
@given(data=st.data(), locale=locales)
def test_every_reply_is_within_the_budget_of_its_kind(
    reply: type[Reply], locale: str, data: st.DataObject
) -> None:
    one = data.draw(replies(reply))
    text = said(one, locale=locale)
    assert is_plain(text)
    assert segments(text) <= budget_of(one)


def test_every_reply_has_a_kind() -> None:
    assert {reply.__name__ for reply in members()} <= set(KINDS)


def plain_lines(*skus: str) -> tuple[LineShown, ...]:
    known = VILLAGE.product_by_sku
    products = [p for p in known.values() if p.sku in skus]
    return tuple(line(p, Item(sku=p.sku, qty=Decimal(2))) for p in products)


def test_a_first_contact_with_a_recap_of_three_lines_is_two_segments() -> None:
    lines = plain_lines("baguette", "croissant", "beurre-doux")
    assert len(lines) == 3
    granges = next(p for p in VILLAGE.places if p.name == "Les Granges")
    text = said(Introduced(name="Mme Durand"), recap(lines, granges))
    assert segments(text) == BUDGETS[Kind.RECAP]
    for word in ("robot", "commandes", "STOP", "obligation de paiement", "OUI", "Les Granges"):
        assert word in text


def test_a_short_recap_is_left_in_full_sentences() -> None:
    granges = next(p for p in VILLAGE.places if p.name == "Les Granges")
    text = said(recap(plain_lines("baguette"), granges))
    assert "Répondez OUI pour commander avec obligation de paiement, ou corrigez." in text


def test_four_butters_are_one_segment() -> None:
    butters = tuple(p for p in VILLAGE.products if p.name.startswith("Beurre"))[:4]
    text = said(ProductAsked(text="beurre", choices=butters))
    assert segments(text) == BUDGETS[Kind.QUESTION]
    for butter in butters:
        assert plain(butter.name) in text


def test_a_shortened_choice_is_not_how_another_begins() -> None:
    skus = ("gros-pain", "pain-campagne", "pain-complet", "pain-cereales", "pain-seigle")
    choices = tuple(VILLAGE.product_by_sku[Sku(sku)] for sku in skus)
    asked = ProductAsked(text="un pain", choices=choices)
    for entries in range(1, len(skus)):
        shorter = replace(voice("fr"), brevity=Brevity.SUMMARY, letters=8, entries=entries)
        text = role_of(PartyKind.RESIDENT).render(asked, shorter).text
        for line in text.splitlines()[1:-1]:
            said = " ".join(line.split()[1:-1])
            assert sum(product.name.startswith(said) for product in choices) == 1


def test_the_order_of_leaving_out_begins_with_the_shops_names() -> None:
    shops = tuple(VILLAGE.shops)
    cutoff = datetime(2026, 11, 23, 17, tzinfo=UTC)
    number = OrderNumber(4821)
    two = said(OrderSent(number=number, shops=shops[:2], cutoff=cutoff))
    assert plain(shops[0].name) in two
    many = said(
        OrderChanged(
            number=number,
            lines=plain_lines("baguette", "croissant"),
            total=pricing.total((), "EUR"),
            cutoff=cutoff,
        ),
        OrderSent(number=number, shops=shops, cutoff=cutoff),
    )
    assert plain(shops[0].name) not in many
    assert "4821" in many
    assert "18h" in many


@pytest.mark.parametrize("locale", sorted(LEGAL))
def test_a_confirmation_names_number_day_and_amount(locale: str) -> None:
    total = pricing.total((one.price for one in plain_lines("baguette")), "EUR")
    reply = ShopsConfirmed(
        number=OrderNumber(4821), shops=tuple(VILLAGE.shops), total=total, round=run()
    )
    text = said(reply, locale=locale)
    assert segments(text) <= BUDGETS[Kind.RECAP]
    for word in ("4821", plain(voice(locale).weekday(TUESDAY)), money(total, locale)):
        assert word in text
