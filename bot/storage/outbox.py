"""Messages on their way out, and what channels report of them."""

import json
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from tournee.bot.conversation.model import SmsSpent
from tournee.bot.conversation.party import Party
from tournee.bot.gsm7 import segments
from tournee.bot.logs import current_cause
from tournee.bot.messages import Draft, Outgoing, OutgoingId, Report
from tournee.bot.render.voice import Button
from tournee.bot.storage import claims
from tournee.bot.storage.rows import ConversationRow, OutgoingRow
from tournee.catalog.model import Channel, VillageSlug
from tournee.orders.model import OrderNumber

if TYPE_CHECKING:
    from tournee.bot.attachments import Attachment

LEASE = timedelta(minutes=1)
"""How long a relay may take to send what it has claimed."""
LATE = timedelta(seconds=5)
"""An edit that waits longer is left out where a newer one of its card waits, too: a group takes
twenty messages a minute, edits included."""
TAKEN = ("queued", "sent", "delivered")
"""The channel has it."""
RANK = {"queued": 1, "sent": 2, "delivered": 3, "undelivered": 3, "failed": 3}
"""A report moves a message's status up, never down or aside."""
LAST_WORDS = frozenset({"Stopped"})
"""The reply that a stopped person still gets."""
WINDOW = timedelta(hours=24)
"""How long after a message WhatsApp lets us write freely."""
MARK_BYTES = 12
MOST_KNOWN = 100


class Outbox:
    """Messages on their way: in order in each chat, claimed by one relay at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.taking = False
        """Whether this process sends by itself what is next in its chat."""
        self.taken: Outgoing | None = None
        """What it sends so, once this transaction is committed."""
        self.put_any = False
        """Whether this transaction leaves something to be claimed."""

    def put(
        self,
        village: VillageSlug,
        party: Party,
        number: int,
        draft: Draft,
        now: datetime,
        *,
        free: bool = False,
    ) -> None:
        """Write down a message; `free`: nothing of its chat is unsent, which is locked."""
        takes = self.taking and free
        mark = secrets.token_urlsafe(MARK_BYTES)
        values = {
            "village": village,
            "party": party.key,
            "number": number,
            "channel": draft.channel,
            "address": draft.to,
            "text": draft.text,
            "buttons": _dump_buttons(draft.buttons),
            "card": draft.card,
            "order": draft.order,
            "kind": draft.kind,
            "page": draft.page,
            "attachment": _dump_attachment(draft.attachment),
            "facts": json.dumps(draft.facts, ensure_ascii=False) if draft.facts else None,
            "status": "sending" if takes else "pending",
            "created_at": now,
            "due_at": now + LEASE if takes else now,
            "attempts": int(takes),
            "mark": mark,
            "segments": segments(draft.text) if draft.channel is Channel.SMS else None,
            "cause": current_cause(),
            "unsure": False,
        }
        self._session.connection().execute(claims.PUT, values)
        if takes:
            self.taken = Outgoing(
                id=OutgoingId(party=party.key, number=number),
                village=village,
                draft=draft,
                created_at=now,
                attempts=1,
                edits=self._shown_card(OutgoingRow(**values)) if draft.card else None,
                cause=current_cause(),
                mark=mark,
            )
        elif self.taken is not None:
            self.taken = replace(self.taken, followed=True)
        else:
            self.put_any = True

    def claim(self, now: datetime, limit: int) -> tuple[Outgoing, ...]:
        """Lease the due messages to this relay: of each chat only the one that is next.

        A lease that runs out (its relay died) is claimed again: such a message may arrive twice.
        """
        values = {"now": now, "until": now + LEASE, "most": limit}
        while rows := self._session.connection().execute(claims.CLAIM, values).all():
            chats = self._chats(rows)
            claimed = [
                (row, chat)
                for row in rows
                if not self._withheld(row, (chat := chats[row.village, row.party]).blocked)
                and not self._overtaken(row, now)
            ]
            if claimed:
                claimed.sort(key=lambda pair: (pair[0].created_at, pair[0].village, pair[0].party))
                return tuple(self._claimed(row, chat, now) for row, chat in claimed)
        return ()

    def _chats(
        self, rows: Sequence[Row[Any]]
    ) -> dict[tuple[str, str], Row[Any, Any, Any, Any, Any]]:
        """When each reader was heard last, why nothing may be sent, how much waits."""
        keys = list({(row.village, row.party) for row in rows})
        found = self._session.connection().execute(claims.CHATS, {"chats": keys})
        return {(chat.village, chat.party): chat for chat in found}

    def _withheld(self, row: Row[Any], blocked: str | None) -> bool:
        """Drop what was written before its reader stopped messages, or proved out of reach."""
        if blocked is None or row.kind in LAST_WORDS:
            return False
        key = {"of_village": row.village, "of_party": row.party, "of_number": row.number}
        self._session.execute(claims.DROP, {**key, "why": blocked})
        return True

    def _overtaken(self, row: Row[Any], now: datetime) -> bool:
        """Drop an edit that had to wait, where a newer one of the same card waits behind it."""
        may_be = row.card is not None and row.attachment is None
        if not may_be or not Channel(row.channel).has_edits or now - row.created_at < LATE:
            return False
        key = {"of_village": row.village, "of_party": row.party, "of_number": row.number}
        same = {"of_card": row.card, "of_channel": row.channel, "of_address": row.address}
        newer = self._session.execute(claims.NEWER, {**key, **same}).first()
        if newer is None or self._shown_card(row) is None:
            return False
        self._session.execute(claims.OVERTAKE, key)
        return True

    def sent(self, messages: Sequence[tuple[Outgoing, str | None]]) -> None:
        """Note that the channel took them under these ids, unless a report on one was faster.

        A telephone's network queues them first: that they were sent is reported later.
        """
        values = [
            {
                "of_village": message.village,
                "of_party": message.id.party,
                "of_number": message.id.number,
                "of_mark": message.mark,
                "id": channel_id,
                "taken": "sent" if message.draft.channel is Channel.TELEGRAM else "queued",
            }
            for message, channel_id in messages
        ]
        self._session.connection().execute(claims.SENT, values)

    def holds(self, message: Outgoing) -> bool:
        """Whether the message is still leased to who claimed it, and not to another since."""
        key = (message.village, *message.id)
        row = self._session.get_one(OutgoingRow, key, with_for_update=True)
        return row.status == "sending" and row.attempts == message.attempts

    def retry(
        self,
        message: Outgoing,
        at: datetime,
        error: str | None,
        *,
        tried: bool = True,
        unsure: bool = False,
    ) -> None:
        """Send later; a message that only waited for its turn was not `tried`."""
        if not self.holds(message):
            return
        row = self._row(message)
        row.status, row.due_at, row.error = "pending", at, error
        row.unsure = row.unsure or unsure
        if not tried:
            row.attempts -= 1
        key = {"of_village": row.village, "of_party": row.party, "of_number": row.number}
        self._session.execute(claims.QUEUE_UP, {**key, "at": at})

    def give_up(self, message: Outgoing, error: str) -> None:
        """Never send it again; what a channel reported as undelivered stays called so."""
        row = self._row(message)
        row.error = error
        if row.status != "undelivered":
            row.status = "failed"

    def close_window(self, message: Outgoing, now: datetime) -> None:
        """Outside its channel's window: send it at once by whatever way is left."""
        self._conversation(self._row(message)).heard_at = None
        self.again(message, now, "window closed")

    def again(self, message: Outgoing, at: datetime, error: str) -> None:
        """Send what a channel took and then lost once more, under a new mark."""
        row = self._row(message)
        row.mark, row.channel_id = secrets.token_urlsafe(MARK_BYTES), None
        row.status, row.due_at, row.error = "pending", at, error

    def by_sms(self, message: Outgoing, text: str, now: datetime) -> None:
        """Let a message go by SMS to the same number."""
        row = self._row(message)
        row.channel, row.text, row.segments = Channel.SMS, text, segments(text)
        self.again(message, now, "by SMS")

    def unsent(self) -> tuple[int, datetime | None]:
        """How many messages wait, in all villages, and since when the oldest does."""
        found = self._session.execute(claims.WAITING).one()
        return found[0], found[1]

    def of_mark(self, village: VillageSlug, mark: str, now: datetime) -> Outgoing | None:
        row = self._marked(village, mark)
        if row is None:
            return None
        return self._outgoing(row, self._conversation(row).heard_at, now)

    def moved(self, report: Report) -> bool:
        """Move a message's status on; False where the report is late, repeated or unknown."""
        row = self._marked(report.village, report.mark)
        if row is None or RANK[report.status] <= RANK.get(row.status, 0):
            return False
        row.status, row.channel_id, row.error = report.status, report.channel_id, report.code
        return True

    def spent(self, village: VillageSlug, since: datetime, zone: ZoneInfo) -> tuple[SmsSpent, ...]:
        """Add up what SMS cost by the village's day and by kind: the newest day, the most first."""
        rows = self._session.execute(
            select(OutgoingRow.created_at, OutgoingRow.kind, OutgoingRow.segments).where(
                OutgoingRow.village == village,
                OutgoingRow.channel == Channel.SMS,
                OutgoingRow.created_at >= since,
                OutgoingRow.channel_id.is_not(None),
            )
        )
        sums: dict[tuple[date, str], list[int]] = defaultdict(list)
        for created_at, kind, cost in rows:
            sums[created_at.astimezone(zone).date(), kind].append(cost or 0)
        spent = [
            SmsSpent(day=day, kind=kind, messages=len(costs), segments=sum(costs))
            for (day, kind), costs in sums.items()
        ]
        return tuple(sorted(spent, key=lambda s: (-s.day.toordinal(), -s.segments, s.kind)))

    def _marked(self, village: VillageSlug, mark: str) -> OutgoingRow | None:
        return self._session.scalars(
            select(OutgoingRow)
            .where(OutgoingRow.village == village, OutgoingRow.mark == mark)
            .with_for_update()
        ).first()

    def _conversation(self, row: OutgoingRow) -> ConversationRow:
        return self._session.get_one(ConversationRow, (row.village, row.party))

    def _row(self, message: Outgoing) -> OutgoingRow:
        return self._session.get_one(OutgoingRow, (message.village, *message.id))

    def _outgoing(
        self, row: OutgoingRow | Row[Any], heard_at: datetime | None, now: datetime
    ) -> Outgoing:
        return Outgoing(
            id=OutgoingId(party=row.party, number=row.number),
            village=VillageSlug(row.village),
            draft=Draft(
                channel=Channel(row.channel),
                to=row.address,
                text=row.text,
                buttons=load_buttons(row.buttons),
                card=row.card,
                order=OrderNumber(row.order) if row.order is not None else None,
                kind=row.kind,
                attachment=_load_attachment(row.attachment),
                facts=tuple((n, v) for n, v in json.loads(row.facts)) if row.facts else (),
                page=row.page,
            ),
            created_at=row.created_at,
            attempts=row.attempts,
            edits=self._shown_card(row) if row.card else None,
            mark=row.mark,
            cause=row.cause,
            in_window=heard_at is not None and now - heard_at < WINDOW,
            known=self._known(row) if row.attempts > 1 else frozenset(),
        )

    def _claimed(
        self, row: Row[Any], chat: Row[Any, Any, Any, Any, Any], now: datetime
    ) -> Outgoing:
        return replace(self._outgoing(row, chat.heard_at, now), followed=chat.unsent > 1)

    def _known(self, row: OutgoingRow | Row[Any]) -> frozenset[str]:
        return frozenset(
            self._session.scalars(
                select(OutgoingRow.channel_id)
                .where(
                    OutgoingRow.village == row.village,
                    OutgoingRow.party == row.party,
                    OutgoingRow.channel_id.is_not(None),
                )
                .order_by(OutgoingRow.number.desc())
                .limit(MOST_KNOWN)
            )
        )

    def _shown_card(self, row: OutgoingRow | Row[Any]) -> str | None:
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
            .limit(1)
        ).first()


def _dump_buttons(buttons: tuple[tuple[Button, ...], ...]) -> str:
    return json.dumps([[(b.label, b.action) for b in row] for row in buttons], ensure_ascii=False)


def load_buttons(text: str) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(Button(label, action) for label, action in row) for row in json.loads(text))


def _dump_attachment(attachment: "Attachment | None") -> str | None:
    if attachment is None:
        return None
    from tournee.bot import attachments  # noqa: PLC0415 - few messages carry a file

    return attachments.dump(attachment)


def _load_attachment(text: str | None) -> "Attachment | None":
    if text is None:
        return None
    from tournee.bot import attachments  # noqa: PLC0415

    return attachments.load(text)
