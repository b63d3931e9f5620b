"""What a dropped sheet would change in a catalogue: nothing is changed here.

The header is the row, among the first, that names most columns; what stands above it (a title, a
logo's cells) is passed over. A row with one filled cell and no price is a heading: the category of
what follows where the sheet has no such column. A product is known by its reference, else by its
name in its shop. A column that the sheet lacks leaves that field as it is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tournee.catalog.edits import Change, product_state
from tournee.catalog.errors import Fault
from tournee.catalog.expected import Expected, Value, Want
from tournee.catalog.folder.faults import FaultLog
from tournee.catalog.folder.products import COLUMNS, product_of
from tournee.catalog.folder.records import Record, product_record
from tournee.catalog.folder.sheet import Row
from tournee.catalog.model import Product, ShopSlug, Sku, Village
from tournee.catalog.sheets.cells import read_cell
from tournee.catalog.sheets.grid import GridRow, SheetError, read_grid
from tournee.catalog.sheets.words import folded, meaning
from tournee.catalog.slugs import slug_of

HEADER_WITHIN: Final = 15
"""Rows in which the header is looked for."""
FEWEST_COLUMNS: Final = 2
_EMPTY: Final[Record] = {
    **dict.fromkeys((*COLUMNS.required, *COLUMNS.optional), ""),
    "unit": "piece",
    "age_restricted": "0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet against the catalogue as it is."""

    rows: int
    """Products in it."""
    changes: tuple[Change, ...]
    """To `products`, whole rows; of rows without a fault only."""
    absent: tuple[Sku, ...]
    """Products of the sheet's shops that it does not hold."""
    faults: tuple[Fault, ...]
    """By line; `column` as the sheet names it."""
    ignored: tuple[str, ...]
    """Headings that mean nothing here; their columns are passed over."""


def read_sheet(data: bytes, name: str, village: Village, shop: ShopSlug | None = None) -> Sheet:
    """Compare a file with a village; `shop` is whose goods they are where no column says so.

    Raises:
        SheetError: it is empty, too large, or nothing that can be read as a sheet.
    """
    return _Reading(name=name, village=village, shop=shop).read(read_grid(data))


@dataclass(slots=True, kw_only=True)
class _Header:
    columns: dict[str, int]
    """Of each column that is known, its place."""
    titles: dict[str, str]
    """What the sheet calls it."""
    ignored: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Reading:
    name: str
    village: Village
    shop: ShopSlug | None
    named: dict[tuple[ShopSlug, str], Product] = field(init=False)
    """The first product of each name in each shop."""
    lines: dict[Sku, int] = field(default_factory=dict)
    """Where each product stands."""
    shops: set[ShopSlug] = field(default_factory=set)
    category: str = ""
    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        goods = reversed(self.village.products)
        self.named = {(p.shop, folded(p.name)): p for p in goods}

    def read(self, grid: Sequence[GridRow]) -> Sheet:
        at = max(range(min(HEADER_WITHIN, len(grid))), key=lambda n: (_known(grid[n]), -n))
        if _known(grid[at]) < FEWEST_COLUMNS:
            raise SheetError("unreadable", seen=tuple(filter(None, grid[at].cells)))
        header = self._header(grid[at])
        if not self.faults:
            for row in grid[at + 1 :]:
                self._take(row, header)
        mine = [p for p in self.village.products if p.shop in self.shops]
        return Sheet(
            rows=len(self.lines),
            changes=tuple(self.changes),
            absent=tuple(p.sku for p in mine if p.sku not in self.lines),
            faults=tuple(self.faults),
            ignored=header.ignored,
        )

    def _header(self, row: GridRow) -> _Header:
        titles = ((n, title) for n, title in enumerate(row.cells) if title)
        meant = [(n, title, meaning("headings", title)) for n, title in titles]
        twice = [m for m, times in Counter(m for *_, m in meant if m).items() if times > 1]
        for column in twice:
            same = ", ".join(title for _, title, m in meant if m == column)
            self._fault(row.line, column, same, Want.ONE_MEANING, column=column)
        columns = {m: n for n, _, m in reversed(meant) if m}
        if "name" not in columns and "sku" not in columns:
            self._fault(row.line, "", ", ".join(filter(None, row.cells)), Want.NAMES)
        return _Header(
            columns=columns,
            titles={m: title for _, title, m in meant if m},
            ignored=tuple(title for _, title, m in meant if m is None),
        )

    def _only_shop(self) -> ShopSlug | None:
        if self.shop is not None:
            return self.shop
        return self.village.shops[0].slug if len(self.village.shops) == 1 else None

    def _take(self, row: GridRow, header: _Header) -> None:
        told = {column: row.cells[n] for column, n in header.columns.items() if n < len(row.cells)}
        if _is_heading(row, told):
            self.category = next(filter(None, row.cells))
            return
        formulas = [c for c, text in told.items() if text.startswith("=")]
        for column in formulas:
            self._fault(row.line, header.titles[column], told[column], Want.VALUE)
        if formulas:
            return
        cells = {column: read_cell(column, text) for column, text in told.items()}
        named = "shop" in header.columns or self._only_shop() is not None
        shop = self._shop_of(cells.get("shop", "")) if named else self._shop_with(cells)
        if shop is None and not named:
            title = header.titles.get("name", "")
            self._fault(row.line, title, cells.get("name") or cells.get("sku", ""), Want.KNOWN)
            return
        if shop is None:
            title = header.titles.get("shop", "")
            self._fault(row.line, title, told.get("shop", ""), Want.SHOP_NAME)
            return
        self._compare(row.line, cells | {"shop": shop}, header)

    def _shop_of(self, named: str) -> ShopSlug | None:
        """A shop by its slug or name; another's in a shop's own sheet is none."""
        if not named:
            return self._only_shop()
        wanted = folded(named)
        found = next(
            (s.slug for s in self.village.shops if wanted in {folded(s.slug), folded(s.name)}), None
        )
        return found if self.shop is None or found == self.shop else None

    def _shop_with(self, cells: Mapping[str, str]) -> ShopSlug | None:
        """The shop of a product that no other shop has, where the sheet does not say whose."""
        if sku := cells.get("sku"):
            known = self.village.product_by_sku.get(Sku(sku))
            return known.shop if known else None
        wanted = folded(cells.get("name", ""))
        shops = [shop for shop, name in self.named if name == wanted]
        return shops[0] if len(shops) == 1 else None

    def _compare(self, line: int, cells: Mapping[str, str], header: _Header) -> None:
        shop = ShopSlug(cells["shop"])
        present = self._present(shop, cells)
        sku = present.sku if present else self._new_sku(cells)
        self.shops.add(shop)
        if (first := self.lines.setdefault(sku, line)) != line:
            title = header.titles.get("name", "")
            self._fault(line, title, cells.get("name", sku), Want.PRODUCT_ONCE, line=first)
            return
        before = product_state(present) if present else None
        heading = {} if before or "category" in cells else {"category": self.category}
        told = (before or _EMPTY) | heading | dict(cells) | {"sku": sku}
        log = FaultLog(self.name)
        texts = {name: "" if value is None else str(value) for name, value in told.items()}
        product = product_of(Row(line=line, cells=texts, log=log), self.village.settings.currency)
        after = told | product_record(product)
        if log.faults:
            self.faults += [
                replace(fault, column=header.titles.get(fault.column, fault.column))
                for fault in log.faults
            ]
        elif after != before:
            self.changes.append(Change(table="products", key=sku, before=before, after=after))

    def _present(self, shop: ShopSlug, cells: Mapping[str, str]) -> Product | None:
        if (sku := cells.get("sku")) and (known := self.village.product_by_sku.get(Sku(sku))):
            return known if known.shop == shop else None
        if sku:
            return None
        return self.named.get((shop, folded(cells.get("name", ""))))

    def _new_sku(self, cells: Mapping[str, str]) -> Sku:
        """The reference that the sheet gives, else one made of the name that nobody has."""
        if sku := cells.get("sku"):
            return Sku(sku)
        taken = {*self.village.product_by_sku, *self.lines}
        return Sku(slug_of(cells.get("name", ""), taken, nameless="produit"))

    def _fault(self, at: int, column: str, value: str, want: Want, /, **values: Value) -> None:
        log = FaultLog(self.name)
        log.expect(at, column, value, Expected.of(want, **values))
        self.faults += log.faults


def _known(row: GridRow) -> int:
    """How many columns a row would name as the header."""
    return len({m for title in row.cells if (m := meaning("headings", title))})


def _is_heading(row: GridRow, told: Mapping[str, str]) -> bool:
    return sum(map(bool, row.cells)) == 1 and not told.get("price") and not told.get("sku")
