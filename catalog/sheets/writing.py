"""A catalogue as a sheet that a shopkeeper can edit: lists to choose from, a header that stays."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from tournee.catalog.folder.products import COLUMNS
from tournee.catalog.folder.records import product_record
from tournee.catalog.model import Keep, Product, Village
from tournee.catalog.quantity import Unit
from tournee.catalog.sheets.words import written

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SPARE: Final = 200
"""Rows below the last product that the lists to choose from reach."""
RATES: Final = ("5.5", "10", "20", "2.1")
"""Of VAT in France, as a hint; others may be typed."""
WIDTHS: Final = {"name": 34, "aliases": 30, "shop": 18, "category": 18, "sku": 22, "allergens": 20}
_ALWAYS: Final = frozenset({*COLUMNS.required, "available"})
_NUMBERS: Final = frozenset({"price", "stock", "vat", "weight", "crate", "deposit", "lead"})
_FORMULA: Final = ("=", "+", "-", "@")


def write_csv(village: Village, products: Iterable[Product], locale: str) -> bytes:
    """As a spreadsheet set to French opens it: semicolons, decimal commas, a byte order mark."""
    columns, rows = _table(village, products, locale)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(written("headings", column, locale) for column in columns)
    for row in rows:
        writer.writerow(map(_csv_cell, columns, row))
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(village: Village, products: Iterable[Product], locale: str) -> bytes:
    """One sheet, numbers as numbers, lists to choose from in the columns that have such."""
    from openpyxl import Workbook  # noqa: PLC0415 - only an export needs it
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415

    columns, rows = _table(village, products, locale)
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    sheet.title = "".join(c for c in village.settings.name if c not in r"[]:*?/\\")[:31] or "1"
    sheet.append([written("headings", column, locale) for column in columns])
    _fill(sheet, columns, rows)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="F4EFE6")
    sheet.freeze_panes = "A2"
    _add_lists(sheet, village, columns, locale, len(rows) + 1 + SPARE)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _table(
    village: Village, products: Iterable[Product], locale: str
) -> tuple[list[str], list[list[str]]]:
    """The columns that are used, and the cells as people write them."""
    records = [product_record(product) for product in products]
    named = (*COLUMNS.required, *COLUMNS.optional)
    columns = [c for c in named if c in _ALWAYS or any(record[c] for record in records)]
    names = {shop.slug: shop.name for shop in village.shops}
    rows = []
    for record in records:
        cells = {c: "" if record[c] is None else str(record[c]) for c in columns}
        cells["shop"] = names.get(cells["shop"], cells["shop"])  # type: ignore[call-overload]
        cells["unit"] = written("units", cells["unit"], locale)
        cells["age_restricted"] = written("answers", cells["age_restricted"] or "0", locale)
        cells["available"] = written("answers", cells["available"] or "1", locale)
        if cells.get("keep"):
            cells["keep"] = written("keeping", cells["keep"], locale)
        rows.append([cells[column] for column in columns])
    return columns, rows


def _fill(sheet: "Worksheet", columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, start=2):
        for place, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
            cell = sheet.cell(number, place)
            if not value:
                continue
            if column in _NUMBERS:
                cell.value = float(value)
                cell.number_format = "0.00" if column in {"price", "deposit"} else "General"
            else:
                cell.value = value
                cell.data_type = "s"  # a name that begins with '=' is no formula


def _csv_cell(column: str, value: str) -> str:
    if column in _NUMBERS:
        return value.replace(".", ",")
    return f"'{value}" if value.startswith(_FORMULA) else value


def _add_lists(
    sheet: "Worksheet", village: Village, columns: Sequence[str], locale: str, last: int
) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    answers = [written("answers", answer, locale) for answer in ("1", "0")]
    lists = {
        "shop": [shop.name for shop in village.shops],
        "unit": [written("units", unit, locale) for unit in Unit],
        "age_restricted": answers,
        "available": answers,
        "keep": [written("keeping", keep, locale) for keep in Keep],
        "vat": RATES,
    }
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = WIDTHS.get(column, 12)
        choices = ",".join(c.replace(",", " ") for c in lists.get(column, ()))
        if choices and len(choices) <= 255:  # noqa: PLR2004 - Excel's limit
            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
            rule.showErrorMessage = column != "vat"
            rule.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(rule)
        if column == "price":
            rule = DataValidation(type="decimal", operator="between", formula1="0", formula2="9999")
            rule.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(rule)
