"""A week as people tell it, and cut-offs."""

from datetime import time

import pytest

from tournee.catalog.folder import fields
from tournee.catalog.model import Weekday
from tournee.nlu.days import timetable


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        (
            "mar-sam 7h-13h et 16h-19h, dim 7h-12h30",
            "Tu-Sa 07:00-13:00,16:00-19:00; Su 07:00-12:30",
        ),
        (
            "du mardi au samedi de 7h à 13h, dimanche 7h-12h30",
            "Tu-Sa 07:00-13:00; Su 07:00-12:30",
        ),
        ("tous les jours 8h-20h", "Mo-Su 08:00-20:00"),
        ("8h-20h", "Mo-Su 08:00-20:00"),
        ("lundi fermé, mardi à vendredi 9h-12h", "Mo off; Tu-Fr 09:00-12:00"),
        ("lundi, mercredi et vendredi 9h-12h", "Mo,We,Fr 09:00-12:00"),
        ("samedi au lundi 9h-12h", "Mo,Sa-Su 09:00-12:00"),
        ("vendredi 8h à midi", "Fr 08:00-12:00"),
        ("every day 7am-1pm", "Mo-Su 07:00-13:00"),
        ("tue-sat 7:00-13:00", "Tu-Sa 07:00-13:00"),
        ("martes a sábado 7h-13h", "Tu-Sa 07:00-13:00"),
    ],
)
def test_a_week_becomes_opening_hours(said: str, hours: str) -> None:
    assert timetable.opening_hours(said) == hours
    assert fields.hours(hours) == hours


@pytest.mark.parametrize("said", ["", "quand je veux", "le matin", "à 8h", "25h-30h"])
def test_what_tells_no_hours_gives_none(said: str) -> None:
    assert timetable.opening_hours(said) is None


@pytest.mark.parametrize(
    ("said", "cutoff"),
    [
        ("la veille à 18h", "-1d 18:00"),
        ("l'avant-veille à midi", "-2d 12:00"),
        ("le matin même 7h30", "0d 07:30"),
        ("lundi 18h", "mon 18:00"),
        ("the day before at 6pm", "-1d 18:00"),
        ("la víspera a las 18h", "-1d 18:00"),
    ],
)
def test_a_cutoff_is_a_day_and_a_time(said: str, cutoff: str) -> None:
    assert timetable.cutoff(said) == cutoff
    fields.cutoff(cutoff)


@pytest.mark.parametrize("said", ["18h", "la veille", "plus tard", ""])
def test_half_a_cutoff_is_none(said: str) -> None:
    assert timetable.cutoff(said) is None


def test_days_and_times_are_told_apart() -> None:
    assert timetable.weekdays("mardi et vendredi") == (Weekday.TUE, Weekday.FRI)
    assert timetable.weekdays("du lundi au mercredi") == (Weekday.MON, Weekday.TUE, Weekday.WED)
    assert timetable.times("de 9h30 à 12h") == (time(9, 30), time(12))
