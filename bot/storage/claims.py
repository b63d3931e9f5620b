"""The statements that every message to send passes through, each made once.

What waits is named word for word, so that the database finds it by the indexes of what is unsent
(`rows.OutgoingRow`), whose size does not depend on what was sent before.
"""

from typing import Final, cast

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    String,
    Table,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    null,
    select,
    tuple_,
)

from tournee.bot.storage.rows import ConversationRow, OutgoingRow
from tournee.storage.base import UtcDateTime

UNSENT: Final = ("pending", "sending")
_UNSENT: tuple[ColumnElement[str], ...] = tuple(literal_column(f"'{status}'") for status in UNSENT)
_OUTGOING = cast("Table", OutgoingRow.__table__)
_CONVERSATIONS = cast("Table", ConversationRow.__table__)


def is_unsent(table: FromClause) -> ColumnElement[bool]:
    return table.c.status.in_(_UNSENT)


def _next_of_each_chat() -> FromClause:
    """The keys of what is due: of each chat only the first that is unsent, past what is locked."""
    due, earlier = _OUTGOING.alias("due"), _OUTGOING.alias("earlier")
    blocked = exists().where(
        earlier.c.village == due.c.village,
        earlier.c.party == due.c.party,
        earlier.c.number < due.c.number,
        is_unsent(earlier),
    )
    return (
        select(due.c.village, due.c.party, due.c.number)
        .where(is_unsent(due), due.c.due_at <= bindparam("now", type_=UtcDateTime()), ~blocked)
        .order_by(due.c.due_at, due.c.village, due.c.party)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=due)
        .cte("next")
    )


_next = _next_of_each_chat()
_of_message = (
    _OUTGOING.c.village == bindparam("of_village"),
    _OUTGOING.c.party == bindparam("of_party"),
    _OUTGOING.c.number == bindparam("of_number"),
)
_ours = is_unsent(_OUTGOING) & (_OUTGOING.c.mark == bindparam("of_mark"))

WAITING: Final = select(func.count(), func.min(_OUTGOING.c.created_at)).where(is_unsent(_OUTGOING))
"""How many wait, in all villages, and since when the oldest does."""
PUT: Final = _OUTGOING.insert()
CLAIM: Final = (
    _OUTGOING.update()
    .where(
        _OUTGOING.c.village == _next.c.village,
        _OUTGOING.c.party == _next.c.party,
        _OUTGOING.c.number == _next.c.number,
    )
    .values(
        unsure=_OUTGOING.c.unsure | (_OUTGOING.c.status == "sending"),
        status="sending",
        attempts=_OUTGOING.c.attempts + 1,
        due_at=bindparam("until", type_=UtcDateTime()),
    )
    .returning(*_OUTGOING.c)
)
"""Takes `now`, `until` (the end of the lease) and `most`."""
CHATS: Final = select(
    _CONVERSATIONS.c.village,
    _CONVERSATIONS.c.party,
    _CONVERSATIONS.c.heard_at,
    _CONVERSATIONS.c.blocked,
    select(func.count())
    .where(
        _OUTGOING.c.village == _CONVERSATIONS.c.village,
        _OUTGOING.c.party == _CONVERSATIONS.c.party,
        is_unsent(_OUTGOING),
    )
    .scalar_subquery()
    .label("unsent"),
).where(
    tuple_(_CONVERSATIONS.c.village, _CONVERSATIONS.c.party).in_(bindparam("chats", expanding=True))
)
"""How it stands with the readers of what was claimed, and how much each chat has to come."""
SENT: Final = (
    _OUTGOING.update()
    .where(*_of_message)
    .values(
        channel_id=func.coalesce(bindparam("id", type_=String), _OUTGOING.c.channel_id),
        status=case((_ours, bindparam("taken")), else_=_OUTGOING.c.status),
        error=case((_ours, null()), else_=_OUTGOING.c.error),
    )
)
"""Takes a message's key, its mark, the channel's `id` and `taken`, the status that follows."""
NEWER: Final = select(_OUTGOING.c.number).where(
    _OUTGOING.c.village == bindparam("of_village"),
    _OUTGOING.c.party == bindparam("of_party"),
    _OUTGOING.c.number > bindparam("of_number"),
    _OUTGOING.c.card == bindparam("of_card"),
    _OUTGOING.c.channel == bindparam("of_channel"),
    _OUTGOING.c.address == bindparam("of_address"),
    is_unsent(_OUTGOING),
)
"""What waits behind a message and shows the same card."""
OVERTAKE: Final = _OUTGOING.update().where(*_of_message).values(status="superseded", error=null())
DROP: Final = _OUTGOING.update().where(*_of_message).values(status="failed", error=bindparam("why"))
QUEUE_UP: Final = (
    _OUTGOING.update()
    .where(
        _OUTGOING.c.village == bindparam("of_village"),
        _OUTGOING.c.party == bindparam("of_party"),
        _OUTGOING.c.number > bindparam("of_number"),
        is_unsent(_OUTGOING),
        _OUTGOING.c.due_at < bindparam("at", type_=UtcDateTime()),
    )
    .values(due_at=bindparam("at", type_=UtcDateTime()))
)
"""What stands behind a message in its chat waits as long: no claim has to pass over it."""
