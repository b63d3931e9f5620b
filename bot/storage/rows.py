"""Rows of the message flow: what came in, conversations, news to tell, messages to send.

Every row's key starts with its village. Messages to send are numbered by their own conversation,
whose row is locked while it speaks: so each chat's order is exact and needs no global sequence.
"""

from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from tournee.storage.base import Base, InVillage, Moment, Slug

_UNSENT = text("status IN ('pending', 'sending')")
_CARD = text("card IS NOT NULL")
_ONLY_UNSENT: dict[str, Any] = {"sqlite_where": _UNSENT}
"""So that looking for what waits costs the same however much was sent before.

On PostgreSQL the migration says the same: said here it would load that dialect at every start.
"""
_ON_A_CARD: dict[str, Any] = {"sqlite_where": _CARD}


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
    heard_at: Mapped[Moment | None]
    """The last message of the party; none where a channel says that its window is closed."""
    burst: Mapped[int] = mapped_column(default=0)
    """Messages heard lately, one forgotten every `FORGOTTEN`."""
    last_message: Mapped[str | None]
    """The channel's id of the last message, while it can be taken back: nothing has followed."""
    before: Mapped[str | None]
    """The state before that message."""
    blocked: Mapped[str | None]
    """Why nothing is sent: `stopped`, or the channel's code for a useless address."""


class InboundRow(InVillage, Base):
    """A message id that has been dealt with."""

    __tablename__ = "inbound_messages"

    channel: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[Moment]
    words: Mapped[str | None]
    """A digest of a message that may be edited: an edit may change none of its words."""


class NewsRow(InVillage, Base):
    """An event that waits for its conversation, now or at a set time."""

    __tablename__ = "news"
    __table_args__ = (
        Index(None, "due_at"),
        Index("ix_news_waiting", "village", "party", "due_at", "key"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    party: Mapped[str]
    event: Mapped[str]
    due_at: Mapped[Moment]
    attempts: Mapped[int] = mapped_column(default=0)
    cause: Mapped[str | None]
    """The id of the message that led to it, for the logs."""


class OutgoingRow(InVillage, Base):
    __tablename__ = "outgoing_messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["village", "party"], ["conversations.village", "conversations.party"]
        ),
        Index("ix_outgoing_messages_due", "due_at", "village", "party", **_ONLY_UNSENT),
        Index("ix_outgoing_messages_waiting", "village", "party", "number", **_ONLY_UNSENT),
        Index("ix_outgoing_messages_card", "village", "party", "card", "number", **_ON_A_CARD),
        Index(None, "village", "mark"),
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
    """pending, sending, queued (the channel has it), sent (it is on its way), delivered,
    undelivered or failed (given up)."""
    created_at: Mapped[Moment]
    due_at: Mapped[Moment]
    """Not to be sent before; moved on by each failed try."""
    attempts: Mapped[int] = mapped_column(default=0)
    channel_id: Mapped[str | None]
    """The channel's id of the message, once sent."""
    error: Mapped[str | None]
    mark: Mapped[str]
    """What reports on it name."""
    segments: Mapped[int | None]
    """What an SMS is paid as."""
    facts: Mapped[str | None]
    """What fills a template, as JSON."""
    cause: Mapped[str | None]
    """As in `NewsRow`."""
    unsure: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Tried before without knowing whether it arrived: it may have arrived twice."""
    page: Mapped[int] = mapped_column(default=0)
    """Of a keyboard that is too long to be shown whole."""
    attachment: Mapped[str | None]
    """What the picture or file that goes with the text holds, as JSON."""


class TaughtRow(InVillage, Base):
    """A phrase that a person has settled by picking a product."""

    __tablename__ = "taught_phrases"

    person: Mapped[str] = mapped_column(primary_key=True)
    phrase: Mapped[str] = mapped_column(primary_key=True)
    sku: Mapped[str]


class JoinedRow(InVillage, Base):
    """Two people as they were before they became one."""

    __tablename__ = "joined_people"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Of the edit that stands for the merge in the catalogue's history."""
    at: Mapped[Moment]
    by: Mapped[Slug]
    gone: Mapped[Slug]
    kept: Mapped[Slug]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
