"""Makes all that is written down about one person another's: two entries were the same human.

Nothing is added up or rewritten in what was booked: accounts, orders and the audit trail bear the
other name, and the entry that is no more leaves no trace of its own.
"""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tournee.bot.channels.invitations import InvitationRow
from tournee.bot.channels.storage import FurtherAddressRow
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.storage.claims import UNSENT
from tournee.bot.storage.privacy import Privacy
from tournee.bot.storage.rows import ConversationRow, OutgoingRow
from tournee.catalog.model import PersonSlug, VillageSlug
from tournee.catalog.storage.rows import PersonRow
from tournee.orders.storage import papers
from tournee.orders.storage.rows import AuditRow, LedgerEntryRow, OrderRow


class Merging:
    """One village's people, inside one unit of work."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def move_orders(self, gone: PersonSlug, kept: PersonSlug) -> int:
        """Make all orders the other's, open and past; returns how many numbers that are."""
        mine = (OrderRow.village == self._village, OrderRow.resident == gone)
        numbers = self._session.scalar(select(func.count(OrderRow.number.distinct())).where(*mine))
        self._session.execute(
            update(OrderRow)
            .where(*mine)
            .values(resident=kept)
            .execution_options(synchronize_session=False)
        )
        self._session.expire_all()
        return numbers or 0

    def move_accounts(self, gone: PersonSlug, kept: PersonSlug) -> None:
        for kind in ("due", "tab"):
            entries = self._session.scalars(
                select(LedgerEntryRow).where(
                    LedgerEntryRow.village == self._village,
                    LedgerEntryRow.account.startswith(f"{kind}:{gone}/", autoescape=True),
                )
            )
            for entry in entries:
                entry.account = f"{kind}:{kept}/{entry.account.partition('/')[2]}"

    def move_history(self, gone: PersonSlug, kept: PersonSlug) -> None:
        """Let the audit trail tell of the one who is left."""
        papers.rename(self._session, self._village, gone, kept)
        papers.move_limits(self._session, self._village, gone, kept)
        for column in (AuditRow.person, AuditRow.acting_for):
            self._session.execute(
                update(AuditRow)
                .where(AuditRow.village == self._village, column == gone)
                .values({column: kept})
                .execution_options(synchronize_session=False)
            )

    def move_addresses(self, gone: PersonSlug, kept: PersonSlug) -> None:
        """Let further accounts write as the other; codes that were made for the entry end."""
        self._session.execute(
            update(FurtherAddressRow)
            .where(FurtherAddressRow.village == self._village, FurtherAddressRow.person == gone)
            .values(person=kept)
        )
        subject = f"person:{gone}"
        self._session.execute(
            delete(InvitationRow).where(
                InvitationRow.village == self._village, InvitationRow.subject == subject
            )
        )

    def remove_entry(self, gone: PersonSlug, now: datetime) -> int:
        """Take out the person's entry and its traces in the history; returns the edit's number."""
        self._session.execute(
            delete(PersonRow).where(PersonRow.village == self._village, PersonRow.slug == gone)
        )
        return Privacy(self._session, self._village).clean_history(gone, now, by="merge")

    def remove_conversation(self, gone: PersonSlug) -> None:
        """Take out what was written to the person, but for what is still on its way."""
        party = Party(kind=PartyKind.RESIDENT, slug=gone).key
        mine = (OutgoingRow.village == self._village, OutgoingRow.party == party)
        self._session.execute(delete(OutgoingRow).where(*mine, OutgoingRow.status.not_in(UNSENT)))
        if self._session.scalars(select(OutgoingRow.number).where(*mine).limit(1)).first() is None:
            self._session.execute(
                delete(ConversationRow).where(
                    ConversationRow.village == self._village, ConversationRow.party == party
                )
            )
