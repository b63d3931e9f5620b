"""What becomes of an order: sent, changed, confirmed, weighed, brought."""

from datetime import date, datetime
from typing import assert_never

from tournee.bot.conversation.resident.replies import (
    Delivered,
    LeftBehind,
    LineGone,
    MoveAsked,
    NotDelivered,
    OnTheWay,
    OrderChanged,
    OrderGone,
    OrderMoved,
    OrderReply,
    OrderSent,
    RestLeftOut,
    RoundGone,
    ShopRefused,
    ShopsConfirmed,
    ShopShort,
    SubstituteAsked,
    SubstituteSettled,
    Tomorrow,
    Weighed,
    WeightAsked,
    WeightDeclined,
    WhichOrder,
)
from tournee.bot.render.resident import coming, delivered
from tournee.bot.render.resident.lines import (
    amount_text,
    buttons,
    choice_buttons,
    goods,
    hours_of,
    joined,
    lines_text,
    listed,
    measure,
    name_of,
    numbered,
    short_price,
    to_pay,
    total_text,
    weight,
)
from tournee.bot.render.voice import Brevity, Button, Rendered, Voice
from tournee.catalog.model import Shop
from tournee.catalog.quantity import Unit
from tournee.orders.model import OrderNumber


def words(reply: OrderReply, voice: Voice) -> Rendered:
    match reply:
        case OrderSent() | OrderChanged() | OrderMoved() | OrderGone():
            return Rendered(text=_done(reply, voice))
        case ShopShort() | RestLeftOut():
            return _short(reply, voice)
        case ShopsConfirmed() | ShopRefused() | LineGone() | SubstituteSettled() | Weighed():
            return Rendered(text=_from_shop(reply, voice))
        case LeftBehind():
            return Rendered(text=_left_behind(reply, voice))
        case WeightDeclined():
            return Rendered(text=_weight_declined(reply, voice))
        case Tomorrow() | OnTheWay() | Delivered() | NotDelivered() | RoundGone():
            return Rendered(text=_from_round(reply, voice))
        case SubstituteAsked() | WeightAsked() | MoveAsked():
            return _asked(reply, voice)
        case WhichOrder():
            return _which(reply, voice)
        case _:
            assert_never(reply)


def _names(shops: tuple[Shop, ...], voice: Voice) -> str:
    return listed([shop.name for shop in shops], voice)


# --- what the resident did -----------------------------------------------------------------------


def _done(reply: OrderSent | OrderChanged | OrderMoved | OrderGone, voice: Voice) -> str:
    match reply:
        case OrderSent():
            return _sent(reply, voice)
        case OrderChanged():
            return _changed(reply, voice)
        case OrderMoved():
            return voice.text(
                "Done: order %(number)s will come on %(day)s %(hours)s.",
                number=reply.number,
                day=voice.weekday(reply.round.date),
                hours=hours_of(reply.round, voice),
            )
        case OrderGone():
            return voice.text(
                "Order %(number)s is cancelled, the shops have been told. You owe nothing for it.",
                number=reply.number,
            )


def _sent(reply: OrderSent, voice: Voice) -> str:
    if voice.leaves_out(Brevity.SHOPS):
        sent = voice.text("Thank you! Order %(number)s is on its way.", number=reply.number)
    else:
        sent = voice.text(
            "Thank you! Order %(number)s is on its way to %(shops)s.",
            number=reply.number,
            shops=_names(reply.shops, voice),
        )
    if voice.leaves_out(Brevity.COURTESY):
        return f"{sent} {_until(reply.cutoff, voice)}".strip()
    told = voice.plural(
        "I will write to you as soon as it is confirmed.",
        "I will write to you as soon as they have all confirmed.",
        len(reply.shops),
    )
    return f"{sent} {told} {_until(reply.cutoff, voice)}".strip()


def _until(cutoff: datetime | None, voice: Voice) -> str:
    if cutoff is None:
        return ""
    return voice.text(
        "You can change it until %(day)s %(hour)s.",
        day=voice.weekday(cutoff.astimezone(voice.zone).date()),
        hour=voice.hour(cutoff),
    )


def _changed(reply: OrderChanged, voice: Voice) -> str:
    return joined(
        [
            voice.text("Done. Order %(number)s is now:", number=reply.number),
            lines_text(reply.lines, voice),
            to_pay(reply.total, voice, at_shop=reply.collected),
            _until(reply.cutoff, voice),
        ]
    )


def _which(reply: WhichOrder, voice: Voice) -> Rendered:
    if len(reply.orders) == 1:
        return _whether(*reply.orders[0], voice)
    labels = [
        voice.text("%(number)s on %(day)s", number=number, day=voice.weekday(day))
        if day
        else str(number)
        for number, day in reply.orders[: voice.entries]
    ]
    asked = voice.text("Which order shall I cancel?")
    how = "" if voice.has_buttons else voice.text("Answer with a number, or NONE.")
    none = Button(voice.text("None of these"), "none")
    return Rendered(
        text=joined([asked, numbered(labels, voice), how]),
        buttons=(*choice_buttons(labels, voice), *buttons(voice, none)),
    )


def _whether(number: OrderNumber, day: date | None, voice: Voice) -> Rendered:
    asked = (
        voice.text(
            "Shall I cancel order %(number)s of %(day)s?", number=number, day=voice.weekday(day)
        )
        if day
        else voice.text("Shall I cancel order %(number)s?", number=number)
    )
    how = "" if voice.has_buttons else voice.text("Answer YES or NO.")
    yes, no = Button(voice.text("Yes"), "yes"), Button(voice.text("No"), "no")
    return Rendered(text=joined([asked, how]), buttons=buttons(voice, yes, no))


# --- what the shops answered ---------------------------------------------------------------------


def _from_shop(
    reply: ShopsConfirmed | ShopRefused | LineGone | SubstituteSettled | Weighed, voice: Voice
) -> str:
    match reply:
        case ShopsConfirmed():
            return _confirmed(reply, voice)
        case ShopRefused():
            return _refused(reply, voice)
        case LineGone():
            gone = voice.text(
                "%(shop)s has no more of %(product)s: I took it out of order %(number)s.",
                shop=reply.shop.name,
                product=reply.product.name,
                number=reply.number,
            )
            return f"{gone} {total_text(reply.total, voice)}"
        case SubstituteSettled():
            return _settled(reply, voice)
        case Weighed():
            return joined(
                [
                    voice.text("Order %(number)s has been weighed:", number=reply.number),
                    lines_text(reply.lines, voice),
                    total_text(reply.total, voice),
                ]
            )


def _short(reply: ShopShort | RestLeftOut, voice: Voice) -> Rendered:
    total = total_text(reply.total, voice)
    if isinstance(reply, RestLeftOut):
        out = voice.text(
            "Noted: order %(number)s comes without %(product)s.",
            number=reply.number,
            product=reply.product.name,
        )
        return Rendered(text=f"{out} {total}")
    values = {"shop": reply.shop.name, "goods": goods(reply.line, voice), "number": reply.number}
    if reply.made_good:
        told = voice.text(
            "Good news: %(shop)s has %(goods)s after all (order %(number)s).", **values
        )
        return Rendered(text=f"{told} {total}")
    told = voice.text(
        "%(shop)s has only %(goods)s instead of %(wanted)s (order %(number)s).",
        wanted=measure(reply.wanted, voice).removesuffix(" ×"),
        **values,
    )
    how = voice.text("If you do not want it, answer NO.") if reply.answer else ""
    leave = f"leave:{reply.number}:{reply.line.product.sku}"
    no = Button(voice.text("No, leave it out"), leave)
    how = "" if voice.has_buttons else how
    text = " ".join(part for part in (told, total, how) if part)
    return Rendered(text=text, buttons=buttons(voice, no))


def _confirmed(reply: ShopsConfirmed, voice: Voice) -> str:
    shops, amount = _names(reply.shops, voice), amount_text(reply.total, voice)
    if voice.leaves_out(Brevity.SHOPS) and reply.round is not None:
        return voice.text(
            "Order %(number)s is confirmed. It comes on %(day)s %(hours)s. To pay: %(money)s.",
            number=reply.number,
            day=voice.weekday(reply.round.date),
            hours=hours_of(reply.round, voice),
            money=amount,
        )
    if reply.round is None:
        return voice.plural(
            "Good news: %(shops)s confirms order %(number)s, %(money)s.",
            "Good news: %(shops)s confirm order %(number)s, %(money)s.",
            len(reply.shops),
            shops=shops,
            number=reply.number,
            money=amount,
        )
    return voice.plural(
        "Good news: %(shops)s confirms order %(number)s. It comes on %(day)s %(hours)s. To pay:"
        " %(money)s.",
        "Good news: %(shops)s confirm order %(number)s. It comes on %(day)s %(hours)s. To pay:"
        " %(money)s.",
        len(reply.shops),
        shops=shops,
        number=reply.number,
        day=voice.weekday(reply.round.date),
        hours=hours_of(reply.round, voice),
        money=amount,
    )


def _refused(reply: ShopRefused, voice: Voice) -> str:
    sorry = voice.text(
        "I am sorry, %(shop)s cannot prepare order %(number)s. You owe nothing for it.",
        shop=reply.shop.name,
        number=reply.number,
    )
    reason = voice.text("Reason: %(reason)s.", reason=reply.reason) if reply.reason else ""
    rest = "" if reply.alone else voice.text("The rest of your order stands.")
    return " ".join(part for part in (sorry, reason, rest) if part)


def _left_behind(reply: LeftBehind, voice: Voice) -> str:
    if reply.alone:
        return voice.text(
            "I am sorry, %(shop)s has not answered: order %(number)s does not come. You owe"
            " nothing for it.",
            shop=reply.shop.name,
            number=reply.number,
        )
    return voice.text(
        "I am sorry, %(shop)s has not answered: its part of order %(number)s does not come, and"
        " you owe nothing for it. The rest is on its way.",
        shop=reply.shop.name,
        number=reply.number,
    )


def _weight_declined(reply: WeightDeclined, voice: Voice) -> str:
    return voice.text(
        "Noted, not at that weight: %(shop)s prepares less of it (%(product)s), or takes it out of"
        " order %(number)s.",
        shop=reply.shop.name,
        product=reply.product.name,
        number=reply.number,
    )


def _settled(reply: SubstituteSettled, voice: Voice) -> str:
    if reply.shop is not None:
        said = voice.text(
            "%(shop)s has no more of %(product)s: as you asked, %(substitute)s in its place.",
            shop=reply.shop.name,
            product=reply.product.name,
            substitute=reply.substitute.name,
        )
    elif reply.accepted:
        said = voice.text(
            "Noted: %(substitute)s in place of %(product)s.",
            substitute=reply.substitute.name,
            product=reply.product.name,
        )
    else:
        said = voice.text(
            "Noted: %(product)s is taken out of order %(number)s.",
            product=reply.product.name,
            number=reply.number,
        )
    return f"{said} {total_text(reply.total, voice)}"


# --- the round -----------------------------------------------------------------------------------


def _from_round(
    reply: Tomorrow | OnTheWay | Delivered | NotDelivered | RoundGone, voice: Voice
) -> str:
    match reply:
        case Tomorrow():
            return coming.tomorrow(reply, voice)
        case OnTheWay():
            return coming.on_the_way(reply, voice)
        case Delivered():
            return delivered.text(reply, voice)
        case NotDelivered():
            return voice.text(
                "The driver could not hand over order %(number)s. %(person)s will contact you.",
                number=reply.number,
                person=reply.person or voice.text("The team"),
            )
        case RoundGone():
            return _round_gone(reply, voice)


def _round_gone(reply: RoundGone, voice: Voice) -> str:
    day = voice.weekday(reply.day)
    gone = voice.text(
        "I am sorry, the round of %(day)s is cancelled: order %(number)s cannot come.",
        day=day,
        number=reply.number,
    )
    reason = voice.text("Reason: %(reason)s.", reason=reply.reason) if reply.reason else ""
    none = "" if reply.next else voice.text("No other round is planned; we will contact you.")
    return " ".join(part for part in (gone, reason, none) if part)


def _asked(reply: SubstituteAsked | WeightAsked | MoveAsked, voice: Voice) -> Rendered:
    match reply:
        case SubstituteAsked() if voice.leaves_out(Brevity.SHOPS):
            asked = voice.text(
                "No more %(product)s (order %(number)s). %(substitute)s, %(price)s, in its place?",
                product=name_of(reply.product, voice),
                number=reply.number,
                substitute=name_of(reply.substitute, voice),
                price=short_price(reply.substitute, voice),
            )
        case SubstituteAsked():
            asked = voice.text(
                "%(shop)s has no more of %(product)s (order %(number)s). %(substitute)s,"
                " %(price)s, in its place?",
                shop=reply.shop.name,
                product=reply.product.name,
                number=reply.number,
                substitute=reply.substitute.name,
                price=short_price(reply.substitute, voice),
            )
        case WeightAsked():
            asked = voice.text(
                "%(product)s weighs more than planned (order %(number)s): %(weight)s, %(money)s."
                " Do you still want it?",
                product=name_of(reply.product, voice),
                number=reply.number,
                weight=weight(voice, reply.weight, Unit.KG),
                money=voice.money(reply.total),
            )
        case MoveAsked():
            asked = voice.text(
                "Shall order %(number)s come on %(day)s %(hours)s?",
                number=reply.number,
                day=voice.weekday(reply.round.date),
                hours=hours_of(reply.round, voice),
            )
    how = "" if voice.has_buttons else voice.text("Answer YES or NO.")
    yes, no = Button(voice.text("Yes"), "yes"), Button(voice.text("No"), "no")
    return Rendered(text=f"{asked} {how}".strip(), buttons=buttons(voice, yes, no))
