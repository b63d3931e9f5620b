"""The number, unit and day words of every language have the same shape."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from tournee.nlu.quantity.amounts import Measure
from tournee.nlu.words.phrases import LOCALES, load_words

Words = list[str]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Numbers(Shape):
    indefinite: Words
    cardinals: dict[str, Words]
    ordinals: dict[str, Words]
    alone: Words
    suffixes: Words
    joiners: Words
    join: Words
    decimal: Words
    fractions: dict[str, Words]
    plus: Words
    articles: Words
    collectives: dict[str, Words]
    rounded: dict[str, Words]
    praise: Words
    about: Words
    range_: Words = Field(alias="range")
    between: Words
    between_and: Words
    select: Words
    shy: Words
    minus: Words


class Units(Shape):
    measures: dict[str, dict[str, Words]]
    money: dict[str, dict[str, Words]]
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
    after: Words
    purposes: Words = Field(alias="for")


class Dates(Shape):
    weekdays: dict[str, Words]
    weak: Words
    shy: Words
    months: dict[str, Words]
    days: dict[str, Words]
    periods: dict[str, Words]
    today_periods: dict[str, Words]
    weekday_after: dict[str, Words]
    weekday_before: dict[str, Words]
    weeks: dict[str, Words]
    weekends: dict[str, Words]
    relative_months: dict[str, Words]
    week_edges: dict[str, Words]
    week_stretches: dict[str, Words]
    last_night: Words
    last: Words
    beside: dict[str, Words]
    away: dict[str, Words]
    count_before: Words
    count_after: Words
    ago_before: Words
    ago_after: Words
    units: dict[str, Words]
    feasts: dict[str, Words]
    easter: dict[str, Words]
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
    past_minutes: dict[str, Words]
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
    shape.model_validate(load_words(locale, name))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_weekday_and_every_month_has_a_name(locale: str) -> None:
    data = load_words(locale, "dates")
    assert list(data["weekdays"]) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert list(data["months"]) == [str(month) for month in range(1, 13)]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", ["numbers", "units", "dates"])
def test_no_word_is_empty_or_holds_a_comma(locale: str, name: str) -> None:
    assert not [
        word for word in _words(load_words(locale, name)) if not word.strip() or "," in word
    ]


def _words(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _words(value)
    elif isinstance(node, list):
        yield from node


@pytest.mark.parametrize("locale", LOCALES)
def test_every_measure_is_a_known_unit_and_an_exact_number(locale: str) -> None:
    data = load_words(locale, "units")
    for unit, sizes in (data["measures"] | data["money"]).items():
        assert Measure(unit)
        assert all(Decimal(size) > 0 for size in sizes)
