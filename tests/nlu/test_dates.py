"""Days and times of day. It is Monday 23 November 2026, nine in the morning, in Paris."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.nlu.days import dates
from tournee.nlu.days.dates import DaySpan
from tournee.nlu.model import Period
from tournee.nlu.words.tokens import tokenize

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=PARIS)
TODAY = MONDAY.date()


def spans(text: str, now: datetime = MONDAY, locale: str | None = None) -> tuple[DaySpan, ...]:
    return dates.spans(tokenize(text), now, PARIS, locale)


def longest(text: str, now: datetime = MONDAY, locale: str | None = None) -> DaySpan:
    return max(spans(text, now, locale), key=lambda s: (s.end - s.start, -s.start))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("aujourd'hui", 0),
        ("ajd", 0),
        ("demain", 1),
        ("pr dem1", 1),
        ("2main", 1),
        ("après-demain", 2),
        ("hier", -1),
        ("avant-hier", -2),
        ("tomorrow", 1),
        ("the day after tomorrow", 2),
        ("pasado mañana", 2),
        ("dans 3 jours", 3),
        ("dans une semaine", 7),
        ("dans huit jours", 7),
        ("dans quinze jours", 14),
        ("in 2 days", 2),
        ("dentro de 3 días", 3),
        ("il y a 2 jours", -2),
        ("3 days ago", -3),
    ],
)
def test_a_relative_day_is_counted_from_today(text: str, day: int) -> None:
    assert longest(text).day == TODAY + timedelta(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mardi", date(2026, 11, 24)),
        ("vendredi: 4 maquereaux", date(2026, 11, 27)),
        ("jeudi", date(2026, 11, 26)),
        ("mardi prochain", date(2026, 11, 24)),
        ("mardi en huit", date(2026, 12, 1)),
        ("mardi en quinze", date(2026, 12, 8)),
        ("mardi de la semaine prochaine", date(2026, 12, 1)),
        ("mardi dernier", date(2026, 11, 17)),
        ("next Friday", date(2026, 12, 4)),
        ("this Friday", date(2026, 11, 27)),
        ("on Friday", date(2026, 11, 27)),
        ("el viernes", date(2026, 11, 27)),
        ("mecredi", date(2026, 11, 25)),
        ("vendrdi", date(2026, 11, 27)),
        ("dimenche", date(2026, 11, 29)),
        ("wensday", date(2026, 11, 25)),
    ],
)
def test_a_weekday_is_the_next_one(text: str, day: date) -> None:
    named = [s for s in spans(text) if not s.weak]
    assert max(named, key=lambda s: s.end - s.start).day == day


def test_the_weekday_of_today_is_a_week_away() -> None:
    assert longest("lundi").day == TODAY + timedelta(7)
    assert longest("lundi en huit").day == TODAY + timedelta(7)
    assert longest("ce lundi").day == TODAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("le 24", date(2026, 11, 24)),
        ("le 23", date(2026, 11, 23)),
        ("le 2", date(2026, 12, 2)),
        ("le 24 décembre", date(2026, 12, 24)),
        ("24/12", date(2026, 12, 24)),
        ("le 24/12/2026", date(2026, 12, 24)),
        ("24.12.26", date(2026, 12, 24)),
        ("2026-12-24", date(2026, 12, 24)),
        ("le 1er décembre", date(2026, 12, 1)),
        ("mardi 24 novembre", date(2026, 11, 24)),
        ("mardi 24", date(2026, 11, 24)),
        ("samedi 28 à 10h", date(2026, 11, 28)),
        ("December 24th", date(2026, 12, 24)),
        ("the 24th of December", date(2026, 12, 24)),
        ("el 24 de diciembre", date(2026, 12, 24)),
        ("le 10 janvier", date(2027, 1, 10)),
        ("le 20 novembre", date(2026, 11, 20)),
        ("le 29 février 2028", date(2028, 2, 29)),
        ("le premier samedi de décembre", date(2026, 12, 5)),
        ("le lendemain de Noël", date(2026, 12, 26)),
    ],
)
def test_a_date_is_the_coming_one_unless_it_has_just_gone_by(text: str, day: date) -> None:
    assert longest(text).day == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Noël", date(2026, 12, 25)),
        ("le réveillon", date(2026, 12, 24)),
        ("le réveillon de noel", date(2026, 12, 24)),
        ("le réveillon du 31", date(2026, 12, 31)),
        ("pour la saint sylvestre le 31", date(2026, 12, 31)),
        ("Christmas Eve", date(2026, 12, 24)),
        ("For Xmas Eve", date(2026, 12, 24)),
        ("Nochebuena el 24", date(2026, 12, 24)),
        ("Nochevieja", date(2026, 12, 31)),
        ("Pâques", date(2027, 3, 28)),
        ("lundi de Pâques", date(2027, 3, 29)),
        ("la fête des mères", date(2027, 5, 30)),
        ("jour de l'an", date(2027, 1, 1)),
    ],
)
def test_a_feast_is_the_coming_one(text: str, day: date) -> None:
    assert longest(text).day == day


@pytest.mark.parametrize(
    ("text", "day", "period"),
    [
        ("ce soir", 0, Period.EVENING),
        ("ce matin", 0, Period.MORNING),
        ("ce midi", 0, Period.AFTERNOON),
        ("demain matin", 1, Period.MORNING),
        ("dem1 mat1", 1, Period.MORNING),
        ("mardi aprem", 1, Period.AFTERNOON),
        ("mercredi dans la soirée", 2, Period.EVENING),
        ("le 24 après midi", 1, Period.AFTERNOON),
        ("demain vers 11h", 1, Period.MORNING),
        ("demain à 14h30", 1, Period.AFTERNOON),
        ("tomorrow morning", 1, Period.MORNING),
        ("tonight", 0, Period.EVENING),
        ("mañana por la mañana", 1, Period.MORNING),
        ("mañana por la tarde", 1, Period.AFTERNOON),
        ("esta noche", 0, Period.EVENING),
        ("demain en fin de matinée", 1, Period.MORNING),
        ("le 24 au soir", 1, Period.EVENING),
    ],
)
def test_a_day_and_a_part_of_it_are_one_span(text: str, day: int, period: Period) -> None:
    span = longest(text)
    assert (span.day, span.period) == (TODAY + timedelta(day), period)


@pytest.mark.parametrize(
    ("text", "hour", "period"),
    [
        ("14h30", time(14, 30), Period.AFTERNOON),
        ("vers 11h", time(11), Period.MORNING),
        ("à midi", time(12), Period.AFTERNOON),
        ("midi et demi", time(12, 30), Period.AFTERNOON),
        ("à 3 heures", time(15), Period.AFTERNOON),
        ("8h du soir", time(20), Period.EVENING),
        ("8 heures du matin", time(8), Period.MORNING),
        ("at 3pm", time(15), Period.AFTERNOON),
        ("half past ten", time(10, 30), Period.MORNING),
        ("a las tres y media", time(15, 30), Period.AFTERNOON),
        ("10:30", time(10, 30), Period.MORNING),
    ],
)
def test_an_hour_has_its_part_of_the_day_but_no_day(text: str, hour: time, period: Period) -> None:
    span = longest(text)
    assert (span.day, span.hour, span.period) == (None, hour, period)


def test_before_noon_is_the_morning() -> None:
    assert longest("avant 12h").period is Period.MORNING
    assert longest("avant 12h").bound == "before"


def test_hours_can_be_a_stretch() -> None:
    for text in ("de 9h à 12h", "9h-12h", "entre 9h et 12h", "between 9am and 12pm"):
        span = longest(text)
        assert (span.hour, span.until) == (time(9), time(12)), text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("ce week-end", date(2026, 11, 28), date(2026, 11, 29)),
        ("la semaine prochaine", date(2026, 11, 30), date(2026, 12, 6)),
        ("du 24 au 26", date(2026, 11, 24), date(2026, 11, 26)),
        ("du 13 au 15 décembre", date(2026, 12, 13), date(2026, 12, 15)),
        ("en début de semaine prochaine", date(2026, 11, 30), date(2026, 12, 1)),
    ],
)
def test_a_stretch_of_days_has_both_ends(text: str, first: date, last: date) -> None:
    span = longest(text)
    assert (span.day, span.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "bound"),
    [("d'ici jeudi", "before"), ("avant jeudi", "before"), ("à partir de jeudi", "after")],
)
def test_a_limit_is_told_from_a_day(text: str, bound: str) -> None:
    assert longest(text).bound == bound
    assert longest(text).day == date(2026, 11, 26)


@pytest.mark.parametrize("text", ["le 12 mois râpé", "vendredi 4 maquereaux", "3 mars", "la mer"])
def test_words_that_are_more_often_something_else_are_weak(text: str) -> None:
    assert longest(text, locale="fr").weak


def test_a_phrase_that_is_a_day_is_no_limit() -> None:
    assert {(s.day, s.bound) for s in spans("après demain")} == {(date(2026, 11, 25), None)}


def test_a_purpose_before_a_date_leaves_no_doubt() -> None:
    assert not longest("pour le 24").weak
    assert not longest("pour sam").weak


def test_other_languages_short_words_are_no_days() -> None:
    assert not spans("mon mari a le soleil", locale="fr")
    assert spans("on mon", locale="en")


def test_the_day_is_the_villages_own() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert longest("demain", late).day == date(2026, 11, 25)
    assert longest("ce soir", late).day == date(2026, 11, 24)


def test_days_are_counted_by_the_calendar_when_the_clocks_change() -> None:
    before_winter = datetime(2026, 10, 24, 23, 30, tzinfo=PARIS)
    assert longest("demain", before_winter).day == date(2026, 10, 25)
    assert longest("dans 2 jours", before_winter).day == date(2026, 10, 26)
    before_summer = datetime(2027, 3, 27, 23, 30, tzinfo=PARIS)
    assert longest("demain matin", before_summer).day == date(2027, 3, 28)


def test_an_hour_after_a_day_may_be_a_limit() -> None:
    span = longest("jeudi après 17h")
    assert (span.day, span.hour, span.bound) == (date(2026, 11, 26), time(17), "after")
    assert longest("jeudi pas avant 10h").bound == "after"
    assert longest("jeudi avant midi").period is Period.MORNING


def test_a_telephone_number_is_no_date() -> None:
    assert not spans("mon numéro 06 12 34 56 78")
    assert not spans("05.59.00.12.44")


WORDS = st.lists(
    st.sampled_from(
        [
            "mardi",
            "lundi",
            "en",
            "huit",
            "prochain",
            "le",
            "24",
            "12",
            "décembre",
            "/",
            "-",
            "31/2",
            "24/12/26",
            "30",
            "février",
            ".",
            "demain",
            "matin",
            "à",
            "vers",
            "14",
            "h",
            "30",
            ":",
            "midi",
            "et",
            "quart",
            "moins",
            "ce",
            "soir",
            "semaine",
            "la",
            "dans",
            "jours",
            "3",
            "d'",
            "ici",
            "avant",
            "noël",
            "2027",
            "du",
            "au",
            "entre",
            "next",
            "friday",
            "of",
            "the",
            "month",
            "last",
            "mañana",
            "por",
            "pasado",
            "a",
            "las",
            "feb13",
            "2100",
            "0",
            "00",
            "99",
        ]
    ),
    max_size=25,
).map(" ".join)
NOWS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))  # noqa: DTZ001


@given(st.one_of(st.text(max_size=80), WORDS), NOWS, st.sampled_from([None, "fr", "en", "es"]))
def test_nothing_raises_and_every_span_lies_within_the_message(
    text: str, now: datetime, locale: str | None
) -> None:
    tokens = tokenize(text)
    found = dates.spans(tokens, now, PARIS, locale)
    assert all(0 <= s.start < s.end <= len(tokens) for s in found)
    assert all(s.day or s.hour or s.period for s in found)
    assert all(s.last is None or (s.day is not None and s.last > s.day) for s in found)
