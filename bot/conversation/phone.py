"""Telephone numbers in running text, as people of a country write them: '06 39 98 00 44'."""

from dataclasses import dataclass
from typing import Final

from tournee.catalog.model import Village

_REGIONS: Final = {"fr": "FR", "es": "ES", "en": "GB"}
LONGEST: Final = 400
"""Characters of a text that are searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A telephone number that stands in a text."""

    number: str
    """E.164."""
    rest: str
    """The text without it."""


def find(text: str, village: Village) -> Found | None:
    """Return the first number of a text; one without a country's code is the village's own."""
    if sum(c.isdigit() for c in text) < 6:  # noqa: PLR2004 - no number is shorter
        return None
    import phonenumbers  # noqa: PLC0415 - a fifth of a second that most messages do without

    text = text[:LONGEST]
    region = _region(village)
    matcher = phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE)
    match = next(iter(matcher), None)
    if match is None:
        return None
    number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    rest = f"{text[: match.start]} {text[match.end :]}"
    return Found(number=number, rest=" ".join(rest.split()))


def _region(village: Village) -> str:
    import phonenumbers  # noqa: PLC0415

    locale = village.settings.locales[0].partition("-")[0]
    usual = _REGIONS.get(locale, "FR")
    own = village.settings.phone
    if own is None:
        return usual
    try:
        found = phonenumbers.region_code_for_number(phonenumbers.parse(own))
    except phonenumbers.NumberParseException:
        return usual
    return found or usual


def spoken(number: str) -> str:
    """Write a French number in pairs, as it is read aloud; others as they are."""
    if number.startswith("+33") and len(number) == 12:  # noqa: PLR2004
        national = f"0{number[3:]}"
        return " ".join(national[i : i + 2] for i in range(0, 10, 2))
    return number
