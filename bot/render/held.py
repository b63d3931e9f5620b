"""All that is held of a person as a plain text, for them to read."""

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date

from tournee.bot.conversation.shop.replies import Customer
from tournee.bot.held import Held
from tournee.bot.render import operator_cards as cards
from tournee.bot.render import shop_card
from tournee.bot.render.goods import order_line, product_name
from tournee.bot.render.hours import usual
from tournee.bot.render.resident.lines import listed
from tournee.bot.render.typography import typeset
from tournee.bot.render.voice import Voice
from tournee.catalog.model import ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders.habits import SubstituteWish
from tournee.orders.model import Item, LineStatus, Order
from tournee.orders.pricing import order_price
from tournee.orders.receipts import Receipt
from tournee.orders.standing import StandingOrder


def text(held: Held, voice: Voice, today: date) -> str:
    """Write it down, a part under each heading; a part without anything is left out."""
    heading = voice.text("What is held about %(name)s", name=held.person.name or held.person.slug)
    village = voice.village.settings.name
    parts = [f"{heading}\n{village}, {_day(today, voice)}", *_parts(held, voice)]
    parts.append(
        voice.text(
            "Beside this, the robot keeps your messages for a time, and where the conversation with"
            " you stands. To correct something, write PERSON. “Forget me” erases it; the shops'"
            " books keep the orders, without your name."
        )
    )
    return typeset("\n\n".join(parts) + "\n", voice)


def _parts(held: Held, voice: Voice) -> Iterator[str]:
    sections = (
        (voice.text("Name and address"), _person(held, voice)),
        (voice.text("Orders"), [_order(order, voice) for order in held.orders]),
        (voice.text("Receipts"), [_receipt(receipt, voice) for receipt in held.receipts]),
        (voice.text("Regular orders"), [_standing(order, voice) for order in held.standing]),
        (voice.text("What may come instead"), [_wish(wish, voice) for wish in held.wishes]),
        (
            voice.text("Your words for products"),
            [f"« {phrase} » : {product_name(sku, voice)}" for phrase, sku in held.taught],
        ),
    )
    for title, lines in sections:
        if lines:
            yield "\n".join([title.upper(), *lines])


def _person(held: Held, voice: Voice) -> list[str]:
    person = held.person
    language = cards.LANGUAGES.get(person.locale or "", "-")
    lines = [
        voice.text("Name: %(name)s", name=person.name or "-"),
        voice.text("Numbers and accounts: %(list)s", list=cards.addresses(person, voice)),
        voice.text("Place: %(place)s", place=cards.where(person, voice) or "-"),
        voice.text("Language: %(language)s", language=language),
        voice.text("Note for the driver: %(note)s", note=person.note or "-"),
    ]
    if person.lat is not None and person.lon is not None:
        lines.append(
            voice.text("Door on the map: %(point)s", point=f"{person.lat:.5f}, {person.lon:.5f}")
        )
    if person.hours:
        lines.append(voice.text("At home: %(hours)s", hours=usual(person.hours, voice)))
    if held.helps:
        lines.append(voice.text("🤝 Orders for: %(names)s", names=listed(held.helps, voice)))
    if held.helped_by:
        names = listed(held.helped_by, voice)
        lines.append(voice.text("🤝 Who may order for them: %(names)s", names=names))
    return [*lines, cards.consent(held.consents[0] if held.consents else None, voice)]


def _order(order: Order, voice: Voice) -> str:
    known = voice.village.shop_by_slug.get(order.shop)
    what = shop_card.status(order, Customer(name="", place=""), voice) if not _gone(order) else ""
    head = [
        voice.text("Order %(number)s", number=order.number),
        _day(order.date or order.placed_at.astimezone(voice.zone).date(), voice),
        known.name if known else str(order.shop),
        voice.text("cancelled") if _gone(order) else what,
    ]
    total = order_price((order,), voice.village.settings.currency).total
    lines = [f"  {order_line(x, voice)}" for x in order.lines if x.status is not LineStatus.REMOVED]
    lines.append("  " + voice.text("Total %(money)s", money=voice.money(total)))
    note = [f"  {order.note}"] if order.note else []
    return "\n".join([" · ".join(part for part in head if part), *lines, *note])


def _gone(order: Order) -> bool:
    return order.status == "cancelled"


def _receipt(receipt: Receipt, voice: Voice) -> str:
    draft = receipt.draft
    known = voice.village.shop_by_slug.get(draft.shop)
    amount = draft.total or -draft.on_tab
    return voice.text(
        "%(shop)s, receipt no. %(number)s, %(day)s: %(money)s",
        shop=known.name if known else ShopSlug(draft.shop),
        number=receipt.number,
        day=_day(draft.at.astimezone(voice.zone).date(), voice),
        money=voice.money(Money(amount=amount, currency=voice.village.settings.currency)),
    )


def _standing(order: StandingOrder, voice: Voice) -> str:
    goods = ", ".join(_item(item, voice) for item in order.items)
    line = voice.plural(
        "every week, %(day)s: %(goods)s",
        "every %(count)s weeks, %(day)s: %(goods)s",
        order.weeks,
        day=voice.weekday_name(order.since),
        goods=goods,
    )
    if order.paused_until is None:
        return line
    return voice.text(
        "%(line)s (paused until %(day)s)", line=line, day=_day(order.paused_until, voice)
    )


def _item(item: Item, voice: Voice) -> str:
    name = product_name(item.sku, voice)
    if item.amount is not None:
        currency = voice.village.settings.currency
        return f"{name} {voice.money(Money(amount=item.amount, currency=currency))}"
    many = item.qty if item.qty is not None else item.count
    return f"{voice.number(many)} × {name}" if many is not None else name


def _wish(wish: SubstituteWish, voice: Voice) -> str:
    missing = product_name(wish.sku, voice) if wish.sku else voice.text("whatever is missing")
    instead = product_name(wish.substitute, voice) if wish.substitute else voice.text("nothing")
    return f"{missing} → {instead}"


def _day(day: date, voice: Voice) -> str:
    return format_date(day, "long", locale=voice.locale)
