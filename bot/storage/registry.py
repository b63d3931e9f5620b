"""What the village knows of its people beside the folder: links, consents, announcements made."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tournee.bot.conversation.circle import Announcement, Consent, Link, Reached
from tournee.bot.conversation.party import PartyKind
from tournee.bot.storage.claims import UNSENT
from tournee.bot.storage.outbox import TAKEN
from tournee.bot.storage.rows import ConversationRow, NewsRow, OutgoingRow
from tournee.catalog.model import Channel, PersonSlug, VillageSlug
from tournee.storage.base import Base, InVillage, Moment, Slug
from tournee.storage.upsert import put

PURPOSE: Final = "announcements"
KINDS: Final = ("AnnouncementRead", "RoundMessage")
"""The replies that carry an announcement, or a message to a round's customers."""


class LinkRow(InVillage, Base):
    """One resident orders for another."""

    __tablename__ = "helper_links"

    helper: Mapped[Slug] = mapped_column(primary_key=True)
    helped: Mapped[Slug] = mapped_column(primary_key=True)
    asked_by: Mapped[Slug]
    asked_at: Mapped[Moment]
    agreed_at: Mapped[Moment | None]
    """None until the other one has said yes."""


class ConsentRow(InVillage, Base):
    __tablename__ = "consents"

    person: Mapped[Slug] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    given: Mapped[bool]
    at: Mapped[Moment]
    how: Mapped[str]


class AnnouncementRow(InVillage, Base):
    __tablename__ = "announcements"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    made_by: Mapped[str]
    """A person's name."""
    made_at: Mapped[Moment]
    people: Mapped[int]
    round: Mapped[str | None]
    """The key of the round whose customers it is for; None for who agreed to announcements."""
    stopped_at: Mapped[Moment | None]


class Registry:
    """One village's links and consents, inside one unit of work."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    # --- links -----------------------------------------------------------------------------------

    def links(self, person: PersonSlug | None = None) -> tuple[Link, ...]:
        """All links, or those that a person has either part in."""
        wanted = select(LinkRow).where(LinkRow.village == self._village)
        if person is not None:
            wanted = wanted.where(or_(LinkRow.helper == person, LinkRow.helped == person))
        rows = self._session.scalars(wanted.order_by(LinkRow.asked_at, LinkRow.helper))
        return tuple(_link(row) for row in rows)

    def asked_since(self, person: PersonSlug, since: datetime) -> int:
        """How many proposals a person has made that nobody has answered."""
        return (
            self._session.scalar(
                select(func.count())
                .select_from(LinkRow)
                .where(LinkRow.village == self._village, LinkRow.asked_by == person)
                .where(LinkRow.agreed_at.is_(None), LinkRow.asked_at >= since)
            )
            or 0
        )

    def ask(self, link: Link, at: datetime) -> None:
        values = {"helper": link.helper, "helped": link.helped, "asked_by": link.asked_by}
        put(self._session, LinkRow, {"village": self._village, **values, "asked_at": at})

    def agree(self, link: Link, at: datetime) -> None:
        self._session.execute(update(LinkRow).where(*self._is(link)).values(agreed_at=at))

    def end(self, link: Link) -> None:
        self._session.execute(delete(LinkRow).where(*self._is(link)))

    def hand_over(self, gone: PersonSlug, kept: PersonSlug) -> None:
        """Make one person's links and consent another's; theirs go before."""
        known = {(link.helper, link.helped) for link in self.links(kept)}
        for link in self.links(gone):
            other = link.other(gone)
            pair = (kept, other) if link.helper == gone else (other, kept)
            if other == kept or pair in known:
                self.end(link)
                continue
            asked_by = kept if link.asked_by == gone else link.asked_by
            moved = {"helper": pair[0], "helped": pair[1], "asked_by": asked_by}
            self._session.execute(update(LinkRow).where(*self._is(link)).values(**moved))
        own, theirs = self.consent(kept), self.consent(gone)
        if theirs is not None and own is None:
            self.note(kept, theirs.at, given=theirs.given, how=theirs.how)
        self.forget(gone)

    def forget(self, person: PersonSlug) -> None:
        """Drop all links and consents of a person."""
        for link in self.links(person):
            self.end(link)
        mine = (ConsentRow.village == self._village, ConsentRow.person == person)
        self._session.execute(delete(ConsentRow).where(*mine))

    def _is(self, link: Link) -> tuple[ColumnElement[bool], ...]:
        return (
            LinkRow.village == self._village,
            LinkRow.helper == link.helper,
            LinkRow.helped == link.helped,
        )

    # --- consents --------------------------------------------------------------------------------

    def consents(self, person: PersonSlug | None = None) -> tuple[Consent, ...]:
        """What everybody has said, or one person."""
        wanted = select(ConsentRow).where(
            ConsentRow.village == self._village, ConsentRow.purpose == PURPOSE
        )
        if person is not None:
            wanted = wanted.where(ConsentRow.person == person)
        return tuple(_consent(row) for row in self._session.scalars(wanted))

    def consent(self, person: PersonSlug) -> Consent | None:
        row = self._session.get(ConsentRow, (self._village, person, PURPOSE))
        return _consent(row) if row else None

    def note(self, person: PersonSlug, at: datetime, *, given: bool, how: str) -> None:
        values = {"person": person, "purpose": PURPOSE, "given": given, "at": at, "how": how}
        put(self._session, ConsentRow, {"village": self._village, **values})

    def reached(self) -> tuple[Reached, ...]:
        """By which channel each resident was last heard; those who never wrote are left out."""
        rows = self._session.execute(
            select(ConversationRow.party, ConversationRow.channel, ConversationRow.blocked).where(
                ConversationRow.village == self._village,
                ConversationRow.kind == PartyKind.RESIDENT,
                ConversationRow.channel.is_not(None),
            )
        )
        return tuple(
            Reached(
                person=PersonSlug(party.partition(":")[2]),
                channel=Channel(channel),
                blocked=blocked is not None,
            )
            for party, channel, blocked in rows
            if channel
        )


class Announcements:
    """One village's announcements, and how far they are."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def any(self) -> bool:
        """Whether the village has ever made one to all who agreed."""
        made = select(AnnouncementRow.number).where(
            AnnouncementRow.village == self._village, AnnouncementRow.round.is_(None)
        )
        return self._session.scalar(made.limit(1)) is not None

    def add(self, text: str, by: str, at: datetime, people: int, run: str | None = None) -> int:
        """Write one down, for the customers of the round of key `run`; returns its number."""
        last = self._session.scalar(
            select(func.max(AnnouncementRow.number)).where(AnnouncementRow.village == self._village)
        )
        number = (last or 0) + 1
        row = AnnouncementRow(
            village=self._village,
            number=number,
            text=text,
            made_by=by,
            made_at=at,
            people=people,
            round=run,
        )
        self._session.add(row)
        self._session.flush()
        return number

    def stop(self, number: int, at: datetime) -> None:
        """Send it to nobody any more: neither who was not told yet nor whose message waits."""
        row = self._session.get(AnnouncementRow, (self._village, number), with_for_update=True)
        if row is None or row.stopped_at is not None:
            return
        row.stopped_at = at
        self._session.execute(delete(NewsRow).where(*self._untold(number)))
        self._session.execute(
            update(OutgoingRow)
            .where(*self._messages(number), OutgoingRow.status == "pending")
            .values(status="failed", error="stopped")
        )

    def of(self, number: int) -> Announcement | None:
        row = self._session.get(AnnouncementRow, (self._village, number))
        if row is None:
            return None
        untold = self._count(NewsRow, *self._untold(number))
        unsent = self._count(OutgoingRow, *self._messages(number), OutgoingRow.status.in_(UNSENT))
        sent = self._count(OutgoingRow, *self._messages(number), OutgoingRow.status.in_(TAKEN))
        failed = self._count(
            OutgoingRow,
            *self._messages(number),
            OutgoingRow.status.in_(("failed", "undelivered")),
            OutgoingRow.error != "stopped",
        )
        return Announcement(
            number=number,
            text=row.text,
            by=row.made_by,
            at=row.made_at,
            people=row.people,
            waiting=untold + unsent,
            sent=sent,
            failed=failed,
            stopped=row.stopped_at is not None,
        )

    def _count(self, kind: type[NewsRow | OutgoingRow], *where: ColumnElement[bool]) -> int:
        return self._session.scalar(select(func.count()).select_from(kind).where(*where)) or 0

    def _untold(self, number: int) -> tuple[ColumnElement[bool], ...]:
        return (
            NewsRow.village == self._village,
            NewsRow.key.startswith(news_key(number), autoescape=True),
        )

    def _messages(self, number: int) -> tuple[ColumnElement[bool], ...]:
        return (
            OutgoingRow.village == self._village,
            OutgoingRow.kind.in_(KINDS),
            OutgoingRow.cause == cause(number),
        )


def news_key(number: int, person: str = "") -> str:
    """How the news is called that lets one person hear of an announcement."""
    return f"announce/{number:06}/{person}"


def cause(number: int) -> str:
    """What an announcement's messages name as what led to them."""
    return f"announcement:{number}"


def _link(row: LinkRow) -> Link:
    return Link(
        helper=PersonSlug(row.helper),
        helped=PersonSlug(row.helped),
        asked_by=PersonSlug(row.asked_by),
        agreed=row.agreed_at is not None,
    )


def _consent(row: ConsentRow) -> Consent:
    return Consent(person=PersonSlug(row.person), given=row.given, at=row.at, how=row.how)
