"""The words of commands about people: which field, which role, which language (`townhall.yml`)."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from tournee.bot.conversation import phone, positions
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.townhall_events import Unfit
from tournee.catalog.folder import fields
from tournee.catalog.model import Role, ShopSlug
from tournee.nlu.days import presence, timetable
from tournee.nlu.people import Gazetteer
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import Token, tokenize

CONSENT: Final = "announcements"
"""The one field that is no field of a person's entry."""


@lru_cache(maxsize=8)
def _words(section: str) -> Phrases[str]:
    words: Phrases[str] = Phrases()
    for locale in LOCALES:
        for key, spoken in load_words(locale, "townhall")[section].items():
            for phrase in spoken:
                words.add(phrase, key)
    return words


def at(section: str, tokens: Sequence[Token], i: int) -> tuple[int, str] | None:
    """Return the longest phrase of a section that stands at a token: its end and its key."""
    found = _words(section).at(tokens, i)
    return found[0] if found else None


def first(section: str, tokens: Sequence[Token], start: int = 0) -> tuple[int, int, str] | None:
    """Return the first phrase of a section: where it starts, its end, its key."""
    for i in range(start, len(tokens)):
        if found := at(section, tokens, i):
            return i, *found
    return None


# --- fields --------------------------------------------------------------------------------------


def fields_of(text: str) -> Iterator[tuple[str, str]]:
    """Read 'place Les Granges', several of them on lines of their own or behind a semicolon."""
    for part in text.replace(";", "\n").split("\n"):
        tokens = tokenize(part)
        found = at("person_fields", tokens, 0)
        if found is not None:
            end, key = found
            yield key, part[tokens[end - 1].end :].strip(" :,=")
        elif part.strip():
            yield "", part.strip()


def before_field(text: str) -> tuple[str, str]:
    """Split 'Durand place Les Granges' into who and what."""
    tokens = tokenize(text)
    found = first("person_fields", tokens, 1)
    if found is None:
        return text, ""
    start = tokens[found[0]].start
    return text[:start].strip(" :,;\n"), text[start:]


def value_of(key: str, text: str, facts: Facts) -> str | Unfit | None:
    """Return what a field shall hold, by the rules of the folder; None empties it."""
    if not text or at("nothing_there", tokenize(text), 0) is not None:
        return Unfit(field=key, value=text) if key == "name" else None
    match key:
        case "place":
            place = Gazetteer(facts.village).place([t.norm for t in tokenize(text)])
            return place or Unfit(field=key, value=text)
        case "phone" | "whatsapp":
            number = phone.find(text, facts.village)
            return number.number if number else Unfit(field=key, value=text)
        case "door":
            return _door(text, facts)
        case "hours":
            return _hours(text)
        case "locale":
            found = first("languages", tokenize(text))
            known = found is not None and found[2] in facts.village.settings.locales
            return found[2] if found and known else Unfit(field=key, value=text)
        case "announcements":
            found = first("yes_no", tokenize(text))
            return found[2] if found else Unfit(field=key, value=text)
    try:
        return fields.text(text)
    except fields.ExpectedError:
        return Unfit(field=key, value=text[:80])


def _door(text: str, facts: Facts) -> str | Unfit:
    """Return a position as `Person.door` has it, from figures or a map's link."""
    here = positions.read(text, facts.village)
    if here is None:
        return Unfit(field="door", value=text[:80])
    if here.far:
        return Unfit(field="door", value=str(round(here.km)), expected="far")
    return f"{here.point.lat:.5f}, {here.point.lon:.5f}"


def _hours(text: str) -> str | Unfit | None:
    """Return when somebody is at home: 'après 17h', 'mardi et jeudi 9h-12h'; None is any time."""
    said = timetable.opening_hours(text) if timetable.weekdays(text) else presence.read(text)
    if said == presence.ANY_TIME:
        return None
    try:
        return fields.hours(said or text)
    except fields.ExpectedError:
        return Unfit(field="hours", value=text[:80])


# --- roles ---------------------------------------------------------------------------------------


def role_of(text: str, facts: Facts) -> tuple[Role | None, ShopSlug | None]:
    """Return the role that a text names, and the shop of a shopkeeper."""
    tokens = tokenize(text)
    found = first("role_names", tokens)
    shops = Gazetteer(facts.village).shops([t.norm for t in tokens])
    shop = shops[0] if len(set(shops)) == 1 else None
    if found is None:
        return (Role.SHOPKEEPER if shop else None), shop
    return Role(found[2]), shop


def before_role(text: str) -> tuple[str, str]:
    """Split 'Luc Martin livreur' into who and which role."""
    tokens = tokenize(text)
    found = first("role_names", tokens, 1)
    if found is None:
        return text, ""
    start = tokens[found[0]].start
    return text[:start].strip(" :,;\n"), text[start:]
