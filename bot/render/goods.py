"""Lines of orders as those who pack and carry them read them."""

from decimal import Decimal

from tournee.bot.conversation.resident.replies import LineShown
from tournee.bot.render.resident.lines import goods, option_words, weight
from tournee.bot.render.voice import Voice
from tournee.catalog.model import Product, ShopSlug, Sku
from tournee.catalog.quantity import Money, Unit
from tournee.orders.lists import ProductTotal
from tournee.orders.model import LineStatus, Order, OrderLine
from tournee.orders.pricing import order_price


def product_name(sku: Sku | None, voice: Voice, otherwise: str = "") -> str:
    known = voice.village.product_by_sku.get(sku or "")
    return known.name if known else otherwise or str(sku or "")


def line_goods(line: OrderLine, voice: Voice) -> str:
    """'2 × Baguette', '512 g Comté 18 mois'."""
    item = line.standing
    product = voice.village.product_by_sku.get(item.sku) or _vanished(line)
    settled = None if line.too_heavy else line.weight
    return goods(LineShown(product=product, item=item, price=line.price, weight=settled), voice)


def _vanished(line: OrderLine) -> Product:
    """Return a product that has left the catalogue, as the order remembers it."""
    return Product(
        shop=ShopSlug(""),
        sku=line.standing.sku,
        name=line.name,
        price=line.unit_price,
        unit=line.unit,
    )


def order_line(line: OrderLine, voice: Voice) -> str:
    """One line of a shop's card, with what has become of it."""
    said = line_goods(line, voice)
    if line.status is LineStatus.MISSING and line.wanted is not None:
        left = line_amount(line, line.quantity, voice)
        return voice.text("❌ %(goods)s: %(left)s is not wanted", goods=said, left=left)
    if line.status is LineStatus.MISSING:
        return voice.text("❌ %(goods)s: missing", goods=said)
    if line.offered:
        other = product_name(line.substitute, voice)
        return voice.text("❓ %(goods)s → %(other)s, if agreed", goods=said, other=other)
    if line.too_heavy and line.weight is not None:
        grams = weight(voice, line.weight, Unit.KG)
        return voice.text(
            "❓ %(goods)s: %(weight)s is above the price announced", goods=said, weight=grams
        )
    if line.status is LineStatus.SUBSTITUTED:
        gone = product_name(line.item.sku, voice)
        said = voice.text("%(goods)s (instead of %(gone)s)", goods=said, gone=gone)
    if line.short:
        wanted = line_amount(line, line.whole, voice)
        said = voice.text("✏️ %(goods)s (not %(wanted)s)", goods=said, wanted=wanted)
    if line.price.weighed and line.weight is None:
        most = voice.money(line.price.ceiling)
        return voice.text("%(goods)s: to be weighed, %(money)s at most", goods=said, money=most)
    return f"{said} {voice.money(line.price.total)}"


def amount(quantity: Decimal, unit: Unit, voice: Voice) -> str:
    """'3', '400 g'."""
    return voice.number(quantity) if unit is Unit.PIECE else weight(voice, quantity, unit)


def line_amount(line: OrderLine, quantity: Decimal, voice: Voice) -> str:
    """Return a part of a line as it was measured: '3' courgettes, '400 g'."""
    count = line.item.count
    if count is not None and line.status is not LineStatus.SUBSTITUTED:
        pieces = count * quantity / line.whole
        if pieces == pieces.to_integral_value():
            return voice.number(pieces.to_integral_value())
    return amount(quantity, line.unit, voice)


def order_lines(order: Order, voice: Voice) -> str:
    shown = [line for line in order.lines if line.status is not LineStatus.REMOVED]
    return "\n".join(order_line(line, voice) for line in shown)


def order_total(order: Order, voice: Voice) -> str:
    """Return the total of several lines; one line says it itself."""
    if len(order.live_lines) < 2:  # noqa: PLR2004
        return ""
    total = order_price((order,), voice.village.settings.currency)
    if total.weighed:
        return voice.text("Total: %(money)s at most", money=voice.money(total.ceiling))
    return voice.text("Total %(money)s", money=voice.money(total.total))


def total_line(total: ProductTotal, voice: Voice) -> str:
    """'12 × Baguette', '1,2 kg + 3 pièces Courgettes'."""
    product = voice.village.product_by_sku.get(total.sku)
    parts = []
    if total.qty and total.unit is Unit.PIECE:
        parts.append(f"{voice.number(total.qty)} ×")
    elif total.qty:
        parts.append(weight(voice, total.qty, total.unit))
    if total.count:
        parts.append(f"{voice.number(total.count)} ×")
    parts += [
        voice.money(Money(amount=a, currency=voice.village.settings.currency))
        for a in total.amounts
    ]
    name = total.name
    if product and (options := [option_words(product, o, voice) for o in total.options]):
        name = f"{name} ({', '.join(o for o in options if o)})"
    return f"{' + '.join(parts)} {name}"


def kilos(value: Decimal, voice: Voice) -> str:
    return weight(voice, value, Unit.KG)
