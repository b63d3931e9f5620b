"""When people say that they are at home, in the words of messages."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.catalog.hours import Hours
from tournee.nlu.days import presence

PARIS = ZoneInfo("Europe/Paris")
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("je ne suis là qu'après 17h", "17:00-24:00"),
        ("je suis là le matin seulement", "00:00-12:00"),
        ("je ne suis là que le matin", "00:00-12:00"),
        ("livrez après 17h svp", "17:00-24:00"),
        ("pas avant 10h", "10:00-24:00"),
        ("je suis chez moi de 10h à 12h", "10:00-12:00"),
        ("nous sommes là entre 10h et 12h30", "10:00-12:30"),
        ("je ne suis pas là avant 11h", "11:00-24:00"),
        ("je suis pas là l'après-midi", "00:00-12:00,18:00-24:00"),
        ("personne avant midi", "12:00-24:00"),
        ("je suis là à partir de midi", "12:00-24:00"),
        ("uniquement le soir", "17:00-24:00"),
        ("je suis là toute la journée", presence.ANY_TIME),
        ("I'm only in after 5pm", "17:00-24:00"),
        ("not before 10am please", "10:00-24:00"),
        ("I am out until 11", "11:00-24:00"),
        ("solo estoy en casa por la mañana", "00:00-12:00"),
        ("no antes de las 10h", "10:00-24:00"),
    ],
)
def test_hours_at_home_are_heard(said: str, hours: str) -> None:
    assert presence.heard(said) == hours


@pytest.mark.parametrize(
    "said",
    [
        "",
        "le matin",
        "plutôt l'après-midi",
        "2 baguettes pour mardi matin",
        "livraison mardi matin svp",
        "4 tranches de jambon",
        "je serai absente mardi",
        "je suis là",
        "je suis là à 10h",
        "vous passez entre 10h et 12h ?",
        "6 croissants et c'est tout, je suis là à 17h",
        "pas avant mardi",
        "je suis là après 17h " * 30,
    ],
)
def test_other_messages_say_nothing_of_it(said: str) -> None:
    assert presence.heard(said) is None


def test_who_is_away_on_one_day_is_for_a_person_to_hear() -> None:
    assert presence.heard("je ne suis pas là mardi matin", one_day=True) is None
    assert presence.heard("elle n'est pas là le matin") is None


def test_only_is_about_the_goods_where_there_are_some() -> None:
    assert presence.heard("2 baguettes seulement, le matin", goods=True) is None
    assert presence.heard("2 baguettes, pas avant 10h", goods=True) == "10:00-24:00"


@given(st.text(max_size=80))
def test_no_text_breaks_it_and_all_it_says_are_hours(text: str) -> None:
    hours = presence.heard(f"je suis là {text}")
    if hours is not None:
        Hours.parse(hours, PARIS)


# --- kept ----------------------------------------------------------------------------------------


def _open(hours: str | None, day: date) -> list[tuple[int, int]]:
    spans = Hours.parse(hours or "24/7", PARIS).spans(day)
    return [(span.start.hour, span.end.hour) for span in spans]


def test_what_is_told_of_one_day_leaves_the_others_as_they_were() -> None:
    usual = presence.with_day(None, "17:00-24:00", None)
    once = presence.with_day(usual, "00:00-11:00", TUESDAY)
    assert _open(once, TUESDAY) == [(0, 11)]
    assert _open(once, WEDNESDAY) == [(17, 0)]
    again = presence.with_day(once, "08:00-09:00", TUESDAY)
    assert _open(again, TUESDAY) == [(8, 9)]


def test_all_day_forgets_what_was_kept() -> None:
    assert presence.with_day("17:00-24:00", presence.ANY_TIME, None) is None
    assert _open(presence.with_day("17:00-24:00", presence.ANY_TIME, TUESDAY), TUESDAY) == [(0, 0)]


def test_days_told_one_by_one_do_not_pile_up_for_ever() -> None:
    hours = None
    for day in range(1, 29):
        hours = presence.with_day(hours, "08:00-09:00", date(2026, 12, day))
    assert hours is not None
    assert hours.count(";") <= 12


def test_how_many_there_are_is_no_hour() -> None:
    assert presence.heard("une tranche de jambon par personne, on est 6", goods=True) is None
