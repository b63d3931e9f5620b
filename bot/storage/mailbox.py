"""Events that wait for a conversation: told right after a commit, or at a set time."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, exists, func, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from tournee.bot.conversation.party import Party
from tournee.bot.logs import current_cause
from tournee.bot.storage.conversations import party_of_key
from tournee.bot.storage.rows import NewsRow
from tournee.catalog.model import VillageSlug
from tournee.storage.upsert import put


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """An event that waits to be told to a party."""

    village: VillageSlug
    key: str
    party: Party
    event: str
    """JSON."""
    due_at: datetime
    attempts: int = 0
    """How often telling it has failed."""
    cause: str | None = None
    """The id of the message that led to it; posting takes it from the log's context."""

    @property
    def kind(self) -> str:
        """The kind of its event: unlike its key it names nobody."""
        return str(json.loads(self.event).get("kind"))


class Mailbox:
    def __init__(self, session: Session) -> None:
        self._session = session
        self.posted_any = False
        """Whether this transaction leaves something to be told, now or later."""

    def post(self, news: News) -> None:
        """Put news in; the same key again replaces what it held."""
        values = {
            "village": news.village,
            "key": news.key,
            "party": news.party.key,
            "event": news.event,
            "due_at": news.due_at,
            "attempts": news.attempts,
            "cause": news.cause or current_cause(),
        }
        put(self._session, NewsRow, values)
        self.posted_any = True

    def drop(self, village: VillageSlug, key: str) -> None:
        self._session.execute(delete(NewsRow).where(NewsRow.village == village, NewsRow.key == key))

    def finish(self, village: VillageSlug, key: str, due_at: datetime) -> bool:
        """Take out news that was put back until `due_at`; False where others have it since."""
        ours = (NewsRow.village == village, NewsRow.key == key, NewsRow.due_at == due_at)
        taken = delete(NewsRow).where(*ours).returning(NewsRow.key)
        return self._session.scalar(taken) is not None

    def hand_over(self, village: VillageSlug, gone: Party, kept: Party) -> None:
        """Tell one party what was meant for another."""
        self._session.execute(
            update(NewsRow)
            .where(NewsRow.village == village, NewsRow.party == gone.key)
            .values(party=kept.key)
        )

    def take(self, now: datetime) -> News | None:
        """Take out the news that is due first, past what others are telling.

        Of each party only the first is taken: who hears two things hears them in order.
        """
        row = self._session.scalars(_first_of_each_party(now).limit(1)).first()
        if row is None:
            return None
        news = _news(row)
        self._session.expunge(row)
        self.drop(news.village, news.key)
        return news

    def next_due(self) -> datetime | None:
        return self._session.scalar(select(func.min(NewsRow.due_at)))


def _first_of_each_party(now: datetime) -> Select[NewsRow]:
    earlier = aliased(NewsRow)
    waits = exists().where(
        earlier.village == NewsRow.village,
        earlier.party == NewsRow.party,
        tuple_(earlier.due_at, earlier.key) < tuple_(NewsRow.due_at, NewsRow.key),
    )
    return (
        select(NewsRow)
        .where(NewsRow.due_at <= now, ~waits)
        .order_by(NewsRow.due_at, NewsRow.village, NewsRow.key)
        .with_for_update(skip_locked=True)
    )


def _news(row: NewsRow) -> News:
    return News(
        village=VillageSlug(row.village),
        key=row.key,
        party=party_of_key(row.party),
        event=row.event,
        due_at=row.due_at,
        attempts=row.attempts,
        cause=row.cause,
    )
