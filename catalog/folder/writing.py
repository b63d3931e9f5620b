"""Writing a village folder in its canonical form: reading it and writing it again changes no byte.

Optional columns and keys stand where at least one product, option or table has a value for them.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tournee.catalog.folder import choices, products, settings
from tournee.catalog.folder.sheet import Columns
from tournee.catalog.model import Cutoff, Person, Place, Round, Shop, Village

Value = str | int | float | Sequence[str] | None


def write(village: Village, path: Path) -> None:
    """Write the folder's files, each in place of one that is there; no other file is touched."""
    path.mkdir(parents=True, exist_ok=True)
    (path / settings.FILE).write_text(_toml(village), encoding="utf-8", newline="\n")
    sheets = {
        products.FILE: _csv(products.COLUMNS, products.product_cells(village.products)),
        choices.FILE: _csv(choices.COLUMNS, choices.option_cells(village.option_rules)),
    }
    for name, text in sheets.items():
        (path / name).write_text(text, encoding="utf-8", newline="\n")
    if not village.option_rules:
        (path / choices.FILE).unlink()


def _csv(columns: Columns, rows: Iterable[Mapping[str, str]]) -> str:
    records = list(rows)
    used = [name for name in columns.optional if any(record[name] for record in records)]
    names = [*columns.required, *used]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def _toml(village: Village) -> str:
    tables = [
        ("[village]", _settings(village)),
        *(("[[shops]]", _shop(shop)) for shop in village.shops),
        *(("[[places]]", _place(place)) for place in village.places),
        *(("[[rounds]]", _round(found)) for found in village.rounds),
        *(("[[people]]", _person(person)) for person in village.people),
    ]
    return "\n".join(f"{header}\n{''.join(_lines(values))}" for header, values in tables)


def _lines(values: Mapping[str, Value]) -> Iterator[str]:
    for key, value in values.items():
        if value is not None:
            yield f"{key} = {_value(value)}\n"


def _value(value: Value) -> str:
    match value:
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case int() | float() | None:
            return str(value)
        case _:
            return f"[{', '.join(map(_value, value))}]"


def _settings(village: Village) -> dict[str, Value]:
    found = village.settings
    return {
        "slug": found.slug,
        "name": found.name,
        "timezone": found.timezone,
        "currency": found.currency,
        "locales": found.locales,
        "phone": found.phone,
        "telegram": found.telegram,
    }


def _shop(shop: Shop) -> dict[str, Value]:
    return {
        "slug": shop.slug,
        "name": shop.name,
        "hours": shop.hours,
        "place": shop.place,
        "phone": shop.phone,
    }


def _place(place: Place) -> dict[str, Value]:
    return {
        "slug": place.slug,
        "name": place.name,
        "aliases": place.aliases or None,
        "lat": place.lat,
        "lon": place.lon,
    }


def _round(found: Round) -> dict[str, Value]:
    return {
        "slug": found.slug,
        "name": found.name,
        "days": found.days,
        "departs": f"{found.departs:%H:%M}",
        "ends": f"{found.ends:%H:%M}",
        "cutoff": _cutoff(found.cutoff),
        "places": found.places,
        "capacity": found.capacity,
        "start": found.start,
    }


def _cutoff(cutoff: Cutoff) -> str:
    day = cutoff.weekday or f"{-cutoff.days_before}d"
    return f"{day} {cutoff.at:%H:%M}"


def _person(person: Person) -> dict[str, Value]:
    return {
        "slug": person.slug,
        "role": person.role,
        "name": person.name,
        "shop": person.shop,
        "phone": person.phone,
        "whatsapp": person.whatsapp,
        "telegram": person.telegram,
        "place": person.place,
        "address": person.address,
        "locale": person.locale,
    }
