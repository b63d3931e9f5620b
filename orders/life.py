"""What may follow what: the life of an order and of its lines, as one table each.

A step that the table does not hold for the present status raises `WrongStateError`, which carries
that status, and changes nothing.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tournee.orders.errors import WrongStateError
from tournee.orders.model import LineStatus, OrderStatus


class OrderStep(StrEnum):
    AMEND = "amend"
    """The resident changes content or round; the shop answers again."""
    REOPEN = "reopen"
    """Things are ordered from a shop again under the same number."""
    CANCEL = "cancel"
    ACCEPT = "accept"
    ACCEPT_PARTLY = "accept_partly"
    """The shop answers, and something is missing or offered instead."""
    MAKE_GOOD = "make_good"
    """The shop has after all what it lacked."""
    REFUSE = "refuse"
    RUN_OUT = "run_out"
    """Nothing of it is left."""
    CONFER = "confer"
    """The resident answers what the shop asked about a line."""
    WEIGH = "weigh"
    PACK = "pack"
    UNPACK = "unpack"
    """Its round does not take place: what is in the bag can be moved or cancelled again."""
    DEPART = "depart"
    DELIVER = "deliver"
    FAIL = "fail"
    """Nobody at the door, or refused there."""
    RETRY = "retry"
    """What came back from a closed door goes out again."""
    SETTLE = "settle"
    """Its shop has all the money for it."""
    UNSETTLE = "unsettle"
    """It turned out to be paid otherwise."""


_PLACED = OrderStatus.PLACED
_ACCEPTED = OrderStatus.ACCEPTED
_PARTLY = OrderStatus.PARTLY_ACCEPTED
_REFUSED = OrderStatus.REFUSED
_PACKED = OrderStatus.PACKED
_OUT = OrderStatus.OUT_FOR_DELIVERY
_DELIVERED = OrderStatus.DELIVERED
_FAILED = OrderStatus.NOT_DELIVERED
_SETTLED = OrderStatus.SETTLED
_CANCELLED = OrderStatus.CANCELLED

ORDER_LIFE: Mapping[OrderStep, Mapping[OrderStatus, OrderStatus]] = MappingProxyType(
    {
        OrderStep.AMEND: {_PLACED: _PLACED, _ACCEPTED: _PLACED, _PARTLY: _PLACED},
        OrderStep.REOPEN: {_REFUSED: _PLACED, _CANCELLED: _PLACED},
        OrderStep.CANCEL: {_PLACED: _CANCELLED, _ACCEPTED: _CANCELLED, _PARTLY: _CANCELLED},
        OrderStep.ACCEPT: {_PLACED: _ACCEPTED},
        OrderStep.ACCEPT_PARTLY: {_PLACED: _PARTLY, _ACCEPTED: _PARTLY, _PARTLY: _PARTLY},
        OrderStep.MAKE_GOOD: dict.fromkeys((_PLACED, _ACCEPTED, _PARTLY), _ACCEPTED),
        OrderStep.REFUSE: {_PLACED: _REFUSED},
        OrderStep.RUN_OUT: {_PLACED: _REFUSED, _ACCEPTED: _REFUSED, _PARTLY: _REFUSED},
        OrderStep.CONFER: {s: s for s in (_PLACED, _ACCEPTED, _PARTLY, _PACKED)},
        OrderStep.WEIGH: {s: s for s in (_PLACED, _ACCEPTED, _PARTLY, _PACKED)},
        OrderStep.PACK: {_ACCEPTED: _PACKED, _PARTLY: _PACKED},
        OrderStep.UNPACK: {_PACKED: _ACCEPTED},
        OrderStep.DEPART: {_ACCEPTED: _OUT, _PARTLY: _OUT, _PACKED: _OUT},
        OrderStep.DELIVER: {_OUT: _DELIVERED},
        OrderStep.FAIL: {_OUT: _FAILED},
        OrderStep.RETRY: {_FAILED: _OUT},
        OrderStep.SETTLE: {_DELIVERED: _SETTLED},
        OrderStep.UNSETTLE: {_SETTLED: _DELIVERED},
    }
)


class LineStep(StrEnum):
    ACCEPT = "accept"
    RUN_OUT = "run_out"
    SHORTEN = "shorten"
    """The shop has a part of it; goods by the kilo are weighed (again)."""
    OFFER = "offer"
    """Something else, if the resident agrees."""
    SUBSTITUTE = "substitute"
    WEIGH = "weigh"
    CHANGE = "change"
    """The resident wants it otherwise; the shop answers again."""
    REMOVE = "remove"


_L = LineStatus
_STANDING = (_L.ASKED, _L.ACCEPTED, _L.SUBSTITUTED, _L.WEIGHED)

LINE_LIFE: Mapping[LineStep, Mapping[LineStatus, LineStatus]] = MappingProxyType(
    {
        LineStep.ACCEPT: {_L.ASKED: _L.ACCEPTED},
        LineStep.RUN_OUT: dict.fromkeys(_STANDING, _L.MISSING),
        LineStep.SHORTEN: {
            _L.ASKED: _L.ACCEPTED,
            _L.ACCEPTED: _L.ACCEPTED,
            _L.SUBSTITUTED: _L.SUBSTITUTED,
            _L.WEIGHED: _L.ACCEPTED,
        },
        LineStep.OFFER: {_L.ASKED: _L.ASKED, _L.ACCEPTED: _L.ASKED},
        LineStep.SUBSTITUTE: {_L.ASKED: _L.SUBSTITUTED},
        LineStep.WEIGH: dict.fromkeys(_STANDING, _L.WEIGHED),
        LineStep.CHANGE: dict.fromkeys(_STANDING, _L.ASKED),
        LineStep.REMOVE: dict.fromkeys(_STANDING, _L.REMOVED),
    }
)


def order_after(status: OrderStatus, step: OrderStep) -> OrderStatus:
    """Return the status that `step` leads to.

    Raises:
        WrongStateError: the table holds no such step from `status`.
    """
    following = ORDER_LIFE[step].get(status)
    if following is None:
        raise WrongStateError(status=status)
    return following


def line_after(status: LineStatus, step: LineStep) -> LineStatus:
    """Return the status that `step` leads to.

    Raises:
        WrongStateError: the table holds no such step from `status`.
    """
    following = LINE_LIFE[step].get(status)
    if following is None:
        raise WrongStateError(status=status)
    return following
