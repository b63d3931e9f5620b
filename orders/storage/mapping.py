"""Rows from and to orders."""

from decimal import Decimal
from typing import Any

from tournee.catalog.model import PersonSlug, PlaceSlug, RoundSlug, ShopSlug, Sku
from tournee.catalog.quantity import Money
from tournee.orders.model import Beneficiary, Item, Order, OrderLine, OrderNumber, Price
from tournee.orders.rounds import door
from tournee.orders.storage.rows import OrderLineRow, OrderRow

Values = dict[str, Any]
"""Attributes of one row by name."""


def order_values(order: Order) -> Values:
    whom = order.beneficiary
    return {
        "resident": order.resident,
        "status": order.status,
        "placed_at": order.placed_at,
        "place": order.place,
        "beneficiary": whom and {"name": whom.name, "place": whom.place, "person": whom.person},
        "round": order.round,
        "date": order.date,
        "cutoff": order.cutoff,
        "door": door(order),
        "answered_by": order.answered_by,
        "note": order.note,
        "crates": order.crates or None,
    }


def order_of(row: OrderRow, currency: str) -> Order:
    return Order(
        number=OrderNumber(row.number),
        shop=ShopSlug(row.shop),
        resident=PersonSlug(row.resident),
        status=row.status,
        lines=tuple(line_of(line, currency) for line in row.lines),
        placed_at=row.placed_at,
        place=PlaceSlug(row.place) if row.place else None,
        beneficiary=_beneficiary(row.beneficiary) if row.beneficiary else None,
        round=RoundSlug(row.round) if row.round else None,
        date=row.date,
        cutoff=row.cutoff,
        answered_by=row.answered_by,
        note=row.note,
        crates=row.crates or Decimal(0),
        version=row.version,
    )


def line_values(line: OrderLine) -> Values:
    return {
        "sku": line.item.sku,
        "qty": line.item.qty,
        "count": line.item.count,
        "amount": line.item.amount,
        "options": list(line.item.options),
        "name": line.name,
        "unit": line.unit,
        "unit_price": line.unit_price.minor,
        "total": line.price.total.minor,
        "ceiling": line.price.ceiling.minor,
        "weighed": line.price.weighed,
        "deposit": line.price.deposit.minor if line.price.deposit else None,
        "vat": line.vat,
        "status": line.status,
        "substitute": line.substitute,
        "weight": line.weight,
        "quantity": line.quantity,
        "wanted": line.wanted,
    }


def line_of(row: OrderLineRow, currency: str) -> OrderLine:
    return OrderLine(
        position=row.position,
        item=Item(
            sku=Sku(row.sku),
            qty=row.qty,
            count=row.count,
            amount=row.amount,
            options=tuple(row.options),
        ),
        name=row.name,
        unit=row.unit,
        unit_price=Money.of_minor(row.unit_price, currency),
        price=Price(
            total=Money.of_minor(row.total, currency),
            ceiling=Money.of_minor(row.ceiling, currency),
            weighed=row.weighed,
            deposit=Money.of_minor(row.deposit, currency) if row.deposit else None,
        ),
        vat=row.vat,
        status=row.status,
        substitute=Sku(row.substitute) if row.substitute else None,
        weight=row.weight,
        quantity=row.quantity,
        wanted=row.wanted,
    )


def _beneficiary(told: Values) -> Beneficiary:
    return Beneficiary(name=told["name"], place=told["place"], person=told["person"])
