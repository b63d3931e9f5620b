"""What an operator answers to each question of '/village', by the rules of the village folder."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tournee.bot.conversation import phone
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.operator import people_words as words
from tournee.bot.conversation.operator.walk import Step, Walk, asked, do, refused
from tournee.bot.conversation.townhall_commands import AddPerson, AddToVillage, SetVillage
from tournee.catalog.folder import fields
from tournee.catalog.model import Place, PlaceSlug, Role, Round, RoundSlug, Shop, ShopSlug
from tournee.catalog.slugs import slug_of
from tournee.nlu.days import timetable
from tournee.nlu.people import Gazetteer
from tournee.nlu.words.tokens import fold, tokenize

if TYPE_CHECKING:
    from tournee.bot.conversation.operator.state import State

LONGEST_SLUG: Final = 40


def _name(state: "State", walk: Walk, text: str, _facts: Facts) -> Turn["State"]:
    name = _text(text)
    return do(state, walk, SetVillage(name=name)) if name else refused(state, walk, text)


def _phone(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    found = phone.find(text, facts.village)
    if found is None:
        return refused(state, walk, text)
    return do(state, walk, SetVillage(phone=found.number))


def _places(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    """A place a line, other names behind a colon: 'Les Granges : le hameau, chemin des Granges'."""
    places: list[Place] = []
    taken: set[str] = {p.slug for p in facts.village.places}
    for line in (part.strip() for part in text.replace(";", "\n").split("\n")):
        name, _, others = line.partition(":")
        known = _text(name)
        if not line:
            continue
        if known is None:
            return refused(state, walk, line)
        slug = slug_of(known, taken)
        taken.add(slug)
        aliases = tuple(a.strip() for a in others.split(",") if a.strip())
        places.append(Place(slug=PlaceSlug(slug), name=known, aliases=aliases))
    if not places:
        return refused(state, walk, text)
    return do(state, walk, AddToVillage(what=tuple(places)))


def _shop_name(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    name = _text(text)
    if name is None:
        return refused(state, walk, text)
    return asked(state, replace(walk, step="shop_hours", name=name), facts)


def _shop_hours(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    try:
        hours = fields.hours(text)
    except fields.ExpectedError:
        hours = timetable.opening_hours(text) or ""
    try:
        hours = fields.hours(hours)
    except fields.ExpectedError:
        return refused(state, walk, text)
    walk = replace(walk, hours=hours)
    if len(facts.village.places) == 1:
        place = facts.village.places[0].slug
        return asked(state, replace(walk, step="shop_phone", place=place), facts)
    return asked(state, replace(walk, step="shop_place"), facts)


def _shop_place(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    place = Gazetteer(facts.village).place([t.norm for t in tokenize(text)])
    if place is None:
        return refused(state, walk, text)
    return asked(state, replace(walk, step="shop_phone", place=place), facts)


def _shop_phone(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    found = phone.find(text, facts.village)
    return shop(state, walk, found.number) if found else refused(state, walk, text)


def shop(state: "State", walk: Walk, number: str | None) -> Turn["State"]:
    new = Shop(
        slug=ShopSlug(slug_of(walk.name)),
        name=walk.name,
        hours=walk.hours,
        place=walk.place,
        phone=number,
    )
    return do(state, walk, AddToVillage(what=(new,)))


def _round_days(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    days = timetable.weekdays(text)
    if not days:
        return refused(state, walk, text)
    walk = replace(walk, step="round_times", days=tuple(map(str, days)), name=text.strip()[:60])
    return asked(state, walk, facts)


def _round_times(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    times = timetable.times(text)
    if len(times) != 2 or times[1] <= times[0]:  # noqa: PLR2004
        return refused(state, walk, text)
    shown = tuple(f"{at:%H:%M}" for at in times)
    return asked(state, replace(walk, step="round_cutoff", times=shown), facts)


def _round_cutoff(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    cutoff = timetable.cutoff(text)
    same_day = cutoff is not None and cutoff.startswith("0d")
    if cutoff is None or (same_day and cutoff.partition(" ")[2] > walk.times[0]):
        return refused(state, walk, text)
    return asked(state, replace(walk, step="round_places", cutoff=cutoff), facts)


def _round_places(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    found = words.at("walk", tokenize(text), 0)
    gazetteer = Gazetteer(facts.village)
    if found is not None and found[1] == "all":
        places: tuple[PlaceSlug, ...] = tuple(p.slug for p in facts.village.places)
    else:
        parts = (p for p in fold(text).replace("\n", ",").replace(" et ", ",").split(","))
        named = (gazetteer.place([t.norm for t in tokenize(part)]) for part in parts)
        places = tuple(dict.fromkeys(p for p in named if p is not None))
    if not places:
        return refused(state, walk, text)
    return asked(state, replace(walk, step="round_capacity", places=places), facts)


def _round_capacity(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    found = words.first("walk", tokenize(text))
    if found is not None and found[2] == "no_limit":
        return round_(state, walk, None, facts)
    figures = "".join(c for c in text if c.isdigit())
    if not figures or not 0 < int(figures) <= fields.MAX_CAPACITY:
        return refused(state, walk, text)
    return round_(state, walk, int(figures), facts)


def round_(state: "State", walk: Walk, capacity: int | None, facts: Facts) -> Turn["State"]:
    days = tuple(fields.weekday(day) for day in walk.days)
    taken: set[str] = {r.slug for r in facts.village.rounds}
    departs, ends = (fields.clock(at) for at in walk.times)
    start = next((s.place for s in facts.village.shops if s.place), walk.places[0])
    new = Round(
        slug=RoundSlug(slug_of("-".join(days), taken)),
        name=f"{walk.name[:1].upper()}{walk.name[1:]}",
        days=days,
        departs=departs,
        ends=ends,
        cutoff=fields.cutoff(walk.cutoff),
        places=walk.places,
        capacity=capacity,
        start=start,
    )
    return do(state, walk, AddToVillage(what=(new,)))


def _driver(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    return _person(state, walk, text, facts, Role.DRIVER)


def _keeper(state: "State", walk: Walk, text: str, facts: Facts) -> Turn["State"]:
    return _person(state, walk, text, facts, Role.SHOPKEEPER)


def _person(state: "State", walk: Walk, text: str, facts: Facts, role: Role) -> Turn["State"]:
    found = phone.find(text, facts.village)
    name = _text((found.rest if found else text).strip(" ,;:"))
    if name is None or not any(c.isalpha() for c in name):
        return refused(state, walk, text)
    shop = walk.shop if role is Role.SHOPKEEPER else None
    number = found.number if found else None
    return do(state, walk, AddPerson(name=name, role=role, shop=shop, phone=number))


def _text(text: str) -> str | None:
    try:
        return fields.text(text.split("\n", maxsplit=1)[0])
    except fields.ExpectedError:
        return None


ANSWERS: Mapping[Step, Callable[["State", Walk, str, Facts], Turn["State"]]] = {
    "name": _name,
    "phone": _phone,
    "places": _places,
    "shop": _shop_name,
    "shops_more": _shop_name,
    "shop_hours": _shop_hours,
    "shop_place": _shop_place,
    "shop_phone": _shop_phone,
    "round": _round_days,
    "rounds_more": _round_days,
    "round_times": _round_times,
    "round_cutoff": _round_cutoff,
    "round_places": _round_places,
    "round_capacity": _round_capacity,
    "driver": _driver,
    "keeper": _keeper,
}
