"""One-time codes that link a group or a person with a channel, and how often somebody guessed.

A code stands for a shop's or the operators' group, or for a person; its first use links them.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tournee.catalog.model import Channel, VillageSlug
from tournee.storage.base import Base, InVillage, Moment

CODE_BYTES = 12
INVITED_FOR = timedelta(days=7)
FIGURES = 6
"""Of a code that is typed."""
TRIED_FOR = timedelta(hours=1)


class InvitationRow(InVillage, Base):
    __tablename__ = "invitations"

    code: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Moment]


class CodeTriesRow(InVillage, Base):
    """Wrong codes that somebody typed within an hour: six figures can be guessed."""

    __tablename__ = "code_tries"

    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[Moment]
    tries: Mapped[int]


class Invitations:
    """The codes of one village."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def invite(self, subject: str, by: str, now: datetime) -> str:
        """Make a code that links a group or a person once, within a week."""
        code = secrets.token_urlsafe(CODE_BYTES)
        self._add_invitation(code, subject, by, now)
        return code

    def invite_by_figures(self, subject: str, by: str, now: datetime) -> str:
        """Make a code of six figures, to be typed; with a link of the same moment it is one."""
        code = f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"
        while self._session.get(InvitationRow, (self._village, code)) is not None:
            code = f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"
        self._add_invitation(code, subject, by, now)
        return code

    def _add_invitation(self, code: str, subject: str, by: str, now: datetime) -> None:
        row = InvitationRow(
            village=self._village, code=code, subject=subject, made_by=by, made_at=now
        )
        self._session.add(row)

    def invited(self, code: str, now: datetime) -> str | None:
        """What a code stands for; None if it is used, too old or none of ours."""
        row = self._session.get(InvitationRow, (self._village, code), with_for_update=True)
        if row is None or row.made_at + INVITED_FOR < now:
            return None
        return row.subject

    def use_up(self, code: str) -> None:
        """Let a code end, and the one that was made with it."""
        row = self._session.get(InvitationRow, (self._village, code))
        if row is not None:
            self._session.execute(
                delete(InvitationRow).where(
                    InvitationRow.village == self._village,
                    InvitationRow.subject == row.subject,
                    InvitationRow.made_at == row.made_at,
                )
            )

    def tries(self, channel: Channel, address: str, now: datetime) -> tuple[int, int]:
        """How many wrong codes a sender, and all senders, typed within an hour."""
        lately = (CodeTriesRow.village == self._village, CodeTriesRow.since > now - TRIED_FOR)
        rows = self._session.scalars(select(CodeTriesRow).where(*lately)).all()
        own = (row.tries for row in rows if (row.channel, row.address) == (channel, address))
        return sum(own), sum(row.tries for row in rows)

    def note_try(self, channel: Channel, address: str, now: datetime) -> None:
        """Count a wrong code; those of an hour ago are forgotten."""
        self.forget_tries(now)
        key = (self._village, channel, address)
        row = self._session.get(CodeTriesRow, key, with_for_update=True)
        if row is None:
            row = CodeTriesRow(
                village=self._village, channel=channel, address=address, since=now, tries=0
            )
            self._session.add(row)
        row.tries += 1

    def forget_tries(self, now: datetime) -> None:
        self._session.execute(
            delete(CodeTriesRow).where(
                CodeTriesRow.village == self._village, CodeTriesRow.since <= now - TRIED_FOR
            )
        )
