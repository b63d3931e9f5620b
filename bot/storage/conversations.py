"""Conversations, what they have heard, what they were taught."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Row, Table, and_, bindparam, func, literal, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.storage.rows import ConversationRow, InboundRow, TaughtRow
from tournee.catalog.errors import UnknownVillageError
from tournee.catalog.model import Channel, Sku, VillageSlug
from tournee.catalog.storage.rows import ADDRESS_COLUMNS, PersonRow, VillageRow
from tournee.storage.upsert import insert_and_read, insert_new, put

STOPPED = "stopped"
"""Why nothing is sent to somebody who asked for that."""
CHANGING = (
    "state",
    "channel",
    "address",
    "counter",
    "heard_at",
    "burst",
    "last_message",
    "before",
    "blocked",
)
"""The columns of a conversation that a message changes."""
FORGOTTEN = timedelta(seconds=3)
"""How long one message counts among those heard lately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A party's conversation, locked for the length of the transaction."""

    party: Party
    state: str | None
    """JSON of the role's state; None before the first event."""
    channel: Channel | None
    address: str | None
    last_message: str | None = None
    """The channel's id of the last message, while it can be taken back."""
    before: str | None = None
    """The state before it."""


@dataclass(slots=True, kw_only=True)
class _Held:
    """A locked conversation's columns, as they will be written."""

    party: str
    channel: str | None
    address: str | None
    state: str | None = None
    counter: int = 0
    heard_at: datetime | None = None
    burst: int = 0
    last_message: str | None = None
    before: str | None = None
    blocked: str | None = None


class Conversations:
    """The conversations of one village."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village
        self._locked: dict[str, _Held] = {}

    def lock(self, party: Party) -> Conversation:
        """Load the party's conversation, made if it is new; others wait until the commit.

        What was read before waiting may be old by now: it is read again when it is asked for.
        """
        row = self._locked.get(party.key) or self._hold(party)
        return Conversation(
            party=party,
            state=row.state,
            channel=Channel(row.channel) if row.channel else None,
            address=row.address,
            last_message=row.last_message,
            before=row.before,
        )

    def lock_of(self, via: Channel, address: str) -> bool:
        """Lock the conversation of the resident who writes from an address, if there is one.

        What is read of that person after this holds until the commit.
        """
        told = int(address) if via is Channel.TELEGRAM else address
        values = {"in_village": self._village, "address": told}
        row = self._session.connection().execute(_BY_ADDRESS[via], values).first()
        if row is not None:
            self._keep(row)
        return row is not None

    def begin(self, party: Party, via: Channel, address: str) -> None:
        """Make and lock a conversation, unless somebody else has made it meanwhile.

        Nobody held it before, so what was read of the party until now holds as well.
        """
        key = {"village": self._village, "party": party.key, "kind": party.kind}
        reached = {"channel": via, "address": address, "counter": 0, "burst": 0}
        if insert_new(self._session, ConversationRow, key | reached):
            self._locked[party.key] = _Held(party=party.key, channel=via, address=address)

    def is_locked(self, party: Party) -> bool:
        """Whether this transaction holds the party's conversation."""
        return party.key in self._locked

    def _hold(self, party: Party) -> _Held:
        return self._keep(self._lock(party) or self._insert(party))

    def _lock(self, party: Party) -> Row[Any] | None:
        values = {"in_village": self._village, "of": party.key}
        return self._session.connection().execute(_BY_KEY, values).first()

    def _keep(self, row: Row[Any]) -> _Held:
        self._session.flush()  # expiring forgets what is not written yet
        for other in self._session:
            self._session.expire(other)
        held = _Held(**row._asdict())
        self._locked[held.party] = held
        return held

    def write(self) -> None:
        """Write what has become of the locked conversations: each once, before the commit."""
        for row in self._locked.values():
            values = {name: getattr(row, name) for name in CHANGING}
            self._session.connection().execute(
                _WRITE, {"in_village": self._village, "of": row.party, **values}
            )

    def save(self, changed: Conversation) -> None:
        row = self._row(changed.party)
        row.state, row.channel, row.address = changed.state, changed.channel, changed.address
        row.last_message, row.before = changed.last_message, changed.before

    def hear(self, party: Party, now: datetime) -> int:
        """Note that a locked party writes; returns how many messages it sent lately."""
        row = self._row(party)
        if row.heard_at is None:
            row.burst = 0
        else:
            passed = max(timedelta(), now - row.heard_at)  # clocks are put back, too
            row.burst = max(0, row.burst - passed // FORGOTTEN)
        row.heard_at, row.burst = now, row.burst + 1
        if row.blocked != STOPPED:
            row.blocked = None
        return row.burst

    def block(self, party: Party, why: str, *, on: bool = True) -> None:
        """Send nothing to a party any more, but the confirmation of that; or send again."""
        self._row(party).blocked = why if on else None

    def blocked(self, party: Party) -> bool:
        """Whether nothing may be sent to a party, or nothing arrives."""
        key = (self._village, party.key)
        row = self._locked.get(party.key) or self._session.get(ConversationRow, key)
        return row is not None and row.blocked is not None

    def state(self, party: Party) -> str | None:
        """A party's state as JSON, not locked."""
        row = self._session.get(ConversationRow, (self._village, party.key))
        return row.state if row is not None else None

    def number(self, party: Party) -> int:
        """Count the next message or news of a locked conversation."""
        row = self._row(party)
        row.counter += 1
        return row.counter

    def states(self, kind: PartyKind, naming: str = "") -> tuple[tuple[Party, str], ...]:
        """Every party of a kind with its state; of those only whose state holds a text `naming`."""
        holds = ConversationRow.state.contains(f'"{naming}"', autoescape=True)
        rows = self._session.scalars(
            select(ConversationRow)
            .where(ConversationRow.village == self._village, ConversationRow.kind == kind)
            .where(holds if naming else true())
            .order_by(ConversationRow.party)
        )
        return tuple(
            (Party(kind=kind, slug=row.party.partition(":")[2]), row.state)
            for row in rows
            if row.state
        )

    def _row(self, party: Party) -> ConversationRow | _Held:
        row = self._locked.get(party.key)
        return row or self._session.get_one(ConversationRow, (self._village, party.key))

    def _insert(self, party: Party) -> Row[Any]:
        values = {"party": party.key, "kind": party.kind, "counter": 0, "burst": 0}
        insert_new(self._session, ConversationRow, {"village": self._village, **values})
        row = self._lock(party)
        if row is None:
            raise LookupError(party.key)
        return row


class Wording(StrEnum):
    """What an edit of a message brings."""

    FIRST = "first"
    """The message itself: it has not come before."""
    SAME = "same"
    NEW = "new"


class Seen:
    """The ids of messages that have been dealt with."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def first_time(
        self, channel: Channel, message_id: str, now: datetime, words: str | None = None
    ) -> bool:
        """Mark a message as dealt with; False if it was already."""
        values = {"channel": channel, "message_id": message_id, "received_at": now}
        values |= {"village": self._village, "words": words}
        return insert_new(self._session, InboundRow, values)

    def reword(
        self, channel: Channel, message_id: str, words: str | None, now: datetime
    ) -> Wording:
        """Note the digest of a message's new words; a message that never came counts as come."""
        row = self._session.get(InboundRow, (self._village, channel, message_id))
        if row is None:
            came = self.first_time(channel, message_id, now, words)
            return Wording.FIRST if came else Wording.NEW
        if words is not None and row.words == words:
            return Wording.SAME
        row.words = words
        return Wording.NEW

    def take(
        self, channel: Channel, message_id: str, now: datetime, words: str | None = None
    ) -> int | None:
        """Mark a message as dealt with; returns the version of the village's catalogue.

        None if it was dealt with already. `words` is a digest of what may be edited.

        Raises:
            UnknownVillageError: there is no such village.
        """
        values = {"channel": channel, "message_id": message_id, "received_at": now}
        values |= {"words": words, "village": self._village, "in_village": self._village}
        try:
            return insert_and_read(self._session, InboundRow, values, _CATALOGUE_VERSION)
        except IntegrityError as error:
            raise UnknownVillageError(self._village) from error

    def counts(self, since: datetime) -> tuple[tuple[Channel, int], ...]:
        """How many messages came by each channel, the most first."""
        rows = self._session.execute(
            select(InboundRow.channel, func.count())
            .where(InboundRow.village == self._village, InboundRow.received_at >= since)
            .group_by(InboundRow.channel)
        )
        found = ((Channel(channel), count) for channel, count in rows)
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))


class Taught:
    """What each person has taught the bot to understand."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def learn(self, person: str, phrase: str, sku: str) -> None:
        row = {"village": self._village, "person": person, "phrase": phrase, "sku": sku}
        put(self._session, TaughtRow, row)

    def hand_over(self, gone: str, kept: str) -> None:
        """What one person taught is known of another too."""
        for phrase, sku in self.of(gone):
            self.learn(kept, phrase, sku)

    def of(self, person: str) -> tuple[tuple[str, Sku], ...]:
        rows = self._session.connection().execute(
            _TAUGHT, {"in_village": self._village, "of": person}
        )
        return tuple((phrase, Sku(sku)) for phrase, sku in rows)


_CONVERSATIONS = cast("Table", ConversationRow.__table__)
_CATALOGUE_VERSION = (
    select(VillageRow.catalogue_version)
    .where(VillageRow.village == bindparam("in_village"))
    .scalar_subquery()
)
_HELD = select(_CONVERSATIONS.c.party, *(_CONVERSATIONS.c[name] for name in CHANGING))
_BY_KEY = _HELD.where(
    _CONVERSATIONS.c.village == bindparam("in_village"), _CONVERSATIONS.c.party == bindparam("of")
).with_for_update()
_BY_ADDRESS = {
    via: _HELD.join(
        PersonRow,
        and_(
            PersonRow.village == _CONVERSATIONS.c.village,
            _CONVERSATIONS.c.party == literal(f"{PartyKind.RESIDENT}:") + PersonRow.slug,
        ),
    )
    .where(PersonRow.village == bindparam("in_village"), column == bindparam("address"))
    .with_for_update(of=_CONVERSATIONS)
    for via, column in ADDRESS_COLUMNS.items()
}
_WRITE = (
    _CONVERSATIONS.update()
    .where(_CONVERSATIONS.c.village == bindparam("in_village"))
    .where(_CONVERSATIONS.c.party == bindparam("of"))
    .values({name: bindparam(name) for name in CHANGING})
)
_TAUGHT = (
    select(TaughtRow.phrase, TaughtRow.sku)
    .where(TaughtRow.village == bindparam("in_village"), TaughtRow.person == bindparam("of"))
    .order_by(TaughtRow.phrase)
)


def party_of_key(key: str) -> Party:
    kind, _, slug = key.partition(":")
    return Party(kind=PartyKind(kind), slug=slug)
