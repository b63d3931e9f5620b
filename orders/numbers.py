"""Order numbers that people can say aloud.

The first 9,000 orders of a village have four digits, the next 90,000 five, and so on. Within each
length every number comes up once, in steps that jump about: a number tells nobody how many orders
there were before it.
"""

from typing import Final

from tournee.orders.model import OrderNumber

START: Final = 3821
STEP: Final = 3571
"""A prime beyond 2, 3 and 5, so that it visits every residue of 9,000, 90,000, …"""


def order_number(issued: int) -> OrderNumber:
    """Return the number of the order before which `issued` (from 0) others were given out."""
    first, count = 1000, 9000
    while issued >= count:
        issued -= count
        first, count = first * 10, count * 10
    return OrderNumber(first + (START + issued * STEP) % count)
