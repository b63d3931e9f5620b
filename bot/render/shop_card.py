"""The card of an order in a shop's group: what to prepare, who did what, what can be tapped."""

from tournee.bot.conversation.shop.replies import CardMoved, CardShown, Customer, Instead
from tournee.bot.render.goods import line_amount, order_lines, order_total, product_name
from tournee.bot.render.resident.lines import joined, short_price
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.orders.model import LineStatus, Order, OrderLine, OrderNumber, OrderStatus

Rows = tuple[tuple[Button, ...], ...]


def card(shown: CardShown, voice: Voice) -> Rendered:
    order = shown.order
    text = joined(
        [
            voice.text("⏰ Still waiting for an answer") if _waits_again(shown) else "",
            header(order, shown.customer, voice),
            order_lines(order, voice),
            order_total(order, voice),
            *_wished(shown, voice),
            status(order, shown.customer, voice),
            _prompt(shown, voice),
        ]
    )
    return Rendered(text=text, buttons=_buttons(shown, voice))


def _waits_again(shown: CardShown) -> bool:
    return shown.reminder and shown.order.status is OrderStatus.PLACED


def moved(shown: CardMoved, voice: Voice) -> str:
    below = voice.text("⬇️ Continued below")
    return joined([header(shown.order, shown.customer, voice), below])


def header(order: Order, customer: Customer, voice: Voice) -> str:
    who = ", ".join(part for part in (customer.name, customer.place) if part)
    number = voice.text("🧺 Order %(number)s", number=order.number)
    return " · ".join(part for part in (number, day_of(order, voice), who) if part)


def day_of(order: Order, voice: Voice) -> str:
    if order.round is None and order.date is not None:
        return voice.text("collected at the shop on %(day)s", day=voice.weekday(order.date))
    if order.round is None:
        return voice.text("collected at the shop")
    return voice.weekday(order.date) if order.date else ""


def status(order: Order, customer: Customer, voice: Voice) -> str:
    """Say who did what; nothing while nobody has answered."""
    by = order.answered_by or ""
    match order.status:
        case OrderStatus.ACCEPTED if by:
            return voice.text("✅ Accepted by %(name)s", name=by)
        case OrderStatus.ACCEPTED:
            return voice.text("✅ Accepted")
        case OrderStatus.PARTLY_ACCEPTED if by:
            return voice.text("✏️ Accepted in part by %(name)s", name=by)
        case OrderStatus.PARTLY_ACCEPTED:
            return voice.text("✏️ Accepted in part")
        case OrderStatus.REFUSED if by:
            return voice.text("❌ Refused by %(name)s", name=by)
        case OrderStatus.CANCELLED:
            return voice.text("❌ CANCELLED by %(who)s: do not prepare it", who=customer.name)
    return _later(order, voice)


def _later(order: Order, voice: Voice) -> str:
    match order.status:
        case OrderStatus.REFUSED:
            return voice.text("❌ Not answered: the round has left without it")
        case OrderStatus.PACKED if order.round is None:
            return voice.text("📦 Ready, waits to be collected")
        case OrderStatus.DELIVERED | OrderStatus.SETTLED if order.round is None:
            return voice.text("✅ Handed out")
        case OrderStatus.PACKED:
            return voice.text("📦 Packed")
        case OrderStatus.OUT_FOR_DELIVERY:
            return voice.text("🚚 On its way")
        case OrderStatus.DELIVERED | OrderStatus.SETTLED:
            return voice.text("🏠 Delivered")
        case OrderStatus.NOT_DELIVERED:
            return voice.text("↩️ Not delivered")
    return ""


def settled(order: Order, voice: Voice) -> str:
    """Answer a tap on an order that has been answered; nothing has changed."""
    said = status(order, Customer(name=""), voice) or voice.text("waits for your answer")
    if order.status is OrderStatus.CANCELLED:
        return voice.text("Order %(number)s was cancelled by the customer.", number=order.number)
    return voice.text(
        "Nothing to change, order %(number)s is settled: %(status)s.",
        number=order.number,
        status=said,
    )


def _prompt(shown: CardShown, voice: Voice) -> str:
    if not _choosing(shown):
        return ""
    if shown.picking == "line":
        return voice.text("What is missing?")
    gone = shown.missing.name if shown.missing else ""
    if shown.lefts:
        return voice.text("%(product)s: how much is there, or what can replace it?", product=gone)
    return voice.text("What can replace %(product)s?", product=gone)


def _wished(shown: CardShown, voice: Voice) -> tuple[str, ...]:
    nothing = len(shown.wishes) > 1 and all(wish.product is None for wish in shown.wishes)
    if nothing:
        return (voice.text("🔁 Nothing in place of what is missing"),)
    return tuple(_instead(wish, voice) for wish in shown.wishes)


def _instead(wish: Instead, voice: Voice) -> str:
    """What the customer has said beforehand."""
    if wish.product is None:
        return voice.text("🔁 %(product)s: nothing in its place", product=wish.name)
    return voice.text(
        "🔁 If no more %(product)s: %(substitute)s",
        product=wish.name,
        substitute=wish.product.name,
    )


def _swaps(shown: CardShown) -> Rows:
    return tuple(
        (Button(f"🔁 {wish.name} → {wish.product.name}", f"swap:{wish.sku}"),)
        for wish in shown.wishes
        if wish.product is not None
    )


def _choosing(shown: CardShown) -> bool:
    return shown.picking is not None and shown.order.status in _ANSWERABLE


_ANSWERABLE = frozenset({OrderStatus.PLACED, OrderStatus.ACCEPTED, OrderStatus.PARTLY_ACCEPTED})


def _buttons(shown: CardShown, voice: Voice) -> Rows:
    order = shown.order
    if _choosing(shown):
        return (*_choices(shown, voice), (Button(voice.text("↩️ Back"), "back"),))
    missing = Button(voice.text("✏️ Something is missing"), "missing")
    if order.status is OrderStatus.PLACED:
        accept = Button(voice.text("✅ All is well"), "accept")
        refuse = Button(voice.text("❌ Refuse"), "refuse")
        return ((accept,), (missing, refuse), *_swaps(shown))
    if order.status is OrderStatus.PACKED and order.round is None:
        return ((Button(voice.text("✅ Handed out, paid"), "handed_out"),),)
    if order.status not in _ANSWERABLE:
        return ()
    weigh = tuple((_weigh_button(line, voice),) for line in _to_weigh(order))
    ready = () if weigh or order.status is OrderStatus.PACKED else (_ready(voice),)
    return (*weigh, (*ready, missing), *_swaps(shown))


def _ready(voice: Voice) -> Button:
    return Button(voice.text("📦 Ready"), "packed")


def _choices(shown: CardShown, voice: Voice) -> Rows:
    if shown.picking == "line":
        return tuple(
            (Button(_line_name(line, voice), f"line:{line.standing.sku}"),)
            for line in shown.order.live_lines
        )
    lefts = _lefts(shown, voice)
    others = tuple(
        (Button(f"{p.name} · {short_price(p, voice)}", f"substitute:{p.sku}"),)
        for p in shown.substitutes
    )
    return (*lefts, *others, (Button(voice.text("Nothing instead"), "nothing"),))


def _lefts(shown: CardShown, voice: Voice) -> Rows:
    """How much there is of a line, as a row of buttons."""
    line = shown.line
    if line is None or not shown.lefts:
        return ()
    whole = line_amount(line, line.whole, voice)
    row = (
        Button(
            voice.text("%(left)s of %(whole)s", left=line_amount(line, left, voice), whole=whole),
            f"left:{left.normalize():f}",
        )
        for left in shown.lefts
    )
    return (tuple(row),)


def _line_name(line: OrderLine, voice: Voice) -> str:
    return product_name(line.standing.sku, voice, line.name)


def _to_weigh(order: Order) -> tuple[OrderLine, ...]:
    return tuple(
        line
        for line in order.live_lines
        if line.price.weighed and line.weight is None and line.status is not LineStatus.ASKED
    )


def _weigh_button(line: OrderLine, voice: Voice) -> Button:
    name = _line_name(line, voice)
    label = voice.text("⚖️ Weight of %(product)s", product=name)
    return Button(label, f"weigh:{line.standing.sku}")


def refusal(code: str, number: OrderNumber | None, voice: Voice) -> str:
    """Say why a service refused what the shop asked."""
    match code:
        case "not_allowed":
            return voice.text("Only the people of this shop can do that.")
        case "unknown_order" | "unknown_line":
            return voice.text("I find nothing like that in this order.")
        case "too_many" | "quantity_impossible":
            return voice.text("This weight is not possible. Write it like this: 512 g")
        case "wrong_state":
            return voice.text("That is no longer possible: it is settled already.")
        case _ if number is not None:
            return voice.text(
                "That did not work for order %(number)s: nothing was changed.", number=number
            )
        case _:
            return voice.text("That did not work: nothing was changed.")
