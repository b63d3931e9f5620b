"""Who writes from an address, and which kinds of things they have at all.

Of those who write, most have no order, no standing order and have taught no phrase. The statement
that reads the person says so; those that would find nothing are not made.
"""

from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, bindparam, exists, literal, select
from sqlalchemy.orm import Session

from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.storage.claims import is_unsent
from tournee.bot.storage.rows import OutgoingRow, TaughtRow
from tournee.catalog.model import Channel, Person, VillageSlug
from tournee.catalog.storage.mapping import person_of
from tournee.catalog.storage.rows import ADDRESS_COLUMNS, PersonRow
from tournee.orders.storage.rows import OrderRow
from tournee.orders.storage.standing import StandingOrderRow


class Kind(StrEnum):
    """What somebody may have; the names of columns of the statement below."""

    ORDERS = "has_orders"
    STANDING = "has_standing"
    TAUGHT = "has_taught"


class Senders:
    """The people of one village as they write, inside one transaction."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village
        self._lacking: dict[str, frozenset[Kind]] = {}
        self._awaiting: dict[str, bool] = {}

    def find(self, via: Channel, address: str) -> Person | None:
        """Who writes from an address; what they lack is known until `forget`."""
        told = int(address) if via is Channel.TELEGRAM else address
        values = {"in_village": self._village, "address": told}
        self._session.flush()
        row = self._session.connection().execute(_BY_ADDRESS[via], values).first()
        if row is None:
            return None
        self._lacking[row.slug] = frozenset(kind for kind in Kind if not getattr(row, kind))
        self._awaiting[row.slug] = row.awaits
        return person_of(row)

    def has_read(self, person: str) -> bool:
        """Whether somebody was found by an address of their own."""
        return person in self._lacking

    def may_have(self, person: str, kind: Kind) -> bool:
        """Whether it is worth asking for somebody's things of a kind."""
        return kind not in self._lacking.get(person, ())

    def awaits_nothing(self, party: Party) -> bool:
        """Whether a resident's chat has nothing to come: it holds while the chat is locked."""
        return party.kind is PartyKind.RESIDENT and self._awaiting.get(party.slug) is False

    def forget(self) -> None:
        """What happens now may give people what they lacked."""
        self._lacking.clear()


_HELD: Final = {
    Kind.ORDERS: (OrderRow.village, OrderRow.resident),
    Kind.STANDING: (StandingOrderRow.village, StandingOrderRow.resident),
    Kind.TAUGHT: (TaughtRow.village, TaughtRow.person),
}
_RESIDENT: Final = literal(f"{PartyKind.RESIDENT}:")
_AWAITS: Final = exists().where(
    OutgoingRow.village == PersonRow.village,
    OutgoingRow.party == _RESIDENT + PersonRow.slug,
    is_unsent(OutgoingRow.__table__),
)
_TOLD: Final[tuple[ColumnElement[bool], ...]] = (
    _AWAITS.label("awaits"),
    *(
        exists().where(village == PersonRow.village, person == PersonRow.slug).label(kind)
        for kind, (village, person) in _HELD.items()
    ),
)
_BY_ADDRESS: Final = {
    via: select(*PersonRow.__table__.c, *_TOLD).where(
        PersonRow.village == bindparam("in_village"), column == bindparam("address")
    )
    for via, column in ADDRESS_COLUMNS.items()
}
