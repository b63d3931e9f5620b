"""Rows of the channels: which group is whose, further accounts of people, villages' own bots."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, Index, Select, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tournee.bot.channels.invitations import Invitations
from tournee.bot.conversation.party import OPERATORS, Party
from tournee.bot.messages import Draft, Room
from tournee.bot.storage import UNSENT, OutgoingRow, load_buttons, party_of_key
from tournee.catalog.model import Channel, Role, Village, VillageSlug
from tournee.catalog.storage import StoredCatalogue
from tournee.orders.model import OrderNumber
from tournee.storage.base import Base, InVillage, Moment
from tournee.storage.unit_of_work import UnitOfWork

TOPIC = "/"
"""Stands between a party and the thread that has a topic of its own in its forum."""


class ChatRow(InVillage, Base):
    """A group that is a shop's or the operators'."""

    __tablename__ = "chats"
    __table_args__ = (Index(None, "village", "channel", "party", unique=True),)

    channel: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    party: Mapped[str]
    bound_by: Mapped[str]
    """The channel's id of who used the link."""
    bound_at: Mapped[Moment]


class FurtherAddressRow(InVillage, Base):
    """One more account of a person who has one on that channel: a household that orders as one."""

    __tablename__ = "further_addresses"

    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str]


class BotRow(InVillage, Base):
    """A village's own account with a channel."""

    __tablename__ = "bots"

    channel: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str | None]
    """None where the environment names it."""
    menus: Mapped[str | None]
    """Digests of the menus that were set last, by scope and locale, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message that the bot has written in a chat."""

    number: int
    draft: Draft
    waiting: bool
    """Not sent yet."""


class Chats:
    """The groups of one village, and what was written in each conversation."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def party(self, channel: Channel, room: Room) -> Party | None:
        """Whose group it is: its topic's if that is linked by itself, else the whole group's."""
        for topic in dict.fromkeys((room.topic, 0)):
            row = self._session.get(ChatRow, (self._village, channel, room.chat, topic))
            if row is not None:
                return party_of_key(row.party.partition(TOPIC)[0])
        return None

    def thread(self, channel: Channel, room: Room) -> str | None:
        """The thread whose topic of a forum this is, by its card; None for any other room."""
        row = self._session.get(ChatRow, (self._village, channel, room.chat, room.topic))
        return (row.party.partition(TOPIC)[2] or None) if row is not None else None

    def bind(self, channel: Channel, room: Room, party: Party, by: str, now: datetime) -> None:
        """Make a group a party's; the one that it had before is let go."""
        self.unbind(channel, party)
        self._session.merge(
            ChatRow(
                village=self._village,
                channel=channel,
                chat=room.chat,
                topic=room.topic,
                party=party.key,
                bound_by=by,
                bound_at=now,
            )
        )
        self._session.flush()

    def unbind(self, channel: Channel, party: Party) -> bool:
        """Let a party's group go; False if it has none."""
        row = self._session.scalar(
            select(ChatRow).where(
                ChatRow.village == self._village,
                ChatRow.channel == channel,
                ChatRow.party == party.key,
            )
        )
        if row is None:
            return False
        self._session.delete(row)
        self._session.flush()
        return True

    def unbind_all(self, party: Party) -> bool:
        """Let a party's groups go on every channel; False if it has none."""
        return sum(self.unbind(channel, party) for channel in Channel) > 0

    def leave(self, channel: Channel, chat: str) -> tuple[Party, ...]:
        """Let go of a group with all its topics; returns whose it was."""
        rows = self._session.scalars(_rooms(self._village, channel, chat)).all()
        for row in rows:
            self._session.delete(row)
        self._session.flush()
        return tuple(party_of_key(row.party) for row in rows if TOPIC not in row.party)

    def move(self, channel: Channel, chat: str, to: str) -> None:
        """The channel gave a group another id."""
        move_rooms(self._session, self._village, channel, chat, to)

    def person(self, channel: Channel, address: str) -> str | None:
        """Who else writes from an address."""
        row = self._session.get(FurtherAddressRow, (self._village, channel, address))
        return row.person if row else None

    def add_address(self, channel: Channel, address: str, person: str) -> None:
        self._session.merge(
            FurtherAddressRow(
                village=self._village, channel=channel, address=address, person=person
            )
        )

    def shown(self, party: Party, number: int) -> Shown | None:
        """The message of that number in a party's conversation."""
        row = self._session.get(OutgoingRow, (self._village, party.key, number))
        return _shown(row) if row else None

    def newest(self, party: Party, card: str) -> Shown | None:
        """How a card stands now."""
        row = self._session.scalars(
            self._of(party)
            .where(OutgoingRow.card == card)
            .order_by(OutgoingRow.number.desc())
            .limit(1)
        ).first()
        return _shown(row) if row else None

    def by_channel_id(self, party: Party, channel: Channel, channel_id: str) -> Shown | None:
        row = self._session.scalars(
            self._of(party)
            .where(OutgoingRow.channel == channel, OutgoingRow.channel_id == channel_id)
            .order_by(OutgoingRow.number.desc())
        ).first()
        return _shown(row) if row else None

    def hurry(self, party: Party, now: datetime) -> None:
        """Send at once what waited for the party's group."""
        self._session.execute(
            update(OutgoingRow)
            .where(
                OutgoingRow.village == self._village,
                OutgoingRow.party == party.key,
                OutgoingRow.status == "pending",
            )
            .values(due_at=now)
        )

    def _of(self, party: Party) -> Select[OutgoingRow]:
        return select(OutgoingRow).where(
            OutgoingRow.village == self._village, OutgoingRow.party == party.key
        )


class Directory:
    """What a channel looks up by itself, each time in a transaction of its own."""

    def __init__(self, engine: Engine, channel: Channel) -> None:
        self._engine = engine
        self._channel = channel

    def room(self, village: VillageSlug, party: str) -> Room | None:
        """Where a party is written to, by its key."""
        with UnitOfWork(self._engine, read_only=True) as work:
            row = work.session.scalar(
                select(ChatRow).where(
                    ChatRow.village == village,
                    ChatRow.channel == self._channel,
                    ChatRow.party == party,
                )
            )
            if row is not None:
                return Room(chat=row.chat, topic=row.topic)
            return _first_operator(work.session, village) if party == OPERATORS.key else None

    def first_operator(self, village: VillageSlug) -> Room | None:
        """Where operators are written to while their group can't be."""
        with UnitOfWork(self._engine, read_only=True) as work:
            return _first_operator(work.session, village)

    def topic(self, village: VillageSlug, party: str, thread: str, chat: str) -> int | None:
        """The topic of a thread in a forum, where it has one."""
        room = self.room(village, f"{party}{TOPIC}{thread}")
        return room.topic if room is not None and room.chat == chat else None

    def keep_topic(
        self, village: VillageSlug, party: str, thread: str, room: Room, at: datetime
    ) -> None:
        """Remember which topic of a forum is a thread's."""
        with UnitOfWork(self._engine) as work:
            work.session.merge(
                ChatRow(
                    village=village,
                    channel=self._channel,
                    chat=room.chat,
                    topic=room.topic,
                    party=f"{party}{TOPIC}{thread}",
                    bound_by="tournee",
                    bound_at=at,
                )
            )
            work.commit()

    def move(self, village: VillageSlug, chat: str, to: str) -> None:
        with UnitOfWork(self._engine) as work:
            move_rooms(work.session, village, self._channel, chat, to)
            work.commit()

    def tokens(self) -> dict[VillageSlug, str | None]:
        """Every village with its own bot's token, None where it has none."""
        with UnitOfWork(self._engine, read_only=True) as work:
            rows = work.session.scalars(select(BotRow).where(BotRow.channel == self._channel))
            own = {row.village: row.token for row in rows}
            slugs = StoredCatalogue(work.session).village_slugs()
            return {slug: own.get(slug) for slug in slugs}

    def village(self, slug: VillageSlug) -> Village:
        with UnitOfWork(self._engine, read_only=True) as work:
            return StoredCatalogue(work.session).load(slug)

    def set_token(self, village: VillageSlug, token: str) -> None:
        with UnitOfWork(self._engine) as work:
            self._row(work.session, village).token = token
            work.commit()

    def menus(self, village: VillageSlug) -> Mapping[str, str]:
        """Digests of the menus that were set last."""
        with UnitOfWork(self._engine, read_only=True) as work:
            row = work.session.get(BotRow, (village, self._channel))
            text = (row.menus if row else None) or ""
        return dict(json.loads(text)) if text.startswith("{") else {}

    def set_menus(self, village: VillageSlug, digests: Mapping[str, str]) -> None:
        with UnitOfWork(self._engine) as work:
            self._row(work.session, village).menus = json.dumps(digests)
            work.commit()

    def invite(self, village: VillageSlug, subject: str, by: str, now: datetime) -> str:
        with UnitOfWork(self._engine) as work:
            code = Invitations(work.session, village).invite(subject, by, now)
            work.commit()
            return code

    def _row(self, session: Session, village: VillageSlug) -> BotRow:
        row = session.get(BotRow, (village, self._channel))
        if row is None:
            row = BotRow(village=village, channel=self._channel)
            session.add(row)
        return row


def move_rooms(
    session: Session, village: VillageSlug, channel: Channel, chat: str, to: str
) -> None:
    """Give a group another id in every topic of it."""
    for row in session.scalars(_rooms(village, channel, chat)).all():
        row.chat = to
    session.flush()


def _first_operator(session: Session, village: VillageSlug) -> Room | None:
    """Where operators are written to while they have no group."""
    people = StoredCatalogue(session).load(village).people
    ids = (p.telegram for p in people if p.role is Role.OPERATOR and p.telegram is not None)
    first = next(ids, None)
    return Room(chat=str(first)) if first is not None else None


def _rooms(village: VillageSlug, channel: Channel, chat: str) -> Select[ChatRow]:
    return select(ChatRow).where(
        ChatRow.village == village, ChatRow.channel == channel, ChatRow.chat == chat
    )


def _shown(row: OutgoingRow) -> Shown:
    return Shown(
        number=row.number,
        draft=Draft(
            channel=Channel(row.channel),
            to=row.address,
            text=row.text,
            buttons=load_buttons(row.buttons),
            card=row.card,
            order=OrderNumber(row.order) if row.order is not None else None,
            kind=row.kind,
            page=row.page,
        ),
        waiting=row.status in UNSENT,
    )
