"""Every kind of thing that a file should have held can be said, to each reader in their language."""

import re
from pathlib import Path

import pytest

from tournee.bot.render import expected
from tournee.bot.render.voice import Voice
from tournee.catalog.errors import Fault
from tournee.catalog.expected import Expected, Value, Want
from tournee.catalog.folder import read
from tournee.catalog.model import Channel, Village

ENGLISH = re.compile(
    r"\b(the|such as|of|a|an|with|without|each|once|number|list|line|columns?|text|must|known)\b"
)
MAY_SOUND_ENGLISH = {"fr": frozenset({"a"}), "es": frozenset({"a"})}


@pytest.fixture(scope="module")
def village() -> Village:
    return read(Path("villages/saint-aubin"))


def filled(want: Want) -> Expected:
    names = re.findall(r"%\((\w+)\)s", want.value)
    values: dict[str, Value] = {name: ("xx", "yy") if name == "names" else "zz" for name in names}
    return Expected.of(want, **values)


def voice(locale: str, village: Village) -> Voice:
    return Voice(locale=locale, channel=Channel.TELEGRAM, village=village)


@pytest.mark.parametrize("locale", ["fr", "es"])
@pytest.mark.parametrize("want", Want)
def test_no_english_is_left_in_a_chat_of_another_language(
    want: Want, locale: str, village: Village
) -> None:
    said = expected.expected(filled(want), voice(locale, village))
    english = {found.group() for found in ENGLISH.finditer(said)} - MAY_SOUND_ENGLISH[locale]
    assert not english, said
    assert said != str(filled(want))
    assert "%(" not in said


@pytest.mark.parametrize("want", Want)
def test_the_command_line_says_each_kind_in_english(want: Want) -> None:
    said = str(filled(want))
    assert said
    assert "%(" not in said


def test_a_fault_in_a_chat_names_column_value_and_what_should_stand_there(village: Village) -> None:
    fault = Fault(
        file="products.csv", line=3, column="price", value="abc", expected=Expected(Want.PRICE)
    )
    said = expected.faults((fault,), voice("fr", village))
    assert said == "• prix : « abc » → un prix comme 2,50"


def test_of_many_faults_a_chat_shows_the_first_and_counts_the_rest(village: Village) -> None:
    fault = Fault(file="f", line=1, column="unit", value="x", expected=Expected(Want.UNIT))
    said = expected.faults((fault,) * 12, voice("en", village))
    assert said.count("•") == expected.MOST_SHOWN
    assert said.endswith("… and 2 more")
