"""A shop's own week, as its group reads it."""

from tournee.bot.conversation.shop.week import DaySold, ProductSold, WeekShown
from tournee.bot.render.resident.lines import joined, listed, weight
from tournee.bot.render.voice import Voice
from tournee.catalog.quantity import Unit


def words(reply: WeekShown, voice: Voice) -> str:
    heading = voice.text(
        "📊 Your week from %(first)s to %(last)s",
        first=voice.weekday(reply.first),
        last=voice.weekday(reply.last),
    )
    total = voice.plural(
        "%(count)s order, %(money)s",
        "%(count)s orders, %(money)s",
        reply.orders,
        money=voice.money(reply.worth.rounded()),
    )
    if not reply.orders:
        total = voice.text("No order.")
    days = [_day(day, voice) for day in reply.days]
    best = [voice.text("Sold best:"), *(_product(p, voice) for p in reply.best)]
    return joined(
        [
            heading,
            total,
            *days,
            *(best if reply.best else ()),
            _not_sold(reply, voice),
            _missing(reply, voice),
            _owed(reply, voice),
        ]
    )


def _day(day: DaySold, voice: Voice) -> str:
    line = voice.plural(
        "%(day)s: %(count)s order, %(money)s",
        "%(day)s: %(count)s orders, %(money)s",
        day.orders,
        day=voice.weekday(day.date),
        money=voice.money(day.worth.rounded()),
    )
    return f"{'⏳' if day.coming else '•'} {line}"


def _product(product: ProductSold, voice: Voice) -> str:
    if product.unit is Unit.PIECE:
        amount = f"{voice.number(product.qty)} ×"
    else:
        amount = weight(voice, product.qty, product.unit)
    return f"• {amount} {product.name} · {voice.money(product.worth.rounded())}"


def _not_sold(reply: WeekShown, voice: Voice) -> str:
    refused = returned = ""
    if reply.refused:
        refused = voice.plural(
            "❌ %(count)s order refused", "❌ %(count)s orders refused", reply.refused
        )
    if reply.returned:
        returned = voice.plural(
            "↩️ %(count)s order came back", "↩️ %(count)s orders came back", reply.returned
        )
    return joined([refused, returned])


def _missing(reply: WeekShown, voice: Voice) -> str:
    if not reply.missing:
        return ""
    goods = [f"{name} ({count} ×)" if count > 1 else name for name, count in reply.missing]
    return voice.text("✏️ Was missing: %(goods)s", goods=listed(goods, voice))


def _owed(reply: WeekShown, voice: Voice) -> str:
    if not reply.debtors:
        return voice.text("📒 Nobody owes you anything.")
    return voice.plural(
        "📒 %(count)s customer owes you %(money)s in all. Who: /tab",
        "📒 %(count)s customers owe you %(money)s in all. Who: /tab",
        reply.debtors,
        money=voice.money(reply.owed),
    )
