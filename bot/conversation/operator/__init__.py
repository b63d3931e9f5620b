"""The operators' chat: who wants a person, which shop keeps silent, commands."""

from tournee.bot.conversation.operator.state import State
from tournee.bot.conversation.operator.step import step

__all__ = ["State", "step"]
