"""The number, unit and day words of every language have the same shape."""

import time

import pytest
from pydantic import BaseModel, ConfigDict, Field

from tournee.nlu.phrases import LOCALES, load

Words = list[str]


class Shape(BaseModel):
    """Strict: an unquoted `on` or `no` is a truth value to YAML, and no word."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Numbers(Shape):
    indefinite: Words
    cardinals: dict[int, Words]
    ordinals: dict[int, Words]
    alone: Words
    suffixes: Words
    joiners: Words
    join: list[int]
    decimal: Words
    fractions: dict[str, Words]
    plus: Words
    articles: Words
    collectives: dict[int, Words]
    rounded: dict[int, Words]
    praise: Words
    about: Words
    range_: Words = Field(alias="range")
    between: Words
    between_and: Words
    select: Words
    shy: Words


class Measure(Shape):
    unit: str
    per: str
    forms: Words


class Units(Shape):
    measures: list[Measure]
    money: list[Measure]
    bare: Words
    and_half: Words
    and_quarter: Words
    of: Words
    packs: dict[str, Words]
    sizes: Words
    at_most: Words
    at_least: Words
    shy: Words
    guarded: Words
    purposes: Words = Field(alias="for")


class Dates(Shape):
    weekdays: dict[str, Words]
    weak: Words
    shy: Words
    months: dict[int, Words]
    days: dict[int, Words]
    periods: dict[str, Words]
    today_periods: dict[str, Words]
    weekday_after: dict[str, Words]
    weekday_before: dict[str, Words]
    weeks: dict[int, Words]
    weekends: dict[int, Words]
    relative_months: dict[int, Words]
    week_edges: dict[str, Words]
    week_stretches: dict[str, Words]
    last_night: Words
    last: Words
    beside: dict[int, Words]
    away: dict[int, Words]
    count_before: Words
    count_after: Words
    ago_before: Words
    ago_after: Words
    units: dict[str, Words]
    feasts: dict[str, Words]
    easter: dict[int, Words]
    nth: dict[str, Words]
    feast_evening: Words
    article: Words
    month_of: Words
    hour_words: Words
    clock_at: Words
    noon: Words
    midnight: Words
    quarter: Words
    half: Words
    to: Words
    to_quarter: Words
    past: Words
    today_noon: Words
    past_minutes: dict[int, Words]
    until: Words
    morning_marks: Words
    afternoon_marks: Words
    evening_marks: Words
    before: Words
    after: Words
    range_: Words = Field(alias="range")
    between: Words
    between_and: Words
    glue: Words
    wishes: Words = Field(alias="for")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("name", "shape"), [("numbers", Numbers), ("units", Units), ("dates", Dates)]
)
def test_a_file_holds_what_its_readers_ask_for_and_no_more(
    locale: str, name: str, shape: type[Shape]
) -> None:
    shape.model_validate(load(locale, name))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_weekday_and_every_month_has_a_name(locale: str) -> None:
    data = load(locale, "dates")
    assert list(data["weekdays"]) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert list(data["months"]) == list(range(1, 13))


def test_all_words_are_loaded_in_a_moment() -> None:
    began = time.process_time()
    for locale in LOCALES:
        for name in ("numbers", "units", "dates"):
            load(locale, name)
    assert time.process_time() - began < 0.25
