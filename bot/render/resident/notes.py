"""What stood in the way, said plainly, never as the reader's fault, with what to do next."""

from decimal import Decimal
from typing import assert_never

from tournee.bot.conversation.resident.replies import (
    BasketFull,
    DayPast,
    Failed,
    FewLeft,
    KeptForLater,
    LeftOut,
    NoRoomLeft,
    NotAQuantity,
    NotByUs,
    NoteReply,
    NotInBasket,
    NotSold,
    NotUnderstood,
    ShopsShut,
    SoldByPiece,
    SoldOut,
    TooLate,
    TooMany,
    TooManyOptions,
    Unread,
)
from tournee.bot.render.resident.lines import buttons, example, joined, listed, not_in_time, weight
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.catalog.model import Product
from tournee.catalog.quantity import Unit
from tournee.orders.basket import BASKET_TOTAL
from tournee.orders.model import OrderNumber

_FRANCE = "+33"
_FRENCH_LENGTH = 12


def words(reply: NoteReply, voice: Voice) -> Rendered:
    match reply:
        case TooLate():
            return _too_late(reply, voice)
        case ShopsShut():
            return Rendered(text=_shut(reply, voice))
        case NoRoomLeft():
            return Rendered(text=_no_room(reply, voice))
        case NotUnderstood():
            return Rendered(text=_not_understood(reply, voice))
        case Unread():
            return Rendered(text=_unread(reply, voice))
        case LeftOut(name=name):
            text = voice.text("I leave out %(goods)s.", goods=_quoted((name,), voice))
            return Rendered(text=text)
        case KeptForLater():
            return Rendered(text=_later(reply, voice))
        case Failed():
            text = voice.text(
                "That did not work, and nothing was changed. Write PERSON to talk to someone."
            )
            person = Button(voice.text("Talk to someone"), "person")
            return Rendered(text=text, buttons=buttons(voice, person))
        case NotSold() | NotByUs() | NotInBasket() | DayPast() | BasketFull():
            return Rendered(text=_absent(reply, voice))
        case SoldOut() | FewLeft() | TooMany() | NotAQuantity() | SoldByPiece() | TooManyOptions():
            return Rendered(text=_quantity(reply, voice))
        case _:
            assert_never(reply)


def _later(reply: KeptForLater, voice: Voice) -> str:
    if not (reply.days or reply.names):
        return voice.text("Noted as an order of its own: I show you that next.")
    named = [*reply.names, *(voice.weekday_name(day) for day in reply.days)]
    return voice.text("Noted for %(days)s, too: I show you that next.", days=listed(named, voice))


def _absent(reply: NotSold | NotByUs | NotInBasket | DayPast | BasketFull, voice: Voice) -> str:
    match reply:
        case NotSold():
            return voice.text(
                "I could not find %(goods)s in our shops.", goods=_quoted(reply.texts, voice)
            )
        case NotByUs():
            return _not_by_us(reply, voice)
        case NotInBasket():
            return voice.text(
                "There is no %(goods)s in your basket.", goods=_quoted(reply.names, voice)
            )
        case DayPast():
            return voice.text("%(day)s is over already.", day=voice.weekday(reply.day))
        case BasketFull():
            return _full(reply, voice)


def _quoted(texts: tuple[str, ...], voice: Voice) -> str:
    return listed([voice.text("“%(text)s”", text=text) for text in texts], voice)


def _not_by_us(reply: NotByUs, voice: Voice) -> str:
    what = (
        voice.text("Tobacco cannot be ordered here, I am sorry.")
        if reply.what == "tobacco"
        else voice.text(
            "Medicines cannot be ordered here, I am sorry: a pharmacist advises you best."
        )
    )
    if reply.shop is None:
        return what
    if reply.shop.phone is None:
        ask = voice.text("Please ask %(shop)s.", shop=reply.shop.name)
        return f"{what} {ask}"
    call = voice.text(
        "You can call %(shop)s: %(phone)s.", shop=reply.shop.name, phone=phone(reply.shop.phone)
    )
    return f"{what} {call}"


def phone(number: str) -> str:
    """'+33199000108' -> '01 99 00 01 08'; other countries' numbers as they are kept."""
    if not number.startswith(_FRANCE) or len(number) != _FRENCH_LENGTH:
        return number
    digits = "0" + number.removeprefix(_FRANCE)
    return " ".join(digits[i : i + 2] for i in range(0, len(digits), 2))


def _full(reply: BasketFull, voice: Voice) -> str:
    if reply.lines and reply.most is not None:
        return voice.plural(
            "One order can hold %(count)s product: please send the rest in another one.",
            "One order can hold %(count)s products: please send the rest in another one.",
            reply.most,
        )
    return voice.text(
        "That is more than %(money)s, too much for one order: please talk to someone first."
        " Write PERSON. Your basket stays as it was.",
        money=voice.number(BASKET_TOTAL),
    )


def _quantity(
    reply: SoldOut | FewLeft | TooMany | NotAQuantity | SoldByPiece | TooManyOptions,
    voice: Voice,
) -> str:
    name = reply.product.name
    match reply:
        case SoldOut():
            return voice.text("%(product)s: there is none left at the moment.", product=name)
        case FewLeft():
            left = _amount(reply.product, reply.left, voice)
            return voice.text(
                "%(product)s: there are only %(left)s left, I put that much.",
                product=name,
                left=left,
            )
        case TooMany():
            most = _amount(reply.product, reply.most, voice)
            return voice.text(
                "%(product)s: I can take %(most)s at most in one order.", product=name, most=most
            )
        case NotAQuantity():
            return voice.text(
                "%(product)s: I need a quantity, from 1 on; I changed nothing.", product=name
            )
        case SoldByPiece():
            return voice.text(
                "%(product)s is sold by the piece, not by weight nor in parts.", product=name
            )
        case TooManyOptions():
            return voice.plural(
                "%(product)s: only %(count)s choice of “%(group)s” is possible.",
                "%(product)s: only %(count)s choices of “%(group)s” are possible.",
                reply.group.maximum or 1,
                product=name,
                group=reply.group.name,
            )


def _amount(product: Product, qty: Decimal, voice: Voice) -> str:
    return voice.number(qty) if product.unit is Unit.PIECE else weight(voice, qty, product.unit)


def _too_late(reply: TooLate, voice: Voice) -> Rendered:
    said = voice.text(
        "Order %(number)s can no longer be changed: it is being prepared.", number=reply.number
    )
    if reply.cutoff is not None:
        said = voice.text(
            "Order %(number)s can no longer be changed: that was possible until %(day)s %(hour)s.",
            number=reply.number,
            day=voice.weekday(reply.cutoff.astimezone(voice.zone).date()),
            hour=voice.hour(reply.cutoff),
        )
    later = (
        voice.text("The next round is on %(day)s.", day=voice.weekday(reply.next.date))
        if reply.next
        else ""
    )
    talk = voice.text("Write PERSON to talk to someone.")
    person = Button(voice.text("Talk to someone"), "person")
    return Rendered(text=joined([said, f"{later} {talk}".strip()]), buttons=buttons(voice, person))


def _shut(reply: ShopsShut, voice: Voice) -> str:
    said = not_in_time(reply.shops, reply.day, voice)
    return said if reply.number is None else f"{said} {_stays(reply.number, reply.apart, voice)}"


def _no_room(reply: NoRoomLeft, voice: Voice) -> str:
    day = voice.weekday(reply.day)
    said = voice.text("On %(day)s the vehicle has no room left for that.", day=day)
    return f"{said} {_stays(reply.number, reply.apart, voice)}"


def _stays(number: OrderNumber, apart: bool, voice: Voice) -> str:  # noqa: FBT001 - as in the reply
    if apart:
        return voice.text("Order %(number)s stays as it is, this makes another one.", number=number)
    return voice.text("Order %(number)s stays as it is.", number=number)


def _not_understood(reply: NotUnderstood, voice: Voice) -> str:
    said = voice.text("I did not quite understand “%(text)s”.", text=reply.text)
    if not reply.examples:
        return said
    how = voice.text(
        "You can write for instance “%(example)s”.", example=example(reply.examples, voice)
    )
    return joined([said, how])


def _unread(reply: Unread, voice: Voice) -> str:
    if reply.what == "flood":
        return voice.text(
            "That is a lot at once: I leave the rest unread. Please write again in a minute."
        )
    how = voice.text(
        "You can write for instance “%(example)s”, or PERSON to talk to someone.",
        example=example(reply.examples, voice),
    )
    match reply.what:
        case "voice":
            said = voice.text("I cannot listen to voice messages yet: please write to me.")
        case "picture":
            said = voice.text("I cannot read pictures yet: please write to me.")
        case "long":
            said = voice.text(
                "That is a very long message: please send me just your list, in a few lines."
            )
        case "empty":
            said = voice.text("Your message arrived empty.")
        case "failed":
            said = voice.text("Sorry, something went wrong on our side with your message.")
        case "emoji" | "sticker" | "other":
            said = voice.text("That is nice, but I only understand words.")
    return joined([said, how])
