"""The resident's conversation: pure, `(state, event, facts) -> Turn`."""

from tournee.bot.conversation.resident.conversation import context, step
from tournee.bot.conversation.resident.habits import plain
from tournee.bot.conversation.resident.rewording import corrected, joined, taken_back
from tournee.bot.conversation.resident.state import State, emptied

__all__ = ["State", "context", "corrected", "emptied", "joined", "plain", "step", "taken_back"]
