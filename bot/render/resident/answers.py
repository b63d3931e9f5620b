"""Answers to questions about prices, goods, hours, rounds and orders."""

from typing import assert_never

from tournee.bot.conversation.resident.replies import (
    AllergensTold,
    AnswerReply,
    AvailabilityTold,
    DeliveryNoted,
    Explained,
    HoursTold,
    OrderSummary,
    OrderTold,
    PricesTold,
    ProductsTold,
    RoundsTold,
    SaidAgain,
    ShopHours,
    ShopsTold,
    StatusTold,
    WhichPrice,
)
from tournee.bot.render.resident.allergens import allergen
from tournee.bot.render.resident.lines import (
    amount_text,
    hours_of,
    joined,
    lines_text,
    listed,
    total_text,
    unit_price,
)
from tournee.bot.render.voice import Rendered, Voice
from tournee.catalog.model import Product
from tournee.nlu.model import Period
from tournee.orders.model import OrderStatus, RoundDate


def words(reply: AnswerReply, voice: Voice) -> Rendered:
    return Rendered(text=_text(reply, voice))


def _text(reply: AnswerReply, voice: Voice) -> str:
    match reply:
        case PricesTold():
            return "\n".join(
                f"{p.name} : {unit_price(p, voice)}" for p in reply.products[: voice.entries]
            )
        case WhichPrice():
            return voice.text("I do not see what it is about: tell me the name of a product.")
        case AllergensTold():
            return "\n".join(_allergens(p, voice) for p in reply.products[: voice.entries])
        case AvailabilityTold():
            return "\n".join(
                _availability(p, reply, voice) for p in reply.products[: voice.entries]
            )
        case ProductsTold():
            return _products(reply, voice)
        case ShopsTold():
            return _shops(reply, voice)
        case HoursTold():
            return "\n".join(_hours(shop, reply, voice) for shop in reply.shops[: voice.entries])
        case RoundsTold():
            return _rounds(reply, voice)
        case StatusTold():
            return _status(reply, voice)
        case DeliveryNoted():
            return _delivery(reply, voice)
        case OrderTold():
            return _contents(reply, voice)
        case Explained() | SaidAgain():
            return _plainly(reply, voice)
        case _:
            assert_never(reply)


# --- goods ---------------------------------------------------------------------------------------


def _availability(product: Product, reply: AvailabilityTold, voice: Voice) -> str:
    gone = product.stock is not None and product.stock <= 0
    if gone or not product.on_sale(reply.now):
        return voice.text("No, there is no %(product)s at the moment.", product=product.name)
    return voice.text(
        "Yes, there is %(product)s: %(price)s.",
        product=product.name,
        price=unit_price(product, voice),
    )


def _allergens(product: Product, voice: Voice) -> str:
    if not product.allergens:
        return voice.text(
            "%(product)s: no allergen is declared; please ask the shop if you must be sure.",
            product=product.name,
        )
    names = [allergen(code, voice) for code in product.allergens]
    return voice.text(
        "%(product)s contains: %(allergens)s.", product=product.name, allergens=", ".join(names)
    )


def _products(reply: ProductsTold, voice: Voice) -> str:
    if not reply.products:
        return voice.text("There is nothing on sale at the moment.")
    heading = voice.text("At %(shop)s:", shop=reply.shop.name) if reply.shop else ""
    shown = reply.products[: voice.entries]
    goods = "\n".join(f"{p.name} {unit_price(p, voice)}" for p in shown)
    more = ""
    left_out = reply.more + len(reply.products) - len(shown)
    if left_out:
        more = voice.plural(
            "And %(count)s more: just ask me for what you are looking for.",
            "And %(count)s more: just ask me for what you are looking for.",
            left_out,
        )
    return joined([heading, goods, more])


def _shops(reply: ShopsTold, voice: Voice) -> str:
    if not voice.has_buttons:
        names = listed([shop.name for shop, _ in reply.shops[: 2 * voice.entries]], voice)
        return voice.text(
            "You can order from %(shops)s. Just ask me for what you are looking for.", shops=names
        )
    lines = [f"{shop.name} : {', '.join(goods)}…" for shop, goods in reply.shops]
    return joined([voice.text("You can order from:"), *lines])


# --- hours ---------------------------------------------------------------------------------------


def _hours(hours: ShopHours, reply: HoursTold, voice: Voice) -> str:
    day = voice.text("today") if hours.day == reply.today else voice.weekday(hours.day)
    if hours.spans:
        spans = [
            voice.text("from %(start)s to %(end)s", start=voice.hour(start), end=voice.hour(end))
            for start, end in hours.spans
        ]
        return voice.text(
            "%(shop)s is open %(day)s %(hours)s.",
            shop=hours.shop.name,
            day=day,
            hours=listed(spans, voice),
        )
    if hours.next is None:
        return voice.text("%(shop)s is closed %(day)s.", shop=hours.shop.name, day=day)
    return voice.text(
        "%(shop)s is closed %(day)s; it opens again on %(next)s at %(hour)s.",
        shop=hours.shop.name,
        day=day,
        next=voice.weekday(hours.next.astimezone(voice.zone).date()),
        hour=voice.hour(hours.next),
    )


# --- rounds and orders ---------------------------------------------------------------------------


def _rounds(reply: RoundsTold, voice: Voice) -> str:
    missed = ""
    if reply.asked is not None:
        missed = voice.text("No round takes orders for %(day)s.", day=voice.weekday(reply.asked))
    if not reply.rounds:
        return missed or voice.text("No round takes orders at the moment.")
    heading = (
        voice.text("Next rounds for %(place)s:", place=reply.place.name)
        if reply.place
        else voice.text("Next rounds:")
    )
    rounds = reply.rounds[: voice.entries]
    return joined([missed, heading, *(_round(run, voice) for run in rounds)])


def _round(run: RoundDate, voice: Voice) -> str:
    return voice.text(
        "%(day)s %(hours)s (order before %(cutday)s %(cutoff)s)",
        day=voice.weekday(run.date),
        hours=hours_of(run, voice),
        cutday=voice.weekday(run.cutoff.astimezone(voice.zone).date()),
        cutoff=voice.hour(run.cutoff),
    )


def _status(reply: StatusTold, voice: Voice) -> str:
    orders = [_order(order, voice) for order in reply.orders[: voice.entries]]
    if reply.next is None:
        return joined(orders)
    none = "" if orders else voice.text("You have no order under way.")
    return joined([*orders, none, _rounds(reply.next, voice)])


def _order(order: OrderSummary, voice: Voice) -> str:
    day = voice.weekday(order.day) if order.day else ""
    if order.round is not None:
        day = f"{day} {hours_of(order.round, voice)}"
    said = voice.text(
        "Order %(number)s: %(day)s, %(money)s.",
        number=order.number,
        day=day,
        money=amount_text(order.total, voice),
    )
    shops = (
        voice.text("%(shop)s: %(stage)s.", shop=shop.name, stage=_stage(status, voice))
        for shop, status in order.shops
    )
    return " ".join([said, *shops])


def _stage(status: OrderStatus, voice: Voice) -> str:
    match status:
        case OrderStatus.PLACED:
            return voice.text("not confirmed yet")
        case OrderStatus.ACCEPTED:
            return voice.text("confirmed")
        case OrderStatus.PARTLY_ACCEPTED:
            return voice.text("confirmed in part")
        case OrderStatus.REFUSED:
            return voice.text("cannot prepare it")
        case OrderStatus.PACKED:
            return voice.text("ready")
        case OrderStatus.OUT_FOR_DELIVERY:
            return voice.text("on its way")
        case OrderStatus.DELIVERED | OrderStatus.SETTLED:
            return voice.text("delivered")
        case OrderStatus.NOT_DELIVERED:
            return voice.text("not delivered")
        case OrderStatus.CANCELLED:
            return voice.text("cancelled")
        case _:
            assert_never(status)


def _contents(reply: OrderTold, voice: Voice) -> str:
    heading = voice.text("Your order %(number)s:", number=reply.number)
    if reply.day is not None:
        heading = voice.text(
            "Your order %(number)s, %(day)s:", number=reply.number, day=voice.weekday(reply.day)
        )
    return joined([heading, lines_text(reply.lines, voice), total_text(reply.total, voice)])


def _plainly(reply: Explained | SaidAgain, voice: Voice) -> str:
    match reply:
        case Explained(what="at_most"):
            return voice.text(
                "“At most”: the shop weighs it when it packs. You pay the exact weight, never more"
                " than that."
            )
        case Explained():
            return voice.text(
                "“Obligation to pay”: once you have said YES, it is ordered and you pay when it"
                " comes. Before that, nothing is ordered."
            )
        case SaidAgain(confirms=True):
            return voice.text(
                "Sorry, once more. This is what I have noted: if it is right, answer YES. If not,"
                " write what is wrong."
            )
        case SaidAgain():
            return voice.text("Sorry, once more.")


def _delivery(reply: DeliveryNoted, voice: Voice) -> str:
    wishes: list[str] = [reply.beneficiary] if reply.beneficiary else []
    if reply.day is not None:
        wishes.append(voice.weekday(reply.day))
    if reply.period is not None:
        wishes.append(_period(reply.period, voice))
    if reply.place is not None:
        wishes.append(reply.place.name)
    if reply.asks:
        if not wishes:
            return voice.text("Noted. What do you need?")
        return voice.text("Noted: %(wishes)s. What do you need?", wishes=", ".join(wishes))
    return voice.text("Noted: %(wishes)s.", wishes=", ".join(wishes))


def _period(period: Period, voice: Voice) -> str:
    match period:
        case Period.MORNING:
            return voice.text("in the morning")
        case Period.AFTERNOON:
            return voice.text("in the afternoon")
        case Period.EVENING:
            return voice.text("in the evening")
        case _:
            assert_never(period)
