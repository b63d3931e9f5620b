"""What is held of one person: shown, erased, and let go of with time.

Erasing leaves orders, ledger and audit trail as they are, about somebody without a name: a random
slug takes the person's place, the same in all of them. Orders that are open and debts that are not
paid stand in the way.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from tournee.bot.channels.invitations import InvitationRow, Invitations
from tournee.bot.channels.storage import FurtherAddressRow
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.storage.claims import UNSENT
from tournee.bot.storage.parting import Parting
from tournee.bot.storage.registry import Registry
from tournee.bot.storage.rows import (
    ConversationRow,
    InboundRow,
    NewsRow,
    OutgoingRow,
    TaughtRow,
)
from tournee.bot.storage.traces import Traces
from tournee.catalog.model import PersonSlug, Role, VillageSlug
from tournee.catalog.storage.rows import EditRow, PersonRow, VillageRow
from tournee.orders.model import OPEN_STATUSES, OrderNumber
from tournee.orders.storage import papers
from tournee.orders.storage.rows import AuditRow, LedgerEntryRow, OrderRow
from tournee.orders.storage.standing import StandingOrderRow
from tournee.orders.storage.substitutes import SubstituteWishRow
from tournee.orders.storage.waiting import WaitingRow

UNUSED_FOR = timedelta(days=3 * 365)
"""After so long without a message a resident is erased."""


class Privacy:
    """One village's people, inside one unit of work."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def open_orders(self, slug: str) -> tuple[OrderNumber, ...]:
        """What still has to be delivered or paid."""
        found = self._session.scalars(
            select(OrderRow.number)
            .where(OrderRow.village == self._village, OrderRow.resident == slug)
            .where(OrderRow.status.in_(tuple(OPEN_STATUSES)))
            .distinct()
            .order_by(OrderRow.number)
        )
        return tuple(OrderNumber(number) for number in found)

    def owes(self, slug: str) -> bool:
        rows = self._session.execute(
            select(LedgerEntryRow.account)
            .where(LedgerEntryRow.village == self._village, self._accounts(slug))
            .group_by(LedgerEntryRow.account)
            .having(func.sum(LedgerEntryRow.minor) != 0)
        )
        return rows.first() is not None

    def is_being_written_to(self, slug: str) -> bool:
        """Whether a message to the person is on its way."""
        waiting = select(OutgoingRow.number).where(
            OutgoingRow.village == self._village,
            OutgoingRow.party == _party(slug),
            OutgoingRow.status.in_(UNSENT),
        )
        return self._session.scalars(waiting.limit(1)).first() is not None

    def erase(self, slug: str, now: datetime) -> None:
        """Forget a person; what has to be kept is about nobody from now on."""
        nobody = f"nobody-{secrets.token_hex(6)}"
        self._unwrite(slug)
        person = self._session.get(PersonRow, (self._village, slug))
        if person is not None:
            Traces(self._session, self._village, person).remove(nobody)
        self._anonymise(slug, nobody)
        for kind in (OutgoingRow, NewsRow, ConversationRow):
            mine = (kind.village == self._village, kind.party == _party(slug))
            self._session.execute(delete(kind).where(*mine))
        for table in (TaughtRow, FurtherAddressRow):
            mine = (table.village == self._village, table.person == slug)
            self._session.execute(delete(table).where(*mine))
        for habits in (StandingOrderRow, SubstituteWishRow, WaitingRow):
            mine = (habits.village == self._village, habits.resident == slug)
            self._session.execute(delete(habits).where(*mine))
        Registry(self._session, self._village).forget(PersonSlug(slug))
        Parting(self._session, self._village).forget(slug)
        codes = (InvitationRow.village == self._village, InvitationRow.subject == f"person:{slug}")
        self._session.execute(delete(InvitationRow).where(*codes))
        self._session.execute(
            delete(PersonRow).where(PersonRow.village == self._village, PersonRow.slug == slug)
        )
        self.clean_history(slug, now)

    def _unwrite(self, slug: str) -> None:
        """Empty what shops, drivers and operators were told about the person's orders."""
        orders = select(OrderRow.number).where(
            OrderRow.village == self._village, OrderRow.resident == slug
        )
        self._session.execute(
            update(OutgoingRow)
            .where(OutgoingRow.village == self._village, OutgoingRow.order.in_(orders))
            .values(text="", buttons="[]")
        )

    def _anonymise(self, slug: str, nobody: str) -> None:
        orders = (OrderRow.village == self._village, OrderRow.resident == slug)
        self._session.execute(
            update(OrderRow)
            .where(*orders)
            .values(resident=nobody, beneficiary=None, note="", door=nobody)
        )
        entries = self._session.scalars(
            select(LedgerEntryRow).where(
                LedgerEntryRow.village == self._village, self._accounts(slug)
            )
        )
        for entry in entries:
            kind, _, rest = entry.account.partition(":")
            entry.account = f"{kind}:{nobody}{rest.removeprefix(slug)}"
        papers.rename(self._session, self._village, PersonSlug(slug), PersonSlug(nobody))
        papers.move_limits(self._session, self._village, PersonSlug(slug), None)
        audit = (AuditRow.village == self._village, AuditRow.person == slug)
        self._session.execute(update(AuditRow).where(*audit).values(person=nobody, name="", why=""))
        acted_for = (AuditRow.village == self._village, AuditRow.acting_for == slug)
        self._session.execute(update(AuditRow).where(*acted_for).values(acting_for=nobody))

    def clean_history(self, slug: str, now: datetime, *, by: str = "erase") -> int:
        """Take the person out of the catalogue's edits; a new version empties the caches.

        Returns that version.
        """
        rows = self._session.scalars(select(EditRow).where(EditRow.village == self._village))
        for row in rows:
            kept = [c for c in row.changes if (c["table"], c["key"]) != ("people", slug)]
            if len(kept) < len(row.changes):
                row.changes = kept
        village = self._session.get_one(VillageRow, self._village, with_for_update=True)
        village.catalogue_version += 1
        self._session.add(
            EditRow(
                village=self._village,
                number=village.catalogue_version,
                at=now,
                by=by,
                changes=[],
            )
        )
        return village.catalogue_version

    def _accounts(self, slug: str) -> ColumnElement[bool]:
        return LedgerEntryRow.account.startswith(
            f"due:{slug}/", autoescape=True
        ) | LedgerEntryRow.account.startswith(f"tab:{slug}/", autoescape=True)

    def let_go(self, now: datetime, keep: timedelta) -> dict[str, int]:
        """Delete messages older than `keep`, erase who has not written for years; how many."""
        before = now - keep
        Invitations(self._session, self._village).forget_tries(now)
        Parting(self._session, self._village).forget_old(now)
        received = self._session.execute(
            delete(InboundRow)
            .where(InboundRow.village == self._village, InboundRow.received_at < before)
            .returning(InboundRow.message_id)
        ).all()
        sent = self._session.execute(
            delete(OutgoingRow)
            .where(OutgoingRow.village == self._village, OutgoingRow.created_at < before)
            .where(OutgoingRow.status.not_in(UNSENT))
            .returning(OutgoingRow.number)
        ).all()
        erased = [slug for slug in self._unused(now - UNUSED_FOR) if self._is_free(slug)]
        for slug in erased:
            self.erase(slug, now)
        return {"received": len(received), "sent": len(sent), "people": len(erased)}

    def _is_free(self, slug: str) -> bool:
        return not (self.open_orders(slug) or self.owes(slug))

    def _unused(self, since: datetime) -> list[str]:
        written = (PersonRow.village == ConversationRow.village) & (
            ConversationRow.party == "resident:" + PersonRow.slug
        )
        return list(
            self._session.scalars(
                select(PersonRow.slug)
                .join(ConversationRow, written)
                .where(PersonRow.village == self._village, PersonRow.role == Role.RESIDENT)
                .where(ConversationRow.heard_at < since)
            )
        )


def _party(slug: str) -> str:
    return Party(kind=PartyKind.RESIDENT, slug=slug).key
