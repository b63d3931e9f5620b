"""What residents take in place of what is missing: implements `orders.ports.SubstituteStore`."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tournee.catalog.model import PersonSlug, Sku, VillageSlug
from tournee.orders.habits import ANYTHING, SubstituteWish
from tournee.storage.base import Base, InVillage, Moment, Slug


class SubstituteWishRow(InVillage, Base):
    """One resident's word on one product, or on all of them."""

    __tablename__ = "substitute_wishes"

    resident: Mapped[Slug] = mapped_column(primary_key=True)
    sku: Mapped[Slug] = mapped_column(primary_key=True)
    """Empty: whatever is missing."""
    substitute: Mapped[Slug | None]
    """None: nothing in its place."""
    said: Mapped[bool]
    at: Mapped[Moment]


class StoredSubstitutes:
    """Works in the session of one unit of work."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def of(self, residents: Iterable[PersonSlug]) -> tuple[SubstituteWish, ...]:
        rows = self._session.scalars(
            select(SubstituteWishRow)
            .where(
                SubstituteWishRow.village == self._village,
                SubstituteWishRow.resident.in_(sorted(set(residents))),
            )
            .order_by(SubstituteWishRow.resident, SubstituteWishRow.sku)
            .execution_options(populate_existing=True)
        )
        return tuple(
            SubstituteWish(
                resident=PersonSlug(row.resident),
                sku=Sku(row.sku) if row.sku != ANYTHING else None,
                substitute=Sku(row.substitute) if row.substitute else None,
                said=row.said,
            )
            for row in rows
        )

    def put(self, wish: SubstituteWish, at: datetime) -> None:
        key = (self._village, wish.resident, wish.sku or ANYTHING)
        row = self._session.get(SubstituteWishRow, key)
        if row is None:
            row = SubstituteWishRow(
                village=self._village, resident=wish.resident, sku=wish.sku or ANYTHING
            )
            self._session.add(row)
        row.substitute, row.said, row.at = wish.substitute, wish.said, at
        self._session.flush()

    def drop(self, resident: PersonSlug) -> None:
        self._session.execute(
            delete(SubstituteWishRow).where(
                SubstituteWishRow.village == self._village, SubstituteWishRow.resident == resident
            )
        )

    def hand_over(self, gone: PersonSlug, kept: PersonSlug) -> None:
        """Make one resident's wishes another's where they have none themselves."""
        theirs = {wish.sku or ANYTHING for wish in self.of((kept,))}
        self._session.execute(
            update(SubstituteWishRow)
            .where(SubstituteWishRow.village == self._village)
            .where(SubstituteWishRow.resident == gone, SubstituteWishRow.sku.not_in(sorted(theirs)))
            .values(resident=kept)
            .execution_options(synchronize_session=False)
        )
        self.drop(gone)
