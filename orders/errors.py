"""What the rules of orders refuse. Each error has a code and fields; the words are the edge's."""

from decimal import Decimal
from typing import ClassVar

from tournee.catalog.model import ShopSlug, Sku
from tournee.orders.model import LineStatus, OrderNumber, OrderStatus


class OrdersError(Exception):
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


class UnknownOrderError(OrdersError):
    code = "unknown_order"


class UnknownLineError(OrdersError):
    """The order holds no such product."""

    code = "unknown_line"


class NotAllowedError(OrdersError):
    """The actor has no right to it."""

    code = "not_allowed"


class WrongStateError(OrdersError):
    """What was asked cannot follow the present `status`; often a second tap."""

    code = "wrong_state"


class EmptyOrderError(OrdersError):
    code = "empty_order"


class UnknownProductError(OrdersError):
    code = "unknown_product"


class NotAvailableError(OrdersError):
    """The product is off sale."""

    code = "not_available"


class OutOfStockError(OrdersError):
    """`limit` is what is left, where that is known."""

    code = "out_of_stock"


class QuantityImpossibleError(OrdersError):
    """Zero, negative, or a measure that the product is not sold in (half a baguette)."""

    code = "quantity_impossible"


class TooManyError(OrdersError):
    """More than `limit` of one thing, or more lines or money than one basket may hold."""

    code = "too_many"


class OptionMissingError(OrdersError):
    """Nothing of the required group `name` is chosen."""

    code = "option_missing"


class UnknownOptionError(OrdersError):
    """The product has no option `name`."""

    code = "unknown_option"


class TooManyOptionsError(OrdersError):
    """More than `limit` of the group `name`."""

    code = "too_many_options"


class UnknownRoundError(OrdersError):
    """No such round runs on that day."""

    code = "unknown_round"


class RoundClosedError(OrdersError):
    """Its cut-off has passed."""

    code = "round_closed"


class RoundFullError(OrdersError):
    """Every stop is promised; `limit` says how many there are."""

    code = "round_full"


class RoundCancelledError(OrdersError):
    code = "round_cancelled"


class NotServedError(OrdersError):
    """The round does not come to the order's place."""

    code = "not_served"


class UnbalancedError(OrdersError):
    """A ledger transaction whose entries do not add up to nothing, or that mixes currencies."""

    code = "unbalanced"
