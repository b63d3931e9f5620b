"""What the bot says in a shop's group."""

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias, assert_never

from tournee.bot.conversation.shop.replies import (
    AlreadySettled,
    Bag,
    CardMoved,
    CardShown,
    Customer,
    DidYouMean,
    Done,
    DoubtSettled,
    HelpGiven,
    LineIsMissing,
    NoOrderHolds,
    NotBroughtOver,
    NotByWeight,
    NothingToPick,
    NotInOrder,
    NotSoldHere,
    OrderChanged,
    OrdersTouched,
    OrderWithdrawn,
    PickingListShown,
    Refused,
    Reminded,
    RoundGone,
    RoundShifted,
    ShopReply,
    SubstituteDecided,
    SubstituteProposed,
    UnknownCommand,
    UnknownOrder,
    WeightAsked,
    WeightNoted,
    WhichPacked,
)
from tournee.bot.render import shop_card, shop_doubts
from tournee.bot.render.goods import kilos, line_goods, order_line, product_name, total_line
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.typography import typeset
from tournee.bot.render.voice import Rendered, Voice
from tournee.catalog.model import Product, Sku
from tournee.orders.model import Order

if TYPE_CHECKING:
    from tournee.bot.render.shop_aside import Aside

Said: TypeAlias = "ShopReply | Aside"


def render(reply: Said, voice: Voice) -> Rendered:
    rendered = _words(reply, voice)
    return replace(rendered, text=typeset(rendered.text, voice))


def _words(reply: Said, voice: Voice) -> Rendered:
    if not isinstance(reply, ShopReply):
        from tournee.bot.render import shop_aside  # noqa: PLC0415 - see there

        return shop_aside.words(reply, voice)
    match reply:
        case CardShown():
            return shop_card.card(reply, voice)
        case CardMoved():
            return Rendered(text=shop_card.moved(reply, voice))
        case DidYouMean():
            return shop_doubts.question(reply, voice)
        case PickingListShown():
            return Rendered(text=_picking_list(reply, voice))
        case _:
            return Rendered(text=_text(reply, voice))


def _text(
    reply: ShopReply,
    voice: Voice,
) -> str:
    match reply:
        case AlreadySettled(order=order):
            return shop_card.settled(order, voice)
        case Done(order=order, customer=customer):
            status = shop_card.status(order, customer, voice)
            return voice.text("%(number)s · %(status)s", number=order.number, status=status)
        case LineIsMissing() | SubstituteProposed() | SubstituteDecided():
            return _line(reply, voice)
        case WeightAsked():
            return voice.text(
                "⚖️ How much does %(product)s weigh for %(number)s (%(who)s)? For instance: 512 g",
                product=reply.product.name,
                number=reply.number,
                who=reply.customer.name,
            )
        case WeightNoted():
            return _weight(reply, voice)
        case OrderChanged() | OrderWithdrawn() | NotBroughtOver():
            return _order_news(reply, voice)
        case RoundGone():
            return _round_gone(reply, voice)
        case RoundShifted():
            return _round_shifted(reply, voice)
        case OrdersTouched():
            return _touched_orders(reply, voice)
        case Reminded(order=order, customer=customer):
            return voice.text(
                "⏰ Order %(number)s (%(who)s) still waits for your answer. Write: ok %(number)s",
                number=order.number,
                who=customer.name,
            )
        case CardShown() | CardMoved() | DidYouMean() | PickingListShown():
            return ""
        case _:
            return _note(reply, voice)


def _line(reply: LineIsMissing | SubstituteProposed | SubstituteDecided, voice: Voice) -> str:
    values = {
        "number": reply.number,
        "product": reply.product.name,
        "who": reply.customer.name,
    }
    match reply:
        case LineIsMissing():
            return voice.text("✏️ %(number)s · %(product)s is missing: %(who)s is told.", **values)
        case SubstituteProposed(substitute=other, by=by) if by:
            return voice.text(
                "✏️ %(number)s · %(by)s offers %(other)s instead of %(product)s. "
                "Waiting for %(who)s.",
                by=by,
                other=other.name,
                **values,
            )
        case SubstituteProposed(substitute=other):
            return voice.text(
                "✏️ %(number)s · %(other)s is offered instead of %(product)s. Waiting for %(who)s.",
                other=other.name,
                **values,
            )
        case SubstituteDecided(substitute=other, accepted=True):
            return voice.text(
                "✅ %(number)s · %(who)s takes %(other)s instead of %(product)s.",
                other=other.name,
                **values,
            )
        case SubstituteDecided(substitute=other):
            return voice.text(
                "❌ %(number)s · %(who)s does not want %(other)s: leave %(product)s out.",
                other=other.name,
                **values,
            )
        case _:
            assert_never(reply)


def _weight(reply: WeightNoted, voice: Voice) -> str:
    values = {
        "number": reply.number,
        "product": reply.product.name,
        "weight": kilos(reply.weight, voice),
        "money": voice.money(reply.total),
        "who": reply.customer.name,
    }
    if reply.declined:
        return voice.text(
            "⚖️ %(number)s · %(who)s does not want %(product)s at %(weight)s (%(money)s). "
            "Weigh a smaller piece, or report it missing.",
            **values,
        )
    if reply.above_ceiling:
        return voice.text(
            "⚖️ %(number)s · %(product)s: %(weight)s, %(money)s. That is more than was announced: "
            "%(who)s is asked.",
            **values,
        )
    if reply.agreed:
        return voice.text(
            "✅ %(number)s · %(who)s takes %(product)s at %(weight)s, %(money)s.", **values
        )
    return voice.text("⚖️ %(number)s · %(product)s: %(weight)s, %(money)s.", **values)


def _order_news(reply: OrderChanged | OrderWithdrawn | NotBroughtOver, voice: Voice) -> str:
    number, who = reply.order.number, reply.customer.name
    match reply:
        case OrderWithdrawn():
            return voice.text(
                "❌ Order %(number)s CANCELLED by %(who)s: do not prepare it.",
                number=number,
                who=who,
            )
        case NotBroughtOver(reason="absent"):
            return voice.text(
                "↩️ %(number)s · %(who)s was not at home: the bag comes back.",
                number=number,
                who=who,
            )
        case NotBroughtOver():
            return voice.text(
                "↩️ %(number)s · %(who)s refused it at the door: the bag comes back.",
                number=number,
                who=who,
            )
        case OrderChanged(moved=True):
            day = shop_card.day_of(reply.order, voice)
            return voice.text(
                "✏️ Order %(number)s of %(who)s is now for %(day)s. Please answer it again.",
                number=number,
                who=who,
                day=day,
            )
        case OrderChanged():
            heading = voice.text(
                "✏️ Order %(number)s was changed by %(who)s. Please answer it again.",
                number=number,
                who=who,
            )
            return joined([heading, *_changes(reply, voice)])
        case _:
            assert_never(reply)


def _changes(reply: OrderChanged, voice: Voice) -> list[str]:
    return [
        *(
            voice.text("+ %(goods)s", goods=_goods_of(reply.order, p.sku, voice))
            for p in reply.added
        ),
        *(
            voice.text("now %(goods)s", goods=_goods_of(reply.order, p.sku, voice))
            for p in reply.changed
        ),
        *(voice.text("no more %(goods)s", goods=p.name) for p in reply.removed),
    ]


def _goods_of(order: Order, sku: Sku, voice: Voice) -> str:
    line = next((x for x in order.live_lines if x.standing.sku == sku), None)
    return line_goods(line, voice) if line else product_name(sku, voice)


def _round_shifted(reply: RoundShifted, voice: Voice) -> str:
    return voice.text(
        "🔁 The round of %(day)s goes on %(new)s at %(hour)s instead. With it go: %(numbers)s",
        day=voice.weekday(reply.date),
        new=voice.weekday(reply.round.date),
        hour=voice.hour(reply.round.departs),
        numbers=", ".join(str(bag.order.number) for bag in reply.orders),
    )


def _round_gone(reply: RoundGone, voice: Voice) -> str:
    heading = voice.text(
        "❌ The round of %(day)s does not take place (%(reason)s). Customers are offered another.",
        day=voice.weekday(reply.date),
        reason=reply.reason or voice.text("no reason given"),
    )
    return joined([heading, *(bag_name(b) for b in reply.orders)])


def _touched_orders(reply: OrdersTouched, voice: Voice) -> str:
    product, orders = reply.product, reply.orders
    heading = voice.plural(
        "%(count)s open order holds %(product)s:",
        "%(count)s open orders hold %(product)s:",
        len(orders),
        product=product.name,
    )
    hint = voice.text(
        "If it is missing there too, write: missing %(product)s %(number)s",
        product=product.name.lower(),
        number=orders[0].order.number,
    )
    return joined([heading, *(_touched(b, product, voice) for b in orders), hint])


def _touched(bag: Bag, product: Product, voice: Voice) -> str:
    goods = _goods_of(bag.order, product.sku, voice)
    return f"• {bag_name(bag)} : {goods}"


def bag_name(bag: Bag) -> str:
    """'4821 · Mme Durand, Les Granges'."""
    return f"{bag.order.number} · {customer_name(bag.customer)}"


def customer_name(customer: Customer) -> str:
    return ", ".join(part for part in (customer.name, customer.place) if part)


def _picking_list(reply: PickingListShown, voice: Voice) -> str:
    day = voice.weekday(reply.date) if reply.date else ""
    heading = (
        voice.text("🧺 To prepare for %(day)s", day=day)
        if reply.final
        else voice.text("🧺 To prepare for %(day)s, so far", day=day)
    )
    waiting = ""
    if reply.unanswered:
        numbers = ", ".join(str(n) for n in reply.unanswered)
        waiting = voice.text("⏰ Not answered yet: %(numbers)s", numbers=numbers)
    bags = [_bag(bag, voice) for bag in reply.bags]
    totals = [total_line(total, voice) for total in reply.totals]
    count = voice.plural("%(count)s bag:", "%(count)s bags:", len(bags))
    return joined([heading, waiting, "", *totals, f"\n{count}", *bags])


def _bag(bag: Bag, voice: Voice) -> str:
    goods = ", ".join(
        order_line(line, voice) if line.offered else line_goods(line, voice)
        for line in bag.order.live_lines
    )
    return f"• {bag_name(bag)} : {goods}"


def _note(reply: ShopReply, voice: Voice) -> str:
    match reply:
        case WhichPacked(open=numbers):
            return voice.text(
                "Which one is ready? Write for instance: ready %(number)s (%(open)s).",
                number=numbers[0],
                open=", ".join(map(str, numbers)),
            )
        case UnknownCommand(text=text):
            return voice.text(
                "“/%(text)s” means nothing in this group. /help shows what you can write here.",
                text=text,
            )
        case UnknownOrder(text=text, open=numbers) if numbers:
            return voice.text(
                "I find no order %(text)s here. Open ones: %(numbers)s.",
                text=text,
                numbers=", ".join(str(n) for n in numbers),
            )
        case UnknownOrder(text=text):
            return voice.text("I find no order %(text)s here.", text=text)
        case NotInOrder(text=text, order=order):
            goods = listed([line_goods(line, voice) for line in order.live_lines], voice)
            return voice.text(
                "Order %(number)s holds no “%(text)s”. It holds: %(goods)s.",
                number=order.number,
                text=text,
                goods=goods,
            )
        case NotSoldHere(text=text):
            return voice.text("I find no “%(text)s” among your products.", text=text)
        case NoOrderHolds(product=product):
            return voice.text("No open order holds %(product)s.", product=product.name)
        case NotByWeight(product=product):
            return voice.text(
                "%(product)s is sold by the piece: no weight is needed.", product=product.name
            )
        case NothingToPick():
            return voice.text("No order to prepare at the moment.")
        case DoubtSettled(chosen=chosen):
            return shop_doubts.settled(chosen, voice)
        case Refused():
            return shop_card.refusal(reply.code, reply.number, voice)
        case HelpGiven():
            return shop_doubts.examples(reply, voice)
        case _:
            return ""
