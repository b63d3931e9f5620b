"""Writing a village folder in its canonical form: reading it and writing it again changes no byte.

Optional columns and keys stand where at least one product, option or table has a value for them.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from tournee.catalog.folder import choices, products, records, settings
from tournee.catalog.folder.records import Record, Value
from tournee.catalog.folder.sheet import Columns
from tournee.catalog.model import Village


def write(village: Village, path: Path) -> None:
    """Write the folder's files, each in place of one that is there; no other file is touched.

    The day's specials, which end by themselves, are left out.
    """
    lasting = [product for product in village.products if product.sale_ends is None]
    texts = {
        settings.FILE: _toml(village),
        products.FILE: _csv(products.COLUMNS, map(records.product_record, lasting)),
        choices.FILE: _csv(choices.COLUMNS, map(records.option_record, village.option_rules)),
    }
    path.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        _put(path / name, text)
    if not village.option_rules:
        (path / choices.FILE).unlink()


def _put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def _csv(columns: Columns, rows: Iterable[Record]) -> str:
    cells = list(rows)
    used = [name for name in columns.optional if any(row[name] for row in cells)]
    names = [*columns.required, *used]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(cells)
    return text.getvalue()


def _toml(village: Village) -> str:
    tables = [
        ("[village]", records.settings_record(village.settings)),
        *(("[[shops]]", records.shop_record(shop)) for shop in village.shops),
        *(("[[places]]", records.place_record(place)) for place in village.places),
        *(("[[rounds]]", records.round_record(found)) for found in village.rounds),
        *(("[[people]]", records.person_record(person)) for person in village.people),
    ]
    return "\n".join(f"{header}\n{''.join(_lines(values))}" for header, values in tables)


def _lines(values: Record) -> Iterator[str]:
    for key, value in values.items():
        if value is not None:
            yield f"{key} = {_value(value)}\n"


def _value(value: Value) -> str:
    match value:
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case bool():
            return str(value).lower()
        case int() | float() | None:
            return str(value)
        case _:
            return f"[{', '.join(map(_value, value))}]"
