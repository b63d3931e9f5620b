"""Substitutes that are remembered: applied at once, asked about only where they cost more."""

import pytest

from tests.orders.market import Market
from tests.orders.village import BAKER, BAKERY, DURAND, MR_MARTIN, MRS_DURAND, item
from tournee.catalog.model import Sku
from tournee.orders import services
from tournee.orders.errors import NotAllowedError, UnknownProductError
from tournee.orders.events import LineMissing, SubstituteAnswered, SubstituteOffered
from tournee.orders.habits import wish_for
from tournee.orders.model import LineStatus, OrderNumber
from tournee.orders.services.substituting import forget_wishes, note_wish

BAGUETTE, TRADITION = Sku("baguette"), Sku("tradition")


def _missing(market: Market, number: OrderNumber, gone: Sku, instead: Sku) -> tuple[object, ...]:
    return market.do(BAKER, services.report_missing, number, BAKERY, gone, instead)


def test_what_was_wished_and_costs_no_more_is_put_in_at_once(market: Market) -> None:
    market.do(MRS_DURAND, note_wish, DURAND, TRADITION, BAGUETTE, said=True)
    number = market.place(item("tradition", "2"))
    (told,) = _missing(market, number, TRADITION, BAGUETTE)
    assert isinstance(told, SubstituteAnswered)
    assert (told.accepted, told.wished) == (True, True)
    line = market.line(number, 1)
    assert (line.status, line.substitute) == (LineStatus.SUBSTITUTED, BAGUETTE)


def test_what_costs_more_is_asked_about(market: Market) -> None:
    market.do(MRS_DURAND, note_wish, DURAND, BAGUETTE, TRADITION, said=True)
    number = market.place(item("baguette", "2"))
    (told,) = _missing(market, number, BAGUETTE, TRADITION)
    assert isinstance(told, SubstituteOffered)


def test_somebody_who_wants_no_substitutes_is_offered_none(market: Market) -> None:
    market.do(MRS_DURAND, note_wish, DURAND, None, None, said=True)
    number = market.place(item("tradition", "2"), item("tourte", "1"))
    (told,) = _missing(market, number, TRADITION, BAGUETTE)
    assert isinstance(told, LineMissing)


def test_a_word_on_one_product_goes_before_one_on_all(market: Market) -> None:
    market.do(MRS_DURAND, note_wish, DURAND, None, None, said=True)
    market.do(MRS_DURAND, note_wish, DURAND, TRADITION, BAGUETTE, said=True)
    wishes = market.look(lambda p: p.substitutes.of((DURAND,)))
    found = wish_for(wishes, DURAND, TRADITION)
    assert found is not None
    assert found.substitute == BAGUETTE
    other = wish_for(wishes, DURAND, BAGUETTE)
    assert other is not None
    assert other.substitute is None


def test_what_was_learned_gives_way_to_what_was_said(market: Market) -> None:
    market.do(MRS_DURAND, note_wish, DURAND, TRADITION, None, said=True)
    market.do(MRS_DURAND, note_wish, DURAND, TRADITION, BAGUETTE, said=False)
    (wish,) = market.look(lambda p: p.substitutes.of((DURAND,)))
    assert (wish.substitute, wish.said) == (None, True)
    market.do(MRS_DURAND, forget_wishes, DURAND)
    assert market.look(lambda p: p.substitutes.of((DURAND,))) == ()


def test_nobody_wishes_for_another_or_for_what_is_not_sold(market: Market) -> None:
    with pytest.raises(NotAllowedError):
        market.do(MR_MARTIN, note_wish, DURAND, TRADITION, BAGUETTE, said=True)
    with pytest.raises(UnknownProductError):
        market.do(MRS_DURAND, note_wish, DURAND, TRADITION, Sku("piles"), said=True)
