"""The catalogues of all villages in the database: implements `catalog.ports.Catalogue`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tournee.catalog.edits import Change, Edit, diff, merge, trimmed
from tournee.catalog.errors import AddressTakenError, UnknownProductError, UnknownVillageError
from tournee.catalog.model import (
    Channel,
    Person,
    PersonSlug,
    Settings,
    Sku,
    Village,
    VillageSlug,
)
from tournee.catalog.options import with_options
from tournee.catalog.storage import mapping
from tournee.catalog.storage.rows import (
    ADDRESS_COLUMNS,
    EditRow,
    OptionRow,
    PersonRow,
    PlaceRow,
    ProductRow,
    RoundRow,
    ShopRow,
    VillageRow,
)
from tournee.storage.base import ListedRow

R = TypeVar("R", bound=ListedRow)


_VERSION = select(VillageRow.catalogue_version).where(VillageRow.village == bindparam("village"))

_BY_ADDRESS = {
    channel: select(PersonRow).where(
        PersonRow.village == bindparam("village"), column == bindparam("address")
    )
    for channel, column in ADDRESS_COLUMNS.items()
}


class StoredCatalogue:
    """Works in the session of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def village_slugs(self) -> tuple[VillageSlug, ...]:
        slugs = self._session.scalars(select(VillageRow.village).order_by(VillageRow.village))
        return tuple(map(VillageSlug, slugs))

    def version(self, village: VillageSlug) -> int:
        found = self._session.scalar(_VERSION, {"village": village})
        if found is None:
            raise UnknownVillageError(village)
        return found

    def load(self, village: VillageSlug) -> Village:
        settings = mapping.settings_of(self._village(village))
        currency = settings.currency
        rules = tuple(mapping.option_of(row, currency) for row in self._rows(OptionRow, village))
        products = (mapping.product_of(row, currency) for row in self._rows(ProductRow, village))
        return Village(
            settings=settings,
            shops=tuple(mapping.shop_of(row, currency) for row in self._rows(ShopRow, village)),
            products=with_options(products, rules),
            option_rules=rules,
            places=tuple(map(mapping.place_of, self._rows(PlaceRow, village))),
            rounds=tuple(map(mapping.round_of, self._rows(RoundRow, village))),
            people=tuple(map(mapping.person_of, self._rows(PersonRow, village))),
        )

    def replace(self, village: Village, *, by: str, at: datetime) -> Edit | None:
        slug = village.settings.slug
        row = self._session.get(VillageRow, slug, with_for_update=True)
        if row is None:
            row = self._add_village(village.settings)
        current = self.load(slug)
        merged = merge(current, village, self._listed(slug))
        mapping.set_values(row, mapping.settings_values(merged.settings))
        listed = {p.sku: p.stock for p in (*merged.products, *village.products)}
        self._write(merged, listed)
        return self._record(slug, diff(current, merged), by, at)

    def hold(self, village: VillageSlug) -> Village:
        if self._session.get(VillageRow, village, with_for_update=True) is None:
            raise UnknownVillageError(village)
        self._session.flush()
        self._session.expire_all()  # what was read before waiting may be old by now
        return self.load(village)

    def save(
        self,
        before: Village,
        after: Village,
        *,
        by: str,
        at: datetime,
        undoes: int | None = None,
    ) -> Edit | None:
        changes = trimmed(diff(before, after))
        slug = after.settings.slug
        if before.settings != after.settings:
            mapping.set_values(self._village(slug), mapping.settings_values(after.settings))
        gone: list[ListedRow] = []
        for (kind, _), moves in zip(mapping.KEYS, mapping.moves(before, after), strict=True):
            gone += self._move_rows(kind, slug, moves)
        for row in reversed(gone):
            self._session.delete(row)
            self._session.flush()
        return self._record(slug, changes, by, at, undoes)

    def _move_rows(
        self, kind: type[R], village: VillageSlug, moves: Sequence[mapping.Move]
    ) -> list[R]:
        """Write the rows that are new or changed; returns those to delete."""
        gone = []
        for move in moves:
            if move.was is None:
                last = self._session.scalar(
                    select(func.max(kind.position)).where(kind.village == village)
                )
                place = {"village": village, "position": 0 if last is None else last + 1}
                self._session.add(kind(**place, **(move.now or {})))
            else:
                row = self._session.get_one(kind, (village, move.key))
                mapping.set_values(row, move.now or {})
                gone += [row] if move.now is None else []
            self._session.flush()
        return gone

    def edits(self, village: VillageSlug, *, limit: int = 20) -> Sequence[Edit]:
        rows = self._session.scalars(
            select(EditRow)
            .where(EditRow.village == village)
            .order_by(EditRow.number.desc())
            .limit(limit)
        )
        return [_edit_of(row) for row in rows]

    def find_person(
        self, village: VillageSlug, channel: Channel, address: str | int
    ) -> Person | None:
        address = int(address) if channel is Channel.TELEGRAM else str(address)
        values = {"village": village, "address": address}
        row = self._session.scalar(_BY_ADDRESS[channel], values)
        return mapping.person_of(row) if row else None

    def person(self, village: VillageSlug, slug: PersonSlug) -> Person | None:
        row = self._session.get(PersonRow, (village, slug))
        return mapping.person_of(row) if row else None

    def people_named(self, village: VillageSlug, slugs: Sequence[PersonSlug]) -> tuple[Person, ...]:
        """Return those who are known, in the order asked for, by one statement at most."""
        if len(slugs) == 1:  # mostly who speaks, and read already
            found = self.person(village, slugs[0])
            return () if found is None else (found,)
        wanted = select(PersonRow).where(PersonRow.village == village, PersonRow.slug.in_(slugs))
        rows = {row.slug: row for row in self._session.scalars(wanted)} if slugs else {}
        return tuple(mapping.person_of(rows[slug]) for slug in slugs if slug in rows)

    def people(self, village: VillageSlug) -> tuple[Person, ...]:
        return tuple(map(mapping.person_of, self._rows(PersonRow, village)))

    def add_person(self, village: VillageSlug, person: Person) -> None:
        last = self._session.scalar(
            select(func.max(PersonRow.position)).where(PersonRow.village == village)
        )
        position = 0 if last is None else last + 1
        row = PersonRow(village=village, position=position, **mapping.person_values(person))
        self._session.add(row)
        self._flush_person(person)

    def save_person(self, village: VillageSlug, person: Person) -> None:
        row = self._session.get_one(PersonRow, (village, person.slug))
        mapping.set_values(row, mapping.person_values(person))
        self._flush_person(person)

    def _flush_person(self, person: Person) -> None:
        try:
            self._session.flush()
        except IntegrityError as error:
            raise AddressTakenError(person.slug) from error

    def stock(self, village: VillageSlug) -> Mapping[Sku, Decimal]:
        rows = self._session.execute(
            select(ProductRow.sku, ProductRow.stock).where(
                ProductRow.village == village, ProductRow.stock.is_not(None)
            )
        )
        return {Sku(sku): stock for sku, stock in rows if stock is not None}

    def take_stock(self, village: VillageSlug, sku: Sku, amount: Decimal) -> bool:
        if self._move_stock(village, sku, -amount):
            return True
        return self._product(village, sku).stock is None

    def return_stock(self, village: VillageSlug, sku: Sku, amount: Decimal) -> None:
        self._move_stock(village, sku, amount)

    def _move_stock(self, village: VillageSlug, sku: Sku, amount: Decimal) -> bool:
        """Whoever comes second finds what the first left: the row's own update decides."""
        moved = self._session.execute(
            update(ProductRow)
            .where(ProductRow.village == village, ProductRow.sku == sku)
            .where(ProductRow.stock >= -amount)
            .values(stock=ProductRow.stock + amount)
            .returning(ProductRow.sku)
            .execution_options(synchronize_session=False)
        ).all()
        self._session.expire_all()
        return bool(moved)

    def _village(self, village: VillageSlug) -> VillageRow:
        row = self._session.get(VillageRow, village)
        if row is None:
            raise UnknownVillageError(village)
        return row

    def _product(self, village: VillageSlug, sku: Sku) -> ProductRow:
        row = self._session.get(ProductRow, (village, sku))
        if row is None:
            raise UnknownProductError(village, sku)
        return row

    def _rows(self, kind: type[R], village: VillageSlug) -> Sequence[R]:
        return self._session.scalars(
            select(kind).where(kind.village == village).order_by(kind.position)
        ).all()

    def _add_village(self, settings: Settings) -> VillageRow:
        row = VillageRow(village=settings.slug, catalogue_version=0)
        mapping.set_values(row, mapping.settings_values(settings))
        self._session.add(row)
        self._session.flush()
        return row

    def _listed(self, village: VillageSlug) -> Mapping[Sku, Decimal | None]:
        rows = self._session.execute(
            select(ProductRow.sku, ProductRow.stock_listed).where(ProductRow.village == village)
        )
        return {Sku(sku): listed for sku, listed in rows}

    def _write(self, village: Village, listed: Mapping[Sku, Decimal | None]) -> None:
        """Bring each table to what it shall hold: first what others name, last what goes."""
        slug, gone = village.settings.slug, []
        self._free_addresses(slug, village.people)
        for (kind, key), wanted in zip(
            mapping.KEYS, mapping.values_of(village, listed), strict=True
        ):
            rows = {getattr(row, key): row for row in self._rows(kind, slug)}
            new = []
            for position, values in enumerate(wanted):
                values |= {"position": position}
                if row := rows.pop(values[key], None):
                    mapping.set_values(row, values)
                else:
                    new.append({**values, "village": slug})
            self._session.flush()
            if new:
                self._session.execute(insert(kind), new)
            gone.append(list(rows.values()))
        for rows_of_table in reversed(gone):
            for row in rows_of_table:
                self._session.delete(row)
            self._session.flush()

    def _free_addresses(self, village: VillageSlug, people: Sequence[Person]) -> None:
        """Take from each person what is no longer theirs, so that another may have it."""
        wanted = {person.slug: mapping.person_values(person) for person in people}
        for row in self._rows(PersonRow, village):
            values = wanted.get(PersonSlug(row.slug), {})
            for name in ("phone", "whatsapp", "telegram"):
                if getattr(row, name) != values.get(name):
                    setattr(row, name, None)
        self._session.flush()

    def _record(
        self,
        village: VillageSlug,
        changes: tuple[Change, ...],
        by: str,
        at: datetime,
        undoes: int | None = None,
    ) -> Edit | None:
        """Write the edit down and raise the version, which also orders edits at the same time."""
        if not changes:
            return None
        number = self._session.scalars(
            update(VillageRow)
            .where(VillageRow.village == village)
            .values(catalogue_version=VillageRow.catalogue_version + 1)
            .returning(VillageRow.catalogue_version)
            .execution_options(synchronize_session="fetch")
        ).one()
        documents = [
            {"table": c.table, "key": c.key, "before": c.before, "after": c.after} for c in changes
        ]
        self._session.add(
            EditRow(village=village, number=number, at=at, by=by, changes=documents, undoes=undoes)
        )
        self._session.flush()
        return Edit(village=village, number=number, at=at, by=by, changes=changes, undoes=undoes)


def _edit_of(row: EditRow) -> Edit:
    changes = tuple(Change(**change) for change in row.changes)
    return Edit(
        village=VillageSlug(row.village),
        number=row.number,
        at=row.at,
        by=row.by,
        changes=changes,
        undoes=row.undoes,
    )
