"""Opens one village's transactions; keeps each village's catalogue in memory while it holds."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tournee.bot import delivery, storage
from tournee.bot.messages import Fate, Inbound, Outgoing, Report
from tournee.bot.render.voice import Voice
from tournee.bot.understanding import MOST_VILLAGES, Understanding
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Channel, Village, VillageSlug
from tournee.catalog.storage import StoredCatalogue
from tournee.orders.model import OrderStatus
from tournee.orders.storage import (
    open_by_state,
)
from tournee.storage.unit_of_work import UnitOfWork, contested

if TYPE_CHECKING:
    from tournee.bot.attachments import Attachment, DataFile, MadeFile

MOST_TELLINGS = 8

RETELL = timedelta(seconds=15)
"""News that can't be told waits twice as long each time: an hour over all tries."""


Taken = tuple[Outgoing, str | None]
"""A message that a channel took, under the id that the channel gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits in all villages, for the figures of a process."""

    unsent: int
    oldest_unsent: datetime | None
    next_news: datetime | None
    open_orders: Mapping[OrderStatus, int]


class Workspaces:
    """Opens transactions; keeps each village's catalogue in memory while its version holds."""

    def __init__(self, engine: Engine, understanding: Understanding) -> None:
        self._engine = engine
        self._understanding = understanding
        self._villages: OrderedDict[VillageSlug, tuple[int, Village]] = OrderedDict()
        self._choosing = Lock()

    @contextmanager
    def open(self, village: VillageSlug) -> Iterator[Workspace]:
        with UnitOfWork(self._engine) as work:
            yield self._workspace(work, village)

    @contextmanager
    def open_for(self, message: Inbound) -> Iterator[Workspace | None]:
        """Open the transaction in which a message is dealt with; None where it was already."""
        slug = message.village
        with UnitOfWork(self._engine) as work:
            seen = storage.Seen(work.session, slug)
            words = message.words if message.corrects is None else None
            version = seen.take(message.channel, message.message_id, message.at, words)
            yield None if version is None else self._workspace(work, slug, version)

    @contextmanager
    def open_next_news(self, now: datetime) -> Iterator[tuple[Workspace, storage.News] | None]:
        """Take out the news that is due first, in the transaction in which it will be told."""
        with UnitOfWork(self._engine) as work:
            news = storage.Mailbox(work.session).take(now)
            yield (self._workspace(work, news.village), news) if news else None

    def tell_later(self, news: storage.News, now: datetime) -> None:
        """Put back news that could not be told; after `MOST_TELLINGS` tries it stays away."""
        attempts = news.attempts + 1
        with UnitOfWork(self._engine) as work:
            mailbox = storage.Mailbox(work.session)
            mailbox.drop(news.village, news.key)
            if attempts < MOST_TELLINGS:
                later = now + RETELL * 2**attempts
                mailbox.post(replace(news, attempts=attempts, due_at=later))
            work.commit()

    def village_slugs(self) -> tuple[VillageSlug, ...]:
        with UnitOfWork(self._engine, read_only=True) as work:
            return StoredCatalogue(work.session).village_slugs()

    def next_due(self) -> datetime | None:
        with UnitOfWork(self._engine, read_only=True) as work:
            return storage.Mailbox(work.session).next_due()

    def backlog(self) -> Backlog:
        """What waits, in all villages. Raises StorageError where the database is away."""
        with UnitOfWork(self._engine, read_only=True) as work:
            unsent, oldest = storage.Outbox(work.session).unsent()
            next_news = storage.Mailbox(work.session).next_due()
            return Backlog(
                unsent=unsent,
                oldest_unsent=oldest,
                next_news=next_news,
                open_orders=open_by_state(work.session),
            )

    def create_village(self, village: Village, *, by: str, at: datetime) -> None:
        """Put a village into the database, or bring it up to its folder."""
        with UnitOfWork(self._engine) as work:
            StoredCatalogue(work.session).replace(village, by=by, at=at)
            work.commit()

    def make_file(self, village: VillageSlug, attachment: "Attachment") -> "MadeFile":
        """Make what goes with a message, outside any transaction of it."""
        from tournee.bot import attachments  # noqa: PLC0415 - few messages carry a file

        if isinstance(attachment, attachments.DataFile):
            return self._data_file(village, attachment)

        def load() -> Village:
            with UnitOfWork(self._engine, read_only=True) as work:
                return self._village(work.session, village)

        return attachments.make(attachment, load)

    def _data_file(self, village: VillageSlug, wanted: "DataFile") -> "MadeFile":
        """Write down what is held of a person; raises LookupError where they are forgotten."""
        from tournee.bot import attachments, privacy  # noqa: PLC0415 - few messages need it
        from tournee.bot.render import held  # noqa: PLC0415

        with self.open(village) as workspace:
            person = workspace.people.known(wanted.person)
            if person is None:
                raise LookupError(wanted.person)
            voice = Voice(locale=wanted.locale, channel=Channel.TELEGRAM, village=workspace.village)
            today = datetime.now(voice.zone).date()
            text = held.text(privacy.gathered(workspace, person), voice, today)
        return attachments.make(
            attachments.TextFile(name=wanted.name, text=text), lambda: voice.village
        )

    async def note_and_claim(
        self, taken: Sequence[Taken], now: datetime, limit: int
    ) -> tuple[Outgoing, ...]:
        """Note what channels took, and claim up to `limit` messages that are due."""
        if not taken and not limit:
            return ()
        return await asyncio.to_thread(self._note_and_claim, taken, now, limit)

    async def note_retry(
        self,
        message: Outgoing,
        at: datetime,
        error: str,
        *,
        tried: bool = True,
        unsure: bool = False,
    ) -> None:
        def write(outbox: storage.Outbox) -> None:
            outbox.retry(message, at, error, tried=tried, unsure=unsure)

        await asyncio.to_thread(self._note, write)

    async def note_unlinked(self, message: Outgoing, now: datetime, *, shut_out: bool) -> None:
        await asyncio.to_thread(self._tell_unlinked, message, now, shut_out=shut_out)

    async def note_failed(
        self, message: Outgoing, fate: Fate, error: str, *, now: datetime, ways: Collection[Channel]
    ) -> None:
        await asyncio.to_thread(self._settle, message, fate, error, now, ways)

    @contested
    def take_report(self, report: Report, ways: Collection[Channel]) -> bool:
        """Note what a channel says of a message; False where that changes nothing."""
        with UnitOfWork(self._engine) as work:
            moved = delivery.take_report(work.session, report, ways)
            work.commit()
            return moved

    @contested
    def _tell_unlinked(self, message: Outgoing, now: datetime, *, shut_out: bool) -> None:
        with UnitOfWork(self._engine) as work:
            delivery.tell_unlinked(work.session, message, now, shut_out=shut_out)
            work.commit()

    @contested
    def _settle(
        self, message: Outgoing, fate: Fate, error: str, now: datetime, ways: Collection[Channel]
    ) -> None:
        with UnitOfWork(self._engine) as work:
            if storage.Outbox(work.session).holds(message):
                delivery.settle(work.session, message, fate, error, now=now, ways=ways)
            work.commit()

    @contested
    def _note_and_claim(
        self, taken: Sequence[Taken], now: datetime, limit: int
    ) -> tuple[Outgoing, ...]:
        with UnitOfWork(self._engine) as work:
            outbox = storage.Outbox(work.session)
            if taken:
                outbox.sent(sorted(taken, key=lambda pair: (pair[0].village, pair[0].id)))
            claimed = outbox.claim(now, limit) if limit else ()
            work.commit()
            return claimed

    @contested
    def _note(self, write: Callable[[storage.Outbox], None]) -> None:
        with UnitOfWork(self._engine) as work:
            write(storage.Outbox(work.session))
            work.commit()

    def _workspace(
        self, work: UnitOfWork, slug: VillageSlug, version: int | None = None
    ) -> Workspace:
        village = self._village(work.session, slug, version)
        return Workspace(work, village, self._understanding)

    def _village(self, session: Session, slug: VillageSlug, version: int | None = None) -> Village:
        """Return the village as `version` has it, the newest where none is named."""
        catalogue = StoredCatalogue(session)
        if version is None:
            version = catalogue.version(slug)
        with self._choosing:
            known = self._villages.get(slug)
            if known is None or known[0] != version:
                known = (version, catalogue.load(slug))
                self._villages[slug] = known
                if len(self._villages) > MOST_VILLAGES:
                    self._villages.popitem(last=False)
            self._villages.move_to_end(slug)
            return known[1]
