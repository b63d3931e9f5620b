"""The SMS writer: every message in GSM-7, within its budget, and never at the cost of the facts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bot.flow import village
from tournee.bot.channels.gsm7 import is_plain, plain, segments
from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.party import Channel, PartyKind
from tournee.bot.conversation.resident.replies import (
    DetailShown,
    Introduced,
    LineShown,
    OrderChanged,
    OrderSent,
    ProductAsked,
    RecapShown,
    ShopsConfirmed,
)
from tournee.bot.render.resident.lines import amount_text
from tournee.bot.render.voice import Voice
from tournee.bot.roles import role_of
from tournee.bot.sms import CONFIRMATION, FEW_LINES, MOST, QUESTION, write
from tournee.catalog.model import Place, Product, RoundSlug, Village
from tournee.catalog.quantity import Unit
from tournee.orders import pricing, rounds
from tournee.orders.model import Item, OrderNumber, Price, RoundDate

TUESDAY = date(2026, 11, 24)
LEGAL = {
    "fr": "obligation de paiement",
    "en": "obligation to pay",
    "es": "obligación de pago",
}
YES = {"fr": "OUI", "en": "YES", "es": "SI"}
UNDER_AGE = {"fr": "mineurs", "en": "under-18s", "es": "menores"}


@cache
def saint_aubin() -> Village:
    return village()


@cache
def run() -> RoundDate:
    return rounds.round_date(saint_aubin(), RoundSlug(saint_aubin().rounds[0].slug), TUESDAY)


def voice(locale: str = "fr") -> Voice:
    return Voice(locale=locale, channel=Channel.SMS, village=saint_aubin())


def said(*replies: Reply, locale: str = "fr") -> str:
    return write(replies, role_of(PartyKind.RESIDENT).render, voice(locale))


def money(price: Price, locale: str = "fr") -> str:
    return plain(amount_text(price, voice(locale)))


def line(product: Product, item: Item) -> LineShown:
    return LineShown(product=product, item=item, price=pricing.price(product, item))


@st.composite
def items(draw: st.DrawFn) -> LineShown:
    """Any product of the sample village with the options that it demands, in a likely amount."""
    product = draw(st.sampled_from(saint_aubin().products))
    options = tuple(
        f"+{draw(st.sampled_from(group.options)).code}" for group in product.required_groups
    )
    if product.unit is Unit.KG:
        grams = draw(st.integers(min_value=1, max_value=30))
        return line(product, Item(sku=product.sku, qty=Decimal(grams) / 10, options=options))
    pieces = Decimal(draw(st.integers(min_value=1, max_value=24)))
    return line(product, Item(sku=product.sku, qty=pieces, options=options))


def baskets(most: int) -> st.SearchStrategy[tuple[LineShown, ...]]:
    return st.lists(items(), min_size=1, max_size=most, unique_by=lambda i: i.product.sku).map(
        tuple
    )


places = st.sampled_from(saint_aubin().places)
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
    assert plain(voice(locale).weekday(shown.round.date)).lower() in text.lower()
    assert plain(voice(locale).hour(shown.round.departs)) in text
    assert shown.place is not None
    assert plain(shown.place.name) in text
    if shown.alcohol:
        assert UNDER_AGE[locale] in text


def price_of(shown: LineShown, locale: str) -> str:
    text = voice(locale).money(shown.price.ceiling)
    return plain(text).replace("€", "").strip()


@settings(deadline=None)
@given(lines=baskets(FEW_LINES), place=places, locale=locales)
def test_a_recap_of_a_few_lines_keeps_every_price_within_its_budget(
    lines: tuple[LineShown, ...], place: Place, locale: str
) -> None:
    shown = recap(lines, place)
    text = said(shown, locale=locale)
    assert_recap_says_what_binds(text, shown, locale)
    assert segments(text) <= MOST
    for one in lines:
        assert price_of(one, locale) in text


@settings(deadline=None)
@given(lines=baskets(60), place=places, locale=locales)
def test_no_recap_is_longer_than_three_segments(
    lines: tuple[LineShown, ...], place: Place, locale: str
) -> None:
    shown = recap(lines, place)
    text = said(Introduced(name="Mme Durand"), shown, locale=locale)
    assert_recap_says_what_binds(text, shown, locale)
    assert segments(text) <= MOST
    if not all(price_of(one, locale) in text for one in lines):
        assert plain("DETALLE" if locale == "es" else "DETAIL") in text


@settings(deadline=None)
@given(lines=baskets(60))
def test_detail_shows_every_line_with_its_price(lines: tuple[LineShown, ...]) -> None:
    for first in range(0, len(lines), 10):
        page = lines[first : first + 10]
        text = said(DetailShown(lines=page, more=max(0, len(lines) - first - 10)))
        assert segments(text) <= MOST
        assert is_plain(text)
        for one in page:
            assert price_of(one, "fr") in text


@settings(deadline=None)
@given(
    choices=st.lists(
        st.sampled_from(saint_aubin().products), min_size=2, max_size=12, unique_by=lambda p: p.sku
    ),
    locale=locales,
)
def test_a_question_is_one_segment_and_says_how_to_answer(
    choices: list[Product], locale: str
) -> None:
    text = said(ProductAsked(text="beurre", choices=tuple(choices)), locale=locale)
    assert is_plain(text)
    assert segments(text) <= CONFIRMATION
    assert plain({"fr": "AUCUN", "en": "NONE", "es": "NINGUNO"}[locale]) in text
    assert "\n1 " in text
    assert plain(choices[0].name) in text


def plain_lines(*skus: str) -> tuple[LineShown, ...]:
    known = saint_aubin().product_by_sku
    products = [p for p in known.values() if p.sku in skus]
    return tuple(line(p, Item(sku=p.sku, qty=Decimal(2))) for p in products)


def test_a_first_contact_with_a_recap_of_three_lines_is_two_segments() -> None:
    lines = plain_lines("baguette", "croissant", "beurre-doux")
    assert len(lines) == 3
    granges = next(p for p in saint_aubin().places if p.name == "Les Granges")
    text = said(Introduced(name="Mme Durand"), recap(lines, granges))
    assert segments(text) == CONFIRMATION
    for word in ("robot", "commandes", "STOP", "obligation de paiement", "OUI", "Les Granges"):
        assert word in text


def test_a_short_recap_is_left_in_full_sentences() -> None:
    granges = next(p for p in saint_aubin().places if p.name == "Les Granges")
    text = said(recap(plain_lines("baguette"), granges))
    assert "Répondez OUI pour commander avec obligation de paiement, ou corrigez." in text


def test_four_butters_are_one_segment() -> None:
    butters = tuple(p for p in saint_aubin().products if p.name.startswith("Beurre"))[:4]
    text = said(ProductAsked(text="beurre", choices=butters))
    assert segments(text) == QUESTION
    for butter in butters:
        assert plain(butter.name) in text


def test_the_order_of_leaving_out_begins_with_the_shops_names() -> None:
    shops = tuple(saint_aubin().shops)
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
        number=OrderNumber(4821), shops=tuple(saint_aubin().shops), total=total, round=run()
    )
    text = said(reply, locale=locale)
    assert segments(text) <= CONFIRMATION
    for word in ("4821", plain(voice(locale).weekday(TUESDAY)), money(total, locale)):
        assert word in text
