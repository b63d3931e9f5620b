"""What a conversation remembers survives the database as JSON, whatever is being asked."""

from datetime import date
from decimal import Decimal

import pytest

from tests.conversation.talk import MONDAY
from tournee.bot.conversation.party import PartyKind
from tournee.bot.conversation.resident.state import (
    Ask,
    AskConfirm,
    AskMove,
    AskName,
    AskOption,
    AskOrder,
    AskPlace,
    AskProduct,
    AskQuantity,
    AskSubstitute,
    AskWeight,
    State,
    Told,
    Vague,
)
from tournee.bot.roles import role_of
from tournee.catalog.model import PlaceSlug, RoundSlug, ShopSlug, Sku
from tournee.catalog.quantity import Money
from tournee.nlu.model import Period
from tournee.orders.model import Beneficiary, Item, OrderNumber

NUMBER, SHOP, SKU = OrderNumber(4821), ShopSlug("boulangerie"), Sku("baguette")
ITEM = Item(sku=SKU, qty=Decimal("0.300"), options=("-olives",))
VAGUE = Vague(text="du beurre", skus=(Sku("a"), Sku("b")), qty=Decimal(3))
DAY = date(2026, 11, 24)
ASKS: tuple[Ask, ...] = (
    AskProduct(vague=VAGUE),
    AskOption(item=ITEM, codes=("petite", "grande")),
    AskQuantity(item=ITEM),
    AskPlace(places=(PlaceSlug("le-bourg"),)),
    AskName(),
    AskConfirm(seal="baguette"),
    AskSubstitute(number=NUMBER, shop=SHOP, sku=SKU, substitute=Sku("ficelle")),
    AskWeight(
        number=NUMBER, shop=SHOP, sku=SKU, weight=Decimal("0.7"), total=Money(amount=Decimal(5))
    ),
    AskMove(number=NUMBER, round=RoundSlug("mardi"), date=DAY),
    AskOrder(numbers=(NUMBER,), days=(DAY,)),
)


@pytest.mark.parametrize("asked", ASKS, ids=lambda ask: ask.kind)
def test_a_state_is_the_same_after_json(asked: Ask) -> None:
    state = State(
        wants=(ITEM, VAGUE),
        asked=asked,
        asides=(AskMove(number=NUMBER, round=RoundSlug("mardi"), date=DAY),),
        day=DAY,
        period=Period.EVENING,
        beneficiary=Beneficiary(name="Odette Martin"),
        told=Told(what="place", number=NUMBER, at=MONDAY),
        with_person_until=MONDAY,
    )
    role = role_of(PartyKind.RESIDENT)
    assert role.load(role.dump(state)) == state
