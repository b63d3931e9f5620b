"""What residents say of their door and their hours, and of rounds that go another time."""

from datetime import date

import pytest

from tests.conversation.talk import Talk
from tournee.bot.conversation.commands import UpdatePerson
from tournee.bot.conversation.events import Located
from tournee.catalog.model import PersonSlug, RoundSlug
from tournee.orders.events import WaitMoved

FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)


def told(talk: Talk) -> list[UpdatePerson]:
    return [c for c in talk.commands if isinstance(c, UpdatePerson)]


def test_a_position_that_is_shared_is_the_door(talk: Talk) -> None:
    text = talk.hears(Located(lat=46.8899, lon=3.4305))
    assert "le livreur trouvera votre porte" in text
    assert told(talk) == [UpdatePerson(lat=46.8899, lon=3.4305)]


@pytest.mark.parametrize(
    ("lat", "lon", "why"),
    [
        (48.8566, 2.3522, "trop loin du village (231 km)"),
        (3.4305, 46.8899, "trop loin du village"),
        (46.8557, 3.3742, "de votre adresse (Les Granges)"),
    ],
    ids=["another town", "turned", "another hamlet"],
)
def test_a_position_that_can_t_be_the_door_is_not_noted(
    talk: Talk, lat: float, lon: float, why: str
) -> None:
    assert why in talk.hears(Located(lat=lat, lon=lon))
    assert told(talk) == []


def test_hours_beside_goods_are_noted_and_the_goods_ordered(talk: Talk) -> None:
    text = talk.says("2 baguettes pour mardi, pas avant 11h")
    assert "vous êtes chez vous à partir de 11h" in text
    assert "2 × Baguette" in text
    assert told(talk)[0].hours == "24/7; 2026 Nov 24 11:00-24:00"


def test_hours_for_somebody_else_are_not_ones_own(talk: Talk) -> None:
    talk.says("c'est pour ma mère Odette Martin à la Croix : 1 pain de campagne, pas avant 10h")
    assert all(c.hours is None for c in told(talk))


def test_who_waits_for_a_round_hears_when_it_goes_now(talk: Talk) -> None:
    talk.says("2 baguettes pour mardi")
    talk.says("oui")
    number = talk.orders[0].number
    moved = WaitMoved(
        resident=PersonSlug("durand"),
        number=number,
        round=RoundSlug("vendredi-matin"),
        date=FRIDAY,
        to=SATURDAY,
    )
    text = talk.hears(moved)
    assert "que vous attendez est déplacée" in text
    assert f"la commande {number} reste comme elle est" in text
    off = WaitMoved(resident=moved.resident, number=number, round=moved.round, date=FRIDAY)
    assert "n'aura pas lieu" in talk.hears(off)
