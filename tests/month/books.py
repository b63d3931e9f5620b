"""Holds the books against the notebook of those who handed money over, to the cent.

Prices are multiplied here from the catalogue, and accounts are named as docs/money.md names them.
"""

from collections import Counter
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from tests.month.life import Life
from tournee.bot.workspace import Workspace
from tournee.catalog.model import PersonSlug, ShopSlug
from tournee.orders.model import Order, OrderStatus
from tournee.orders.receipts import ReceiptKind, vat_of

CENT = Decimal("0.01")
CAME = frozenset({OrderStatus.DELIVERED, OrderStatus.SETTLED})
OVER = CAME | {OrderStatus.NOT_DELIVERED, OrderStatus.REFUSED, OrderStatus.CANCELLED}
EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def check(life: Life) -> None:
    """Compare everything that is left when the last round is over."""
    with life.simulation._app.workspaces.open(life.village.settings.slug) as workspace:
        orders = workspace.orders.every_order()
        came = [order for order in orders if order.status in CAME]
        assert came
        check_ledger(life, workspace, came)
        check_receipts(life, workspace, came)
        check_stock(life, workspace, orders)
        check_orders(workspace, orders)
    assert life.notes.worries == []


def check_ledger(life: Life, workspace: Workspace, came: list[Order]) -> None:
    accounts = {str(a): minor for a, minor in workspace.ports.ledger.accounts("").items()}
    assert sum(accounts.values()) == 0
    left = {a: m for a, m in accounts.items() if a.startswith(("due:", "cash:", "cheque:")) and m}
    assert left == {}
    worth: Counter[ShopSlug] = Counter()
    owed: Counter[PersonSlug] = Counter()
    for order in came:
        worth[order.shop] += bill(life, order)
        owed[order.resident] += bill(life, order)
    for shop in {o.shop for o in came}:
        booked = accounts.get(f"sales:{shop}", 0) + accounts.get(f"deposits:{shop}", 0)
        back = sum(e for (_, to), e in life.notes.empties.items() if to == shop)
        assert -booked == worth[shop] - back
        till = accounts.get(f"till:{shop}", 0)
        assert till == life.notes.counted[shop] + life.notes.counter[shop]
    for who in life.people:
        tabs = sum(m for a, m in accounts.items() if a.startswith(f"tab:{who.slug}/"))
        paid = life.notes.handed[who.slug] + life.notes.paid_there[who.slug]
        paid += sum(e for (whose, _), e in life.notes.empties.items() if whose == who.slug)
        assert (who.slug, tabs) == (who.slug, owed[who.slug] - paid)
    lost = sum(minor for account, minor in accounts.items() if account.startswith("lost:"))
    assert lost == sum(life.notes.handed.values()) - sum(life.notes.counted.values())


def bill(life: Life, order: Order) -> int:
    """Multiply what was in a bag by what it costs; in minor units, with its deposits."""
    total = Decimal(0)
    for line in order.live_lines:
        product = life.village.product_by_sku[line.standing.sku]
        measure = line.weight if line.weight is not None else line.quantity
        total += (product.price.amount * measure).quantize(CENT, ROUND_HALF_UP)
        if product.deposit is not None:
            total += product.deposit.amount * line.quantity
    return int(total * 100)


def check_receipts(life: Life, workspace: Workspace, came: list[Order]) -> None:
    made = workspace.ports.receipts.between(EARLY, LATE)
    for shop in {receipt.draft.shop for receipt in made}:
        theirs = [receipt for receipt in made if receipt.draft.shop == shop]
        assert [receipt.number for receipt in theirs] == list(range(1, len(theirs) + 1))
        sales = [receipt for receipt in theirs if receipt.draft.kind is ReceiptKind.SALE]
        bills = sum(bill(life, order) for order in came if order.shop == shop)
        assert sum(receipt.draft.total for receipt in sales) * 100 == bills
        given_back = [r for r in theirs if r.draft.kind is ReceiptKind.DEPOSIT]
        empties = sum(e for (_, to), e in life.notes.empties.items() if to == shop)
        assert sum(receipt.draft.total for receipt in given_back) * 100 == -empties
        goods = sum(receipt.draft.goods for receipt in sales)
        assert sum(part.gross for part in vat_of(sales)) == goods
    for receipt in made:
        draft = receipt.draft
        paid = draft.cash + draft.cheque + draft.on_tab
        of_goods = draft.kind in {ReceiptKind.SALE, ReceiptKind.DEPOSIT}
        assert paid == (draft.total if of_goods else 0)


def check_stock(life: Life, workspace: Workspace, orders: tuple[Order, ...]) -> None:
    """What is left and what was taken is what there was; what a shop lacked stays taken."""
    taken: Counter[str] = Counter()
    for order in orders:
        if order.status in {OrderStatus.CANCELLED, OrderStatus.REFUSED}:
            continue
        for line in order.lines:
            taken[line.standing.sku] += int(line.quantity) if line.live else 0
    for product in life.village.products:
        if product.stock is None or product.sku not in taken:
            continue
        left = workspace.ports.stock.left(product.sku)
        assert left is not None
        assert 0 <= left <= product.stock - taken[product.sku]


def check_orders(workspace: Workspace, orders: tuple[Order, ...]) -> None:
    """Nothing is left half done, and an order is settled if and only if it is paid for."""
    now = max(order.placed_at for order in orders)
    past = [o for o in orders if o.date and o.date <= now.date() and o.status not in OVER]
    left = [(o.number, o.shop, o.status, o.date) for o in past]
    assert not left, left
    assert not workspace.ports.ledger.accounts("cash:")
