"""The message flow's tables and the repositories on them."""

from tournee.bot.storage.claims import UNSENT
from tournee.bot.storage.conversations import (
    STOPPED,
    Conversation,
    Conversations,
    Seen,
    Taught,
    Wording,
    party_of_key,
)
from tournee.bot.storage.lookback import Lookback
from tournee.bot.storage.mailbox import Mailbox, News
from tournee.bot.storage.outbox import LEASE, Outbox, load_buttons
from tournee.bot.storage.registry import Announcements, Registry
from tournee.bot.storage.rows import (
    ConversationRow,
    InboundRow,
    JoinedRow,
    NewsRow,
    OutgoingRow,
    TaughtRow,
)
from tournee.bot.storage.senders import Kind, Senders

__all__ = [
    "LEASE",
    "STOPPED",
    "UNSENT",
    "Announcements",
    "Conversation",
    "ConversationRow",
    "Conversations",
    "InboundRow",
    "JoinedRow",
    "Kind",
    "Lookback",
    "Mailbox",
    "News",
    "NewsRow",
    "Outbox",
    "OutgoingRow",
    "Registry",
    "Seen",
    "Senders",
    "Taught",
    "TaughtRow",
    "Wording",
    "load_buttons",
    "party_of_key",
]
