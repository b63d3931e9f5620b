"""Two people who were made one by mistake become two again.

Before an operator merges two entries, what is written down of both is kept for a day: as it was,
and as the merge left it. Parting them gives back what still is as the merge left it; what changed
since (a regular order that was paused) stays with the one who was kept. It is refused where it
would be wrong: once they ordered or paid, or where a number has become somebody else's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Literal, cast

from sqlalchemy import ColumnElement, Table, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from tournee.bot.channels.storage import FurtherAddressRow
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.storage.registry import ConsentRow, LinkRow
from tournee.bot.storage.rows import JoinedRow, NewsRow, TaughtRow
from tournee.catalog.model import PersonSlug, VillageSlug
from tournee.catalog.storage.rows import EditRow, PersonRow, VillageRow
from tournee.orders.storage.rows import (
    AuditRow,
    LedgerEntryRow,
    LedgerTransactionRow,
    OrderRow,
    ReceiptRow,
    TabLimitRow,
)
from tournee.orders.storage.standing import StandingOrderRow
from tournee.orders.storage.substitutes import SubstituteWishRow
from tournee.orders.storage.waiting import WaitingRow

KEPT_FOR: Final = timedelta(hours=24)
Row = dict[str, Any]
"""Values by column, as JSON holds them."""
Pair = tuple[PersonSlug, PersonSlug]
"""Who is gone, and who was kept."""
Refusal = Literal["join_ordered", "join_paid", "join_changed"]

_PEOPLE: Final = cast("Table", PersonRow.__table__)
OWN: Final[Mapping[Table, tuple[str, ...]]] = {
    cast("Table", kind.__table__): columns
    for kind, columns in (
        (FurtherAddressRow, ("person",)),
        (TaughtRow, ("person",)),
        (LinkRow, ("helper", "helped")),
        (ConsentRow, ("person",)),
        (TabLimitRow, ("resident",)),
        (StandingOrderRow, ("resident",)),
        (SubstituteWishRow, ("resident",)),
        (WaitingRow, ("resident",)),
    )
}
"""What a person has beside their entry, and the columns that name them."""
MOVED: Final[tuple[tuple[Table, str], ...]] = (
    (cast("Table", OrderRow.__table__), "resident"),
    (cast("Table", ReceiptRow.__table__), "resident"),
    (cast("Table", LedgerEntryRow.__table__), "account"),
    (cast("Table", AuditRow.__table__), "person"),
    (cast("Table", AuditRow.__table__), "acting_for"),
    (cast("Table", NewsRow.__table__), "party"),
)
"""What outlives a person, and the column in which a merge writes another's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A merge that can still be taken back."""

    number: int
    at: datetime
    by: str
    gone: PersonSlug
    kept: PersonSlug
    name: str
    """Of the one who is gone."""
    addresses: tuple[object, ...]
    """Their number, WhatsApp and Telegram; None for what they have not."""
    states: Mapping[str, Row]
    """The two conversations before it: `state`, `channel` and `address`, by person."""
    left: str | None
    """The state of the one who was kept, right after it."""


class Parting:
    """One village's merges of the last day, inside one unit of work."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    # --- keeping ---------------------------------------------------------------------------------

    def held(self, pair: Pair) -> dict[str, Any]:
        """Read all that is written down of two people."""
        moved = {f"{t.name}.{c}": self._named(t, c, pair[0]) for t, c in MOVED}
        own = {table.name: self._rows(table, columns, pair) for table, columns in OWN.items()}
        return {"people": self._rows(_PEOPLE, ("slug",), pair), "own": own, "moved": moved}

    def keep(
        self, number: int, pair: Pair, by: str, at: datetime, *, before: Row, after: Row
    ) -> None:
        self.forget_old(at)
        gone, kept = pair
        row = JoinedRow(village=self._village, number=number, at=at, by=by, gone=gone, kept=kept)
        row.before, row.after = before, after
        self._session.add(row)
        self._session.flush()

    def forget_old(self, now: datetime) -> None:
        self._forget(JoinedRow.at < now - KEPT_FOR)

    def forget(self, person: str) -> None:
        """Keep nothing of somebody who is erased."""
        self._forget(or_(JoinedRow.gone == person, JoinedRow.kept == person))

    def _forget(self, which: ColumnElement[bool]) -> None:
        self._session.execute(delete(JoinedRow).where(JoinedRow.village == self._village, which))

    def lately(self, now: datetime) -> tuple[Join, ...]:
        """Return the merges that can be taken back, the newest first."""
        rows = self._session.scalars(
            select(JoinedRow)
            .where(JoinedRow.village == self._village, JoinedRow.at >= now - KEPT_FOR)
            .order_by(JoinedRow.number.desc())
        )
        return tuple(_join(row) for row in rows)

    # --- taking back -----------------------------------------------------------------------------

    def refusal(self, join: Join) -> Refusal | None:
        """Tell why two people stay one; None where they can be parted."""
        there = select(PersonRow.slug).where(PersonRow.village == self._village)
        slugs = self._session.scalars(there.where(PersonRow.slug.in_((join.gone, join.kept))))
        if tuple(slugs) != (join.kept,) or self._is_anothers(join):
            return "join_changed"
        ordered = exists().where(
            OrderRow.village == self._village,
            OrderRow.resident == join.kept,
            OrderRow.placed_at > join.at,
        )
        if self._session.scalar(select(ordered)):
            return "join_ordered"
        booked = self._booked_since(join)
        return "join_paid" if any(number is None for _, number in booked) else None

    def _is_anothers(self, join: Join) -> bool:
        """Tell whether a number of the one who is gone has become somebody else's."""
        mine = [str(value) for value in join.addresses if value is not None]
        taken = exists().where(
            FurtherAddressRow.village == self._village,
            FurtherAddressRow.address.in_(mine),
            FurtherAddressRow.person != join.kept,
        )
        return bool(self._session.scalar(select(taken)))

    def part(self, join: Join, by: str, now: datetime) -> None:
        """Write two entries again. IntegrityError where an address is somebody else's by now."""
        row = self._session.get_one(JoinedRow, (self._village, join.number))
        before, after = row.before, row.after
        pair = (join.gone, join.kept)
        current = self.held(pair)
        self._restore_people(before["people"], after["people"], current["people"], pair)
        for table, columns in OWN.items():
            if current["own"][table.name] == after["own"][table.name]:
                self._session.execute(delete(table).where(self._of(table, columns, pair)))
                self._insert(table, before["own"][table.name])
        for table, column in MOVED:
            self._give_back(table, column, before["moved"][f"{table.name}.{column}"])
        self._give_what_followed(join, before["moved"]["orders.resident"])
        self._session.delete(row)
        self._note(join, by, now)
        self._session.expire_all()

    def _restore_people(
        self, before: list[Row], after: list[Row], current: list[Row], pair: Pair
    ) -> None:
        """Take from the one who was kept what the merge gave; what was edited since stays."""
        gone, kept = pair
        was, left, now = (_of_slug(rows, kept) for rows in (before, after, current))
        back = {name: was[name] for name in was if now[name] == left[name] != was[name]}
        if back:
            values = {name: _typed(value) for name, value in back.items()}
            mine = (_PEOPLE.c.village == self._village, _PEOPLE.c.slug == kept)
            self._session.execute(update(_PEOPLE).where(*mine).values(**values))
        self._insert(_PEOPLE, [_of_slug(before, gone)])

    def _give_back(self, table: Table, column: str, rows: Iterable[Row]) -> None:
        keys = [c.name for c in table.primary_key.columns]
        for row in rows:
            which = and_(*(table.c[key] == _typed(row[key]) for key in keys))
            self._session.execute(update(table).where(which).values({column: row[column]}))

    def _give_what_followed(self, join: Join, orders: Iterable[Row]) -> None:
        """What was booked and printed since for the orders that go back goes with them."""
        numbers = {row["number"] for row in orders}
        for entry, number in self._booked_since(join):
            if number in numbers:
                kind, _, rest = entry.account.partition(":")
                entry.account = f"{kind}:{join.gone}{rest.removeprefix(join.kept)}"
        self._session.execute(
            update(ReceiptRow)
            .where(ReceiptRow.village == self._village, ReceiptRow.resident == join.kept)
            .where(ReceiptRow.at > join.at, ReceiptRow.order.in_(numbers))
            .values(resident=join.gone)
            .execution_options(synchronize_session=False)
        )
        self._session.flush()

    def _booked_since(self, join: Join) -> list[tuple[LedgerEntryRow, int | None]]:
        found = self._session.execute(
            select(LedgerEntryRow, LedgerTransactionRow.number)
            .join(
                LedgerTransactionRow,
                and_(
                    LedgerTransactionRow.village == LedgerEntryRow.village,
                    LedgerTransactionRow.key == LedgerEntryRow.key,
                ),
            )
            .where(LedgerEntryRow.village == self._village, LedgerTransactionRow.at > join.at)
            .where(_accounts(join.kept))
        )
        return [(entry, number) for entry, number in found]

    def _note(self, join: Join, by: str, now: datetime) -> None:
        """A new version empties the caches, and says what it took back."""
        village = self._session.get_one(VillageRow, self._village, with_for_update=True)
        village.catalogue_version += 1
        number = village.catalogue_version
        self._session.add(
            EditRow(
                village=self._village,
                number=number,
                at=now,
                by=by,
                changes=[],
                undoes=join.number,
            )
        )
        self._session.flush()

    # --- rows ------------------------------------------------------------------------------------

    def _of(self, table: Table, columns: Iterable[str], pair: Pair) -> ColumnElement[bool]:
        named = or_(*(table.c[column].in_(pair) for column in columns))
        return and_(table.c.village == self._village, named)

    def _rows(self, table: Table, columns: Iterable[str], pair: Pair) -> list[Row]:
        keys = [c for c in table.primary_key.columns if c.name != "village"]
        wanted = select(table).where(self._of(table, columns, pair)).order_by(*keys)
        return [_plain(row) for row in self._session.execute(wanted).mappings()]

    def _named(self, table: Table, column: str, gone: PersonSlug) -> list[Row]:
        """Return the keys of the rows that name somebody, each with how they are named there."""
        match column:
            case "account":
                named = _accounts(gone)
            case "party":
                party = Party(kind=PartyKind.RESIDENT, slug=gone)
                named = table.c.party == party.key
            case _:
                named = table.c[column] == gone
        wanted = select(*table.primary_key.columns, table.c[column])
        found = self._session.execute(wanted.where(table.c.village == self._village, named))
        return [_plain(row) for row in found.mappings()]

    def _insert(self, table: Table, rows: Iterable[Row]) -> None:
        for row in rows:
            values = {name: _typed(value) for name, value in row.items()}
            self._session.execute(table.insert().values(values))


def _join(row: JoinedRow) -> Join:
    gone = _of_slug(row.before["people"], PersonSlug(row.gone))
    return Join(
        number=row.number,
        at=row.at,
        by=row.by,
        gone=PersonSlug(row.gone),
        kept=PersonSlug(row.kept),
        name=gone["name"] or row.gone,
        addresses=tuple(gone[key] for key in ("phone", "whatsapp", "telegram")),
        states=row.before["states"],
        left=row.after["states"][row.kept]["state"],
    )


def _of_slug(people: Iterable[Row], slug: PersonSlug) -> Row:
    return next(row for row in people if row["slug"] == slug)


def _accounts(slug: PersonSlug) -> ColumnElement[bool]:
    return or_(
        *(
            LedgerEntryRow.account.startswith(f"{kind}:{slug}/", autoescape=True)
            for kind in ("due", "tab")
        )
    )


def _plain(row: Mapping[Any, Any]) -> Row:
    return {str(name): _coded(value) for name, value in row.items()}


def _coded(value: object) -> object:
    """Return a value as JSON holds it: what JSON does not know is named beside it."""
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"exact": str(value)}
        case dict() | list():
            return {"json": value}
        case str():
            return str(value)
    return value


def _typed(value: object) -> object:
    match value:
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case {"exact": str(text)}:
            return Decimal(text)
        case {"json": held}:
            return held
    return value
