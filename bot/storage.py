"""Rows of the message flow: what came in, conversations, news to tell, messages to send.

Every row's key starts with its village. Messages to send are numbered by their own conversation,
whose row is locked while it speaks: so each chat's order is exact and needs no global sequence.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKeyConstraint, Index, Select, and_, exists, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from tournee.bot.conversation.model import Channel, Party, PartyKind
from tournee.bot.messages import Draft, Outgoing, OutgoingId
from tournee.bot.render.voice import Button
from tournee.catalog.model import Sku, VillageSlug
from tournee.orders.model import OrderNumber
from tournee.storage.base import Base, InVillage, Moment

LEASE = timedelta(minutes=1)
"""How long a relay may take to send what it has claimed."""
UNSENT = ("pending", "sending")


class ConversationRow(InVillage, Base):
    __tablename__ = "conversations"

    party: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str | None]
    channel: Mapped[str | None]
    address: Mapped[str | None]
    """Where the party was last heard of: messages to it go there."""
    counter: Mapped[int] = mapped_column(default=0)
    """Numbers what this conversation sends and posts."""


class InboundRow(InVillage, Base):
    """A message id that has been dealt with."""

    __tablename__ = "inbound_messages"

    channel: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[Moment]


class NewsRow(InVillage, Base):
    """An event that waits for its conversation, now or at a set time."""

    __tablename__ = "news"
    __table_args__ = (Index(None, "due_at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    party: Mapped[str]
    event: Mapped[str]
    due_at: Mapped[Moment]
    attempts: Mapped[int] = mapped_column(default=0)


class OutgoingRow(InVillage, Base):
    __tablename__ = "outgoing_messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["village", "party"], ["conversations.village", "conversations.party"]
        ),
        Index(None, "status", "due_at"),
    )

    party: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    address: Mapped[str]
    text: Mapped[str]
    buttons: Mapped[str]
    card: Mapped[str | None]
    order: Mapped[int | None]
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(default="pending")
    """pending, sending, sent, or failed (given up)."""
    created_at: Mapped[Moment]
    due_at: Mapped[Moment]
    """Not to be sent before; moved on by each failed try."""
    attempts: Mapped[int] = mapped_column(default=0)
    channel_id: Mapped[str | None]
    """The channel's id of the message, once sent."""
    error: Mapped[str | None]


class TaughtRow(InVillage, Base):
    """A phrase that a person has settled by picking a product."""

    __tablename__ = "taught_phrases"

    person: Mapped[str] = mapped_column(primary_key=True)
    phrase: Mapped[str] = mapped_column(primary_key=True)
    sku: Mapped[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A party's conversation, locked for the length of the transaction."""

    party: Party
    state: str | None
    """JSON of the role's state; None before the first event."""
    channel: Channel | None
    address: str | None


class Conversations:
    """The conversations of one village."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def lock(self, party: Party) -> Conversation:
        """Load the party's conversation, made if it is new; others wait until the commit."""
        row = self._session.get(
            ConversationRow, (self._village, party.key), with_for_update=True
        ) or self._insert(party)
        return Conversation(
            party=party,
            state=row.state,
            channel=Channel(row.channel) if row.channel else None,
            address=row.address,
        )

    def save(
        self, party: Party, *, state: str, channel: Channel | None, address: str | None
    ) -> None:
        row = self._row(party)
        row.state, row.channel, row.address = state, channel, address

    def number(self, party: Party) -> int:
        """Count the next message or news of a locked conversation."""
        row = self._row(party)
        row.counter += 1
        return row.counter

    def states(self, kind: PartyKind) -> tuple[tuple[Party, str], ...]:
        """Every party of a kind with its state, for the final account of a simulation."""
        rows = self._session.scalars(
            select(ConversationRow)
            .where(ConversationRow.village == self._village, ConversationRow.kind == kind)
            .order_by(ConversationRow.party)
        )
        return tuple(
            (Party(kind=kind, slug=row.party.partition(":")[2]), row.state)
            for row in rows
            if row.state
        )

    def _row(self, party: Party) -> ConversationRow:
        return self._session.get_one(ConversationRow, (self._village, party.key))

    def _insert(self, party: Party) -> ConversationRow:
        row = ConversationRow(village=self._village, party=party.key, kind=party.kind, counter=0)
        self._session.add(row)
        self._session.flush()
        return row


class Seen:
    """The ids of messages that have been dealt with."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def first_time(self, channel: Channel, message_id: str, now: datetime) -> bool:
        """Mark a message as dealt with; False if it was already."""
        key = (self._village, channel, message_id)
        if self._session.get(InboundRow, key) is not None:
            return False
        self._session.add(
            InboundRow(
                village=self._village, channel=channel, message_id=message_id, received_at=now
            )
        )
        self._session.flush()
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    village: VillageSlug
    key: str
    party: Party
    event: str
    """JSON."""
    due_at: datetime


class Mailbox:
    """Events that wait for a conversation: told at once after a commit, or at a set time."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def post(self, news: News) -> None:
        """Put news in; the same key again replaces what it held."""
        self._session.merge(
            NewsRow(
                village=news.village,
                key=news.key,
                party=news.party.key,
                event=news.event,
                due_at=news.due_at,
                attempts=0,
            )
        )

    def drop(self, village: VillageSlug, key: str) -> None:
        row = self._session.get(NewsRow, (village, key))
        if row is not None:
            self._session.delete(row)

    def take(self, now: datetime) -> News | None:
        """Take out the news that is due first, past rows that others are telling."""
        row = self._session.scalars(
            select(NewsRow)
            .where(NewsRow.due_at <= now)
            .order_by(NewsRow.due_at, NewsRow.village, NewsRow.key)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        self._session.delete(row)
        return News(
            village=VillageSlug(row.village),
            key=row.key,
            party=_party(row.party),
            event=row.event,
            due_at=row.due_at,
        )

    def next_due(self) -> datetime | None:
        return self._session.scalars(select(NewsRow.due_at).order_by(NewsRow.due_at)).first()


class Outbox:
    """Messages on their way: in order in each chat, claimed by one relay at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(
        self, village: VillageSlug, party: Party, number: int, draft: Draft, now: datetime
    ) -> None:
        self._session.add(
            OutgoingRow(
                village=village,
                party=party.key,
                number=number,
                channel=draft.channel,
                address=draft.to,
                text=draft.text,
                buttons=_dump_buttons(draft.buttons),
                card=draft.card,
                order=draft.order,
                kind=draft.kind,
                status="pending",
                created_at=now,
                due_at=now,
                attempts=0,
            )
        )

    def claim(self, now: datetime, limit: int) -> tuple[Outgoing, ...]:
        """Lease the due messages to this relay: of each chat only the one that is next.

        A lease that runs out (its relay died) is claimed again: such a message may arrive twice.
        """
        rows = self._session.scalars(_next_of_each_chat(now).limit(limit)).all()
        for row in rows:
            row.status = "sending"
            row.attempts += 1
            row.due_at = now + LEASE
        return tuple(self._outgoing(row) for row in rows)

    def sent(self, message: Outgoing, channel_id: str | None) -> None:
        row = self._row(message)
        row.status, row.channel_id, row.error = "sent", channel_id, None

    def retry(self, message: Outgoing, at: datetime, error: str) -> None:
        row = self._row(message)
        row.status, row.due_at, row.error = "pending", at, error

    def give_up(self, message: Outgoing, error: str) -> None:
        row = self._row(message)
        row.status, row.error = "failed", error

    def _row(self, message: Outgoing) -> OutgoingRow:
        return self._session.get_one(OutgoingRow, (message.village, *message.id))

    def _outgoing(self, row: OutgoingRow) -> Outgoing:
        return Outgoing(
            id=OutgoingId(party=row.party, number=row.number),
            village=VillageSlug(row.village),
            draft=Draft(
                channel=Channel(row.channel),
                to=row.address,
                text=row.text,
                buttons=_load_buttons(row.buttons),
                card=row.card,
                order=OrderNumber(row.order) if row.order is not None else None,
                kind=row.kind,
            ),
            created_at=row.created_at,
            attempts=row.attempts,
            edits=self._shown_card(row) if row.card else None,
        )

    def _shown_card(self, row: OutgoingRow) -> str | None:
        return self._session.scalars(
            select(OutgoingRow.channel_id)
            .where(
                OutgoingRow.village == row.village,
                OutgoingRow.party == row.party,
                OutgoingRow.card == row.card,
                OutgoingRow.channel == row.channel,
                OutgoingRow.address == row.address,
                OutgoingRow.number < row.number,
                OutgoingRow.channel_id.is_not(None),
            )
            .order_by(OutgoingRow.number.desc())
        ).first()


class Taught:
    """What each person has taught the bot to understand."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def learn(self, person: str, phrase: str, sku: str) -> None:
        self._session.merge(TaughtRow(village=self._village, person=person, phrase=phrase, sku=sku))

    def of(self, person: str) -> tuple[tuple[str, Sku], ...]:
        rows = self._session.scalars(
            select(TaughtRow)
            .where(TaughtRow.village == self._village, TaughtRow.person == person)
            .order_by(TaughtRow.phrase)
        )
        return tuple((row.phrase, Sku(row.sku)) for row in rows)


def _next_of_each_chat(now: datetime) -> Select[OutgoingRow]:
    earlier = aliased(OutgoingRow)
    blocked = exists().where(
        and_(
            earlier.village == OutgoingRow.village,
            earlier.party == OutgoingRow.party,
            earlier.number < OutgoingRow.number,
            earlier.status.in_(UNSENT),
        )
    )
    return (
        select(OutgoingRow)
        .where(OutgoingRow.status.in_(UNSENT), OutgoingRow.due_at <= now, ~blocked)
        .order_by(OutgoingRow.due_at, OutgoingRow.village, OutgoingRow.party)
        .with_for_update(skip_locked=True)
    )


def _party(key: str) -> Party:
    kind, _, slug = key.partition(":")
    return Party(kind=PartyKind(kind), slug=slug)


def _dump_buttons(buttons: tuple[tuple[Button, ...], ...]) -> str:
    return json.dumps([[(b.label, b.action) for b in row] for row in buttons], ensure_ascii=False)


def _load_buttons(text: str) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(Button(label, action) for label, action in row) for row in json.loads(text))
