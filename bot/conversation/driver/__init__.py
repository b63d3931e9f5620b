"""The driver's chat: what to collect, one stop after the other, and the money at the end."""

from tournee.bot.conversation.driver.state import State
from tournee.bot.conversation.driver.step import step

__all__ = ["State", "step"]
