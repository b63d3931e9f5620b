"""What the rules of orders refuse. Each error has a code and fields; the words are the edge's."""

from decimal import Decimal
from typing import ClassVar

from tournee.catalog.model import ShopSlug, Sku
from tournee.orders.model import LineStatus, OrderNumber, OrderStatus


class OrderError(Exception):
    """Base of every refusal; fields that do not apply are None."""

    code: ClassVar[str] = "not_possible"

    def __init__(
        self,
        *,
        number: OrderNumber | None = None,
        shop: ShopSlug | None = None,
        sku: Sku | None = None,
        status: OrderStatus | LineStatus | None = None,
        limit: Decimal | None = None,
        name: str | None = None,
    ) -> None:
        """Keep what the edge needs to say it well.

        Args:
            number: the order.
            shop: whose part of it.
            sku: the product or line.
            status: the present one, where that is what stands in the way.
            limit: the most that would have been possible, in the product's unit where there is one.
            name: the option group, option or round (as `RoundDate.key`).
        """
        super().__init__(self.code)
        self.number = number
        self.shop = shop
        self.sku = sku
        self.status = status
        self.limit = limit
        self.name = name

    def __str__(self) -> str:
        fields = {k: v for k, v in vars(self).items() if v is not None}
        return " ".join([self.code, *(f"{name}={value}" for name, value in fields.items())])


class UnknownOrderError(OrderError):
    code = "unknown_order"


class UnknownLineError(OrderError):
    """The order holds no such product."""

    code = "unknown_line"


class NotAllowedError(OrderError):
    """The actor has no right to it."""

    code = "not_allowed"


class WrongStateError(OrderError):
    """What was asked cannot follow the present `status`; often a second tap."""

    code = "wrong_state"


class EmptyOrderError(OrderError):
    code = "empty_order"


class UnknownProductError(OrderError):
    code = "unknown_product"


class NotAvailableError(OrderError):
    """The product is off sale."""

    code = "not_available"


class OutOfStockError(OrderError):
    """`limit` is what is left, where that is known."""

    code = "out_of_stock"


class QuantityImpossibleError(OrderError):
    """Zero, negative, or a measure that the product is not sold in (half a baguette)."""

    code = "quantity_impossible"


class TooManyError(OrderError):
    """More than `limit` of one thing, or more lines or money than one basket may hold."""

    code = "too_many"


class OptionMissingError(OrderError):
    """Nothing of the required group `name` is chosen."""

    code = "option_missing"


class UnknownOptionError(OrderError):
    """The product has no option `name`."""

    code = "unknown_option"


class TooManyOptionsError(OrderError):
    """More than `limit` of the group `name`."""

    code = "too_many_options"


class UnknownRoundError(OrderError):
    """No such round runs on that day."""

    code = "unknown_round"


class RoundClosedError(OrderError):
    """Its cut-off has passed."""

    code = "round_closed"


class RoundFullError(OrderError):
    """Every stop is promised; `limit` says how many there are."""

    code = "round_full"


class RoundCancelledError(OrderError):
    code = "round_cancelled"


class ShortNoticeError(OrderError):
    """A shop needs more time before the round leaves; `limit` says how many hours."""

    code = "short_notice"


class RoundTakenError(OrderError):
    """The round runs on that day already."""

    code = "round_taken"


class TooManyStandingError(OrderError):
    """More than `limit` standing orders."""

    code = "too_many_standing"


class NotServedError(OrderError):
    """The round does not come to the order's place."""

    code = "not_served"


class PaymentTooSmallError(OrderError):
    """`limit` is the least that has to be paid now, since the tab of `shop` can't take the rest.

    `name` says why: `no_tab`, `tab_full` or `tab_old`.
    """

    code = "payment_too_small"


class PaymentTooLargeError(OrderError):
    """Far more than is owed, or nothing at all is; `limit` is what was to be paid."""

    code = "payment_too_large"


class ChequeSharedError(OrderError):
    """One cheque for several shops."""

    code = "cheque_shared"


class UnknownReturnableError(OrderError):
    """Nothing with a deposit, or several shops or deposits that it may be (`shop` is None)."""

    code = "unknown_returnable"


class NothingToCloseError(OrderError):
    """The shop's envelope of that round is empty, or was handed over before."""

    code = "nothing_to_close"


class UnbalancedError(OrderError):
    """A ledger transaction whose entries do not add up to nothing, or that mixes currencies."""

    code = "unbalanced"
