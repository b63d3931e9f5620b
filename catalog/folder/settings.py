"""`village.toml`: the village, its shops, places, rounds and people."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import TypeVar

from tournee.catalog.expected import Want
from tournee.catalog.folder import fields
from tournee.catalog.folder.faults import FaultLog
from tournee.catalog.folder.geography import swapped
from tournee.catalog.folder.toml import Document, Table, read_document
from tournee.catalog.model import (
    QUIET,
    Channel,
    Cutoff,
    OnHolidays,
    Person,
    PersonSlug,
    Place,
    PlaceKind,
    PlaceSlug,
    Role,
    Round,
    RoundSlug,
    Settings,
    Shop,
    ShopSlug,
    VillageSlug,
)

T = TypeVar("T")

FILE = "village.toml"
KEYS = {
    "village": (
        "slug",
        "name",
        "timezone",
        "currency",
        "locales",
        "phone",
        "telegram",
        "holidays",
        "quiet",
        "tab_limit",
    ),
    "shops": ("slug", "name", "hours", "place", "phone", "lead", "tab_limit"),
    "places": ("slug", "name", "aliases", "lat", "lon", "kind"),
    "rounds": (
        *("slug", "name", "days", "departs", "ends", "cutoff", "places", "capacity", "start"),
        *("crates", "holidays"),
    ),
    "people": (
        *("slug", "role", "name", "shop", "phone", "whatsapp", "telegram"),
        *("place", "address", "locale", "note", "lat", "lon", "hours", "barred"),
    ),
}
MIDNIGHT = time()


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What `village.toml` holds; `shop_slugs` names faulty shops too."""

    settings: Settings
    shops: tuple[Shop, ...]
    places: tuple[Place, ...]
    rounds: tuple[Round, ...]
    people: tuple[Person, ...]
    shop_slugs: frozenset[str]


def read_settings(path: Path, log: FaultLog) -> Described | None:
    """All that the file describes; None where it can't be read at all."""
    document = read_document(path, log)
    if document is None:
        return None
    document.check_names(tuple(KEYS))
    shops, places = document.slugs("shops"), document.slugs("places")
    settings = _settings(document.table("village"))
    known = _places(_tables(document, "places"), settings.timezone)
    inhabitants = _tables(document, "people")
    people = _people(inhabitants, shops, places)
    _check_turned(inhabitants, people, known, settings.timezone)
    return Described(
        settings=settings,
        shops=tuple(
            _shop(table, places, settings.currency) for table in _tables(document, "shops")
        ),
        places=known,
        rounds=tuple(_round(table, places) for table in _tables(document, "rounds")),
        people=people,
        shop_slugs=shops,
    )


def _tables(document: Document, name: str) -> list[Table]:
    """The tables of a name, checked for unknown keys and slugs met twice."""
    lines: dict[object, int] = {}
    tables = list(document.tables(name))
    for table in tables:
        table.check_keys(KEYS[name])
        slug = table.values.get("slug")
        if isinstance(slug, str) and (line := lines.setdefault(slug, table.line)) != table.line:
            table.fault("slug", Want.OWN_SLUG, line=line)
    return tables


def _settings(table: Table | None) -> Settings:
    if table is None:
        return Settings(slug=VillageSlug(""), name="")
    table.check_keys(KEYS["village"])
    return Settings(
        slug=VillageSlug(table.read("slug", fields.slug, "")),
        name=table.read("name", fields.text, ""),
        timezone=table.may("timezone", fields.zone, "Europe/Paris"),
        currency=table.may("currency", fields.currency, "EUR"),
        locales=table.may("locales", fields.filled(fields.locale), ("fr",)),
        phone=table.may_none("phone", fields.phone),
        telegram=table.may_none("telegram", fields.telegram_name),
        holidays=table.may_none("holidays", fields.calendar),
        quiet=table.may("quiet", fields.quiet, QUIET),
        tab_limit=table.may_none("tab_limit", fields.money(_currency(table))),
    )


def _currency(table: Table) -> str:
    """The village's currency; a fault in it is noted where it is read itself."""
    found = table.values.get("currency")
    return found if isinstance(found, str) else "EUR"


def _shop(table: Table, places: Collection[str], currency: str) -> Shop:
    return Shop(
        slug=ShopSlug(table.read("slug", fields.slug, "")),
        name=table.read("name", fields.text, ""),
        hours=table.read("hours", fields.hours, ""),
        place=table.may_none("place", _place_in(places)),
        phone=table.may_none("phone", fields.phone),
        lead=table.may_none("lead", fields.whole),
        tab_limit=table.may_none("tab_limit", fields.money(currency)),
    )


def _places(tables: Sequence[Table], timezone: str) -> tuple[Place, ...]:
    places = tuple(
        Place(
            slug=PlaceSlug(table.read("slug", fields.slug, "")),
            name=table.read("name", fields.text, ""),
            aliases=table.may("aliases", fields.texts, ()),
            lat=table.may_none("lat", fields.latitude),
            lon=table.may_none("lon", fields.longitude),
            kind=table.may("kind", fields.place_kind, PlaceKind.PLACE),
        )
        for table in tables
    )
    _check_turned(tables, places, places, timezone)
    return places


def _check_turned(
    tables: Sequence[Table],
    found: Sequence[Place | Person],
    places: Sequence[Place],
    timezone: str,
) -> None:
    for n in swapped(found, places, timezone):
        shown = f"{found[n].lat}, {found[n].lon}"
        tables[n].fault("lat", Want.NOT_TURNED, shown)


def _round(table: Table, places: Collection[str]) -> Round:
    place = _place_in(places)
    found = Round(
        slug=RoundSlug(table.read("slug", fields.slug, "")),
        name=table.read("name", fields.text, ""),
        days=table.read("days", fields.filled(fields.weekday), ()),
        departs=table.read("departs", fields.clock, MIDNIGHT),
        ends=table.read("ends", fields.clock, time.max),
        cutoff=table.read("cutoff", fields.cutoff, Cutoff(at=MIDNIGHT, days_before=1)),
        places=table.read("places", fields.filled(place), ()),
        capacity=table.may_none("capacity", fields.capacity),
        start=table.may_none("start", place),
        crates=table.may_none("crates", fields.capacity),
        on_holidays=table.may("holidays", fields.on_holidays, OnHolidays.OFF),
    )
    if found.ends <= found.departs:
        table.fault("ends", Want.AFTER_DEPARTURE, at=f"{found.departs:%H:%M}")
    same_day = found.cutoff.weekday is None and not found.cutoff.days_before
    if same_day and found.departs != MIDNIGHT and found.cutoff.at > found.departs:
        table.fault("cutoff", Want.BEFORE_DEPARTURE, at=f"{found.departs:%H:%M}")
    return found


def _people(
    tables: Iterable[Table], shops: Collection[str], places: Collection[str]
) -> tuple[Person, ...]:
    people = []
    addresses: dict[tuple[str, object], int] = {}
    for table in tables:
        person = _person(table, shops, places)
        _check_addresses(table, person, addresses)
        people.append(person)
    return tuple(people)


def _person(table: Table, shops: Collection[str], places: Collection[str]) -> Person:
    person = Person(
        slug=PersonSlug(table.read("slug", fields.slug, "")),
        role=table.read("role", fields.role, Role.RESIDENT),
        name=table.read("name", fields.text, ""),
        shop=table.may_none("shop", _shop_in(shops)),
        phone=table.may_none("phone", fields.phone),
        whatsapp=table.may_none("whatsapp", fields.phone),
        telegram=table.may_none("telegram", fields.whole),
        place=table.may_none("place", _place_in(places)),
        address=table.may_none("address", fields.text),
        locale=table.may_none("locale", fields.locale),
        note=table.may_none("note", fields.text),
        lat=table.may_none("lat", fields.latitude),
        lon=table.may_none("lon", fields.longitude),
        hours=table.may_none("hours", fields.hours),
        barred=table.may("barred", fields.truth, otherwise=False),
    )
    if person.role is Role.SHOPKEEPER and "shop" not in table.values:
        table.fault("shop", Want.SHOP_OF_KEEPER)
    if person.role is not Role.SHOPKEEPER and person.shop:
        table.fault("shop", Want.NO_SHOP)
    return person


def _check_addresses(
    table: Table, person: Person, addresses: dict[tuple[str, object], int]
) -> None:
    """Each address belongs to one person, or a message would not say who wrote it."""
    whatsapp = "whatsapp" if person.whatsapp else "phone"
    for via, key, address in (
        (Channel.WHATSAPP, whatsapp, person.whatsapp or person.phone),
        (Channel.SMS, "phone", person.phone),
        (Channel.TELEGRAM, "telegram", person.telegram),
    ):
        if address is None:
            continue
        line = addresses.setdefault((via, address), table.line)
        if line != table.line:
            table.fault(key, Want.OWN_ADDRESS, line=line)
            return


def _place_in(places: Collection[str]) -> Callable[[object], PlaceSlug]:
    return lambda value: PlaceSlug(_known(value, places, Want.PLACE_OF_FILE))


def _shop_in(shops: Collection[str]) -> Callable[[object], ShopSlug]:
    return lambda value: ShopSlug(_known(value, shops, Want.SHOP_OF_FILE))


def _known(value: object, slugs: Collection[str], otherwise: Want) -> str:
    if not isinstance(value, str) or value not in slugs:
        raise fields.ExpectedError(otherwise)
    return value
