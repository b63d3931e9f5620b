"""What operators see of messages that went out: what did not arrive, what was said last."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tournee.bot.conversation.circle import Undelivered
from tournee.bot.conversation.party import Party
from tournee.bot.storage.rows import OutgoingRow
from tournee.catalog.model import VillageSlug

FAILED = ("failed", "undelivered")
NOT_MEANT = ("stopped", "by SMS")
"""Why something was held back on purpose."""


class Lookback:
    """One village's messages, inside one unit of work."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def undelivered(self, since: datetime) -> tuple[Undelivered, ...]:
        """What did not arrive, the newest first."""
        rows = self._session.execute(
            select(OutgoingRow.party, OutgoingRow.created_at, OutgoingRow.error)
            .where(
                OutgoingRow.village == self._village,
                OutgoingRow.status.in_(FAILED),
                OutgoingRow.created_at >= since,
            )
            .order_by(OutgoingRow.created_at.desc())
        )
        return tuple(
            Undelivered(party=party, at=at, why=error or "")
            for party, at, error in rows
            if error not in NOT_MEANT
        )

    def last_said(self, party: Party, before: datetime, most: int) -> tuple[str, ...]:
        """What the bot wrote last to a party before a moment, the newest last."""
        rows = self._session.scalars(
            select(OutgoingRow.text)
            .where(
                OutgoingRow.village == self._village,
                OutgoingRow.party == party.key,
                OutgoingRow.created_at < before,
                OutgoingRow.text != "",
            )
            .order_by(OutgoingRow.number.desc())
            .limit(most)
        )
        return tuple(reversed(rows.all()))
