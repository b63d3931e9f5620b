"""Holidays and hours in a sentence, as OpenStreetMap's syntax keeps them."""

from datetime import UTC, datetime

import pytest

from tournee.bot.conversation.catalogue import hours
from tournee.bot.conversation.catalogue.replies import DaysUnclear
from tournee.bot.conversation.model import Facts
from tournee.catalog.model import Channel, Shop, Village

TUESDAY = datetime(2026, 11, 24, 8, tzinfo=UTC)
USUAL = "Tu-Sa 06:45-13:00,16:00-19:00; Su 06:45-12:30"


@pytest.fixture
def facts(saint_aubin: Village) -> Facts:
    return Facts(now=TUESDAY, village=saint_aubin, channel=Channel.TELEGRAM)


@pytest.fixture
def bakery(saint_aubin: Village) -> Shop:
    return saint_aubin.shop_by_slug["boulangerie"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("fermé du 2 au 9 décembre", "2026 Dec 02-2026 Dec 09 off"),
        ("Fermé demain", "2026 Nov 25 off"),
        ("on est fermé vendredi", "2026 Nov 27 off"),
        ("fermé les 24 et 25 décembre", "2026 Dec 24-2026 Dec 25 off"),
        ("fermé du 24/12 au 2/01", "2026 Dec 24-2027 Jan 02 off"),
        ("en vacances la semaine prochaine", "2026 Nov 30-2026 Dec 06 off"),
        ("closed from 2 to 9 December", "2026 Dec 02-2026 Dec 09 off"),
        ("cerrado mañana", "2026 Nov 25 off"),
        ("ouvert lundi matin exceptionnellement", "2026 Nov 30 06:45-13:00"),
        ("ouvert dimanche de 9h à 12h", "2026 Nov 29 09:00-12:00"),
        ("fermé demain après-midi", "2026 Nov 25 06:45-13:00"),
        ("ouvert lundi", "2026 Nov 30 06:45-13:00,16:00-19:00"),
    ],
)
def test_days_become_one_more_rule(text: str, rule: str, bakery: Shop, facts: Facts) -> None:
    made = hours.changed(text, bakery, facts)
    assert isinstance(made, tuple)
    (change,) = made
    assert change.after == {"hours": f"{USUAL}; {rule}"}


@pytest.mark.parametrize(
    "text",
    [
        "on est fermé demain ?",
        "fermé",
        "j'ai fermé la porte demain",
        "la boutique de Julien est fermée demain je crois",
        "à demain",
        "ok 4821",
        "plus de croissants jusqu'à jeudi",
        "fermé hier",
    ],
)
def test_talk_and_questions_change_no_hours(text: str, bakery: Shop, facts: Facts) -> None:
    assert hours.changed(text, bakery, facts) is None


def test_days_gone_by_are_dropped(bakery: Shop, facts: Facts) -> None:
    past = f"{USUAL}; 2026 Nov 02-2026 Nov 09 off; 2026 Nov 23-2026 Nov 24 off"
    shop = Shop(slug=bakery.slug, name=bakery.name, hours=past)
    made = hours.changed("fermé demain", shop, facts)
    assert isinstance(made, tuple)
    assert made[0].after == {"hours": f"{USUAL}; 2026 Nov 23-2026 Nov 24 off; 2026 Nov 25 off"}


def test_the_syntax_itself_is_checked(bakery: Shop) -> None:
    assert isinstance(hours.set_hours("le soir", bakery), DaysUnclear)
    assert isinstance(hours.set_hours("x" * 300, bakery), DaysUnclear)
    assert hours.set_hours(USUAL, bakery) == ()
