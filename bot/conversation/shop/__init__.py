"""A shop's group: orders to answer, goods that are missing, weights, what is off sale.

The group is never flooded: an order is one card that changes in place, who did what stands on it,
and talk among the people of the shop is left alone.
"""

from tournee.bot.conversation.shop.state import State
from tournee.bot.conversation.shop.step import step

__all__ = ["State", "step"]
