"""The account of a village: every order and every basket, in the interchange format."""

from decimal import Decimal
from typing import Any

from tournee.bot.conversation.party import PartyKind
from tournee.bot.conversation.resident.state import Vague, Want
from tournee.bot.roles import role_of
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Village
from tournee.orders.model import Order, OrderLine

Json = dict[str, Any]


def account(workspace: Workspace) -> Json:
    """Everything that stands at the end of a simulation (docs/formats.md)."""
    role = role_of(PartyKind.RESIDENT)
    baskets = []
    for party, text in workspace.conversations.states(PartyKind.RESIDENT):
        state = role.load(text)
        lines = [_want(want, workspace.village) for want in state.wants]
        pending = [want.text for want in state.wants if isinstance(want, Vague)]
        if lines or state.asked:
            asked = [state.asked.kind] if state.asked and not pending else []
            baskets.append(
                {
                    "resident": party.slug,
                    "lines": [line for line in lines if line],
                    "pending": pending or asked,
                }
            )
    orders = sorted(workspace.orders.every_order(), key=lambda o: (o.placed_at, o.number, o.shop))
    return {"orders": [order_record(order) for order in orders], "baskets": baskets}


def _want(want: Want, village: Village) -> Json | None:
    if isinstance(want, Vague):
        return None
    product = village.product_by_sku.get(want.sku)
    if product is None:
        return None
    line: Json = {
        "sku": want.sku,
        "qty": _number(want.qty),
        "unit": str(product.unit),
        "options": list(want.options),
    }
    return line | _instead_of_quantity(want.count, want.amount)


def order_record(order: Order) -> Json:
    """One order as the account tells it."""
    total = sum((line.price.total.amount for line in order.live_lines), Decimal(0))
    return {
        "number": order.number,
        "resident": order.resident,
        "shop": order.shop,
        "status": str(order.status),
        "lines": [_line(line) for line in order.lines],
        "total": _number(total),
        "round": order.round,
        "date": order.date.isoformat() if order.date else None,
    }


def _line(line: OrderLine) -> Json:
    item = line.standing if line.short and line.substitute is None else line.item
    told: Json = {
        "sku": line.item.sku,
        "qty": _number(line.weight if line.weight is not None else item.qty),
        "unit": str(line.unit),
        "options": list(line.item.options),
        "status": str(line.status),
    }
    if line.substitute is not None:
        told["substitute"] = line.substitute
    if line.short:
        told["wanted"] = _number(line.whole)
    return told | _instead_of_quantity(item.count, item.amount)


def _instead_of_quantity(count: Decimal | None, amount: Decimal | None) -> Json:
    told = {"count": _number(count), "amount_eur": _number(amount)}
    return {name: value for name, value in told.items() if value is not None}


def _number(value: Decimal | None) -> int | float | None:
    """JSON has no decimals: three places survive a float exactly enough to be read back."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
