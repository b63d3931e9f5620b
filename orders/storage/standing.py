"""Residents' standing orders in the database: implements `orders.ports.StandingStore`."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, delete, false, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tournee.catalog.model import PersonSlug, PlaceSlug, Sku, Village
from tournee.catalog.quantity import Money
from tournee.orders.model import Beneficiary, Day, Item
from tournee.orders.standing import StandingOrder
from tournee.storage.base import Base, Cents, InVillage, Slug


class StandingOrderRow(InVillage, Base):
    """What a resident wants every week, or every other week."""

    __tablename__ = "standing_orders"

    resident: Mapped[Slug] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Counts a resident's from 1."""
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    since: Mapped[Day]
    """The first day that it was for: it names the weekday."""
    weeks: Mapped[int]
    ceiling: Mapped[Cents]
    place: Mapped[Slug | None]
    beneficiary: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    paused_until: Mapped[Day | None]
    skipped: Mapped[list[str]] = mapped_column(JSON)
    last: Mapped[Day | None]
    collect: Mapped[bool] = mapped_column(default=False, server_default=false())


class StoredStanding:
    """Works in the session of one unit of work."""

    def __init__(self, session: Session, village: Village) -> None:
        self._session = session
        self._village = village.settings.slug
        self._currency = village.settings.currency

    def of(self, resident: PersonSlug) -> tuple[StandingOrder, ...]:
        rows = self._session.scalars(
            select(StandingOrderRow)
            .where(*self._theirs(resident))
            .order_by(StandingOrderRow.number)
            .execution_options(populate_existing=True)
        )
        return tuple(self._order_of(row) for row in rows)

    def add(self, order: StandingOrder) -> StandingOrder:
        highest = self._session.scalar(
            select(func.max(StandingOrderRow.number)).where(*self._theirs(order.resident))
        )
        numbered = StandingOrder.numbered(order, (highest or 0) + 1)
        row = StandingOrderRow(
            village=self._village, resident=order.resident, number=numbered.number
        )
        for name, value in _values(numbered).items():
            setattr(row, name, value)
        self._session.add(row)
        self._session.flush()
        return numbered

    def save(self, order: StandingOrder) -> None:
        row = self._session.get_one(StandingOrderRow, (self._village, order.resident, order.number))
        for name, value in _values(order).items():
            setattr(row, name, value)
        self._session.flush()

    def end(self, order: StandingOrder) -> None:
        self._session.execute(
            delete(StandingOrderRow).where(
                *self._theirs(order.resident), StandingOrderRow.number == order.number
            )
        )

    def hand_over(self, gone: PersonSlug, kept: PersonSlug) -> None:
        """Make one resident's standing orders another's, behind those they have."""
        highest = self._session.scalar(
            select(func.max(StandingOrderRow.number)).where(*self._theirs(kept))
        )
        self._session.execute(
            update(StandingOrderRow)
            .where(*self._theirs(gone))
            .values(resident=kept, number=StandingOrderRow.number + (highest or 0))
            .execution_options(synchronize_session=False)
        )

    def _theirs(self, resident: PersonSlug) -> Sequence[Any]:
        return (StandingOrderRow.village == self._village, StandingOrderRow.resident == resident)

    def _order_of(self, row: StandingOrderRow) -> StandingOrder:
        return StandingOrder(
            resident=PersonSlug(row.resident),
            number=row.number,
            items=tuple(map(_item_of, row.items)),
            since=row.since,
            weeks=row.weeks,
            ceiling=Money.of_minor(row.ceiling, self._currency),
            place=PlaceSlug(row.place) if row.place else None,
            beneficiary=_beneficiary_of(row.beneficiary) if row.beneficiary else None,
            paused_until=row.paused_until,
            skipped=tuple(map(date.fromisoformat, row.skipped)),
            last=row.last,
            collect=row.collect,
        )


def _values(order: StandingOrder) -> Mapping[str, Any]:
    whom = order.beneficiary
    return {
        "items": [_item_values(item) for item in order.items],
        "since": order.since,
        "weeks": order.weeks,
        "ceiling": order.ceiling.minor,
        "place": order.place,
        "beneficiary": whom and {"name": whom.name, "place": whom.place, "person": whom.person},
        "paused_until": order.paused_until,
        "skipped": [day.isoformat() for day in order.skipped],
        "last": order.last,
        "collect": order.collect,
    }


def _item_values(item: Item) -> dict[str, Any]:
    measures = {"qty": item.qty, "count": item.count, "amount": item.amount}
    said = {name: str(value) for name, value in measures.items() if value is not None}
    return {"sku": item.sku, "options": list(item.options), **said}


def _item_of(told: Mapping[str, Any]) -> Item:
    measures = {n: Decimal(told[n]) for n in ("qty", "count", "amount") if n in told}
    return Item(sku=Sku(told["sku"]), options=tuple(told["options"]), **measures)


def _beneficiary_of(told: Mapping[str, Any]) -> Beneficiary:
    return Beneficiary(name=told["name"], place=told["place"], person=told["person"])
