"""A week told in words is the week that was meant: said, read, written, the same."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.bot.conversation.catalogue import weekly
from tournee.catalog.folder import fields, read
from tournee.catalog.hours import Hours
from tournee.nlu.days import timetable

NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
BUTCHER = read(Path("villages/saint-aubin")).shop_by_slug["boucherie"]
MONDAY = datetime(2026, 11, 23)  # noqa: DTZ001 - its date alone is used

times = st.lists(st.integers(6 * 4, 22 * 4), min_size=2, max_size=4, unique=True).map(
    lambda quarters: sorted(quarters)[: len(quarters) // 2 * 2]
)
weeks = st.dictionaries(st.integers(0, 6), st.just([]) | times, min_size=1)


def clock(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


def spoken(quarter: int) -> str:
    return f"{quarter // 4}h{quarter % 4 * 15 or ''}"


def written(quarters: list[int]) -> str:
    pairs = zip(quarters[::2], quarters[1::2], strict=True)
    return ",".join(f"{clock(a)}-{clock(b)}" for a, b in pairs) or "off"


def said(day: int, quarters: list[int]) -> str:
    pairs = zip(quarters[::2], quarters[1::2], strict=True)
    hours = " et ".join(f"de {spoken(a)} à {spoken(b)}" for a, b in pairs)
    return f"le {NAMES[day]} {hours}" if hours else f"le {NAMES[day]} fermé"


@given(weeks)
def test_a_week_that_is_told_day_by_day_is_read_as_it_was_meant(week: dict[int, list[int]]) -> None:
    text = ", ".join(said(day, week[day]) for day in sorted(week))
    assert timetable.week(text) == {day: written(quarters) for day, quarters in week.items()}


@given(weeks)
def test_what_is_written_of_a_week_opens_when_it_was_said(week: dict[int, list[int]]) -> None:
    hours = {day: written(quarters) for day, quarters in week.items()}
    text = timetable.rules_of(hours)
    assert fields.hours(text) == text
    opening = Hours.parse(text, ZoneInfo("Europe/Paris"))
    for day in range(7):
        spans = opening.spans(MONDAY.replace(day=23 + day).date())
        shown = ",".join(f"{s.start:%H:%M}-{s.end:%H:%M}" for s in spans)
        assert shown == hours.get(day, "").removesuffix("off")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("ouvert du mardi au samedi de 7h à 13h", "Tu-Sa 07:00-13:00; PH off"),
        ("fermé le mercredi", "Tu,Th-Sa 08:00-12:30,15:30-19:00; PH off"),
        (
            "ouvert le lundi 9h-12h, fermé le mardi",
            "Mo 09:00-12:00; We-Sa 08:00-12:30,15:30-19:00; PH off",
        ),
        ("cerrado los miércoles", "Tu,Th-Sa 08:00-12:30,15:30-19:00; PH off"),
    ],
)
def test_few_days_change_a_week_and_many_are_the_week(text: str, hours: str) -> None:
    assert weekly.told(text, BUTCHER) == hours


@pytest.mark.parametrize(
    "text",
    [
        "fermé lundi",
        "closed on Mondays, tue-sat 9:00-13:00",
        "fermé du 2 au 9 décembre",
        "fermé le lundi 7 décembre",
        "fermé le lundi matin",
        "ouvert dimanche de 9h à 12h",
        "on ferme le samedi à 18h",
        "exceptionnellement ouvert le lundi de 8h à 12h",
        "vous êtes ouverts le lundi ?",
        "2 baguettes le lundi",
        "on se voit le mardi",
    ],
)
def test_single_days_questions_and_talk_are_no_week(text: str) -> None:
    assert weekly.told(text, BUTCHER) is None
