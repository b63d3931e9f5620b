"""One message, one transaction: dedupe, lock, load, converse, write down what follows.

A message or a piece of news reaches one conversation. Its turns, the commands they ask for, the
outcomes that these have, what is to be sent and what others are to hear are committed together: a
crash at any point loses nothing and doubles nothing. Nothing is sent in here.
"""

from dataclasses import replace
from datetime import datetime

from tournee.bot import eventcodec, news, privacy, timers
from tournee.bot.arrivals import HANDLED, NOTHING, arrive, hear, turn_away
from tournee.bot.conversation.driver_events import PlanWanted
from tournee.bot.conversation.events import Unreadable
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.deeds import codes, linking, planning
from tournee.bot.exchange import Exchange
from tournee.bot.logs import caused_by, log
from tournee.bot.messages import (
    ContactShared,
    Inbound,
    Receipt,
    RoomLeft,
    RoomMoved,
    Started,
)
from tournee.bot.storage import News, Wording
from tournee.bot.workspace import Workspace
from tournee.bot.workspaces import Workspaces
from tournee.storage.errors import StorageError
from tournee.storage.unit_of_work import contested


class Inbox:
    def __init__(self, workspaces: Workspaces, plan: planning.MakePlan) -> None:
        self._workspaces = workspaces
        self._plan = plan

    def receive(self, message: Inbound, *, taking: bool = False) -> Receipt:
        """Deal with a message; with `taking`, the receipt may hold an answer to send at once.

        Where our own code fails, nothing of the message is kept, its sender gets an apology and
        the operators its thread.

        Raises:
            StorageError: the database is away; the channel has to deliver the message again.
        """
        try:
            return self._receive(message, taking=taking)
        except StorageError:
            raise
        except Exception:
            log.exception("message_failed", message=message.message_id)
            failed = replace(message, content=Unreadable(what="failed"))
            return self._receive(failed, taking=taking)

    @contested
    def _receive(self, message: Inbound, *, taking: bool) -> Receipt:
        with self._workspaces.open_for(message) as workspace:
            if workspace is None:
                return NOTHING
            outbox = workspace.outbox
            outbox.taking = taking
            receipt = _take(workspace, message)
            workspace.commit()
            return replace(
                receipt,
                taken=outbox.taken,
                to_send=outbox.put_any,
                to_tell=workspace.mailbox.posted_any,
            )

    @contested
    def tell_next(self, now: datetime) -> bool:
        """Tell the piece of news that is due first; False where there is none.

        Where our own code fails, it is told again later, and given up after some tries.
        """
        item: News | None = None
        try:
            with self._workspaces.open_next_news(now) as taken:
                if taken is None:
                    return False
                workspace, item = taken
                with caused_by(item.cause):
                    wanted = self._tell(workspace, item, now)
                    workspace.commit()
            if wanted is not None:
                with caused_by(item.cause):
                    planning.finish(self._workspaces, item, wanted, now, self._plan)
        except StorageError:
            raise
        except Exception:
            log.exception("news_failed", kind=item.kind if item else None)
            if item is None:
                raise
            self._workspaces.tell_later(item, now)
        return True

    def next_due(self) -> datetime | None:
        """When the next piece of news is due."""
        return self._workspaces.next_due()

    def _tell(self, workspace: Workspace, item: News, now: datetime) -> PlanWanted | None:
        """Tell a piece of news; returns what has to be planned after this transaction."""
        event = eventcodec.load(item.event)
        if isinstance(event, PlanWanted):
            planning.lease(workspace, item, now)
            return event
        if item.party.kind is not PartyKind.VILLAGE:
            me = workspace.person_of(item.party)
            Exchange(workspace, item.party, timers.SYSTEM, me, now).hear(event)
            return None
        if item.key.startswith(privacy.FORGET):
            privacy.forget(workspace, item, now)
            return None
        for happened in timers.act(workspace, event, now):
            on_round = workspace.orders_of_round(happened)
            for party in news.audience(happened, workspace.village, on_round):
                told = eventcodec.dump(happened)
                workspace.mailbox.post(
                    replace(
                        item, key=f"{item.key}/{party.key}", party=party, event=told, due_at=now
                    )
                )
        return None


def _take(workspace: Workspace, message: Inbound) -> Receipt:
    content = message.content
    wording = _wording(workspace, message)
    if wording is Wording.SAME:
        return NOTHING
    if isinstance(content, Started | ContactShared | RoomMoved | RoomLeft):
        told = linking.follow(workspace, message, content)
        if told is None and isinstance(content, Started):
            return Receipt(handled=True, notice=turn_away(workspace, message))
        return _notify(workspace, message, told)
    if (figures := codes.typed(message)) is not None:
        return _notify(workspace, message, codes.enter(workspace, message, figures))
    arrival = arrive(workspace, message)
    if arrival is None:
        return Receipt(handled=False, notice=turn_away(workspace, message))
    return hear(workspace, message, arrival, wording)


def _wording(workspace: Workspace, message: Inbound) -> Wording:
    """What an edit brings: a channel tells of it where something else than words changed, too."""
    seen = workspace.seen
    if message.album is not None:
        seen.first_time(message.channel, message.album, message.at)
    if message.corrects is None:
        return Wording.FIRST
    return seen.reword(message.channel, message.corrects, message.words, message.at)


def _notify(workspace: Workspace, message: Inbound, told: tuple[Party, str] | None) -> Receipt:
    """Say what came of a link or a code, where it was used."""
    if told is not None:
        party, text = told
        address = message.sender if message.room is None else party.key
        exchange = Exchange(workspace, party, timers.SYSTEM, None, message.at)
        exchange.reach_by(message.channel, address)
        exchange.notify(text)
    return HANDLED
