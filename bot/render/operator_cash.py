"""What operators read about money."""

from tournee.bot.conversation.operator.cash import (
    CashDiffers,
    CashReply,
    CashShown,
    EnvelopeTaken,
    SalesShown,
    ShopSales,
)
from tournee.bot.render import papers
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Voice
from tournee.catalog.quantity import Money
from tournee.orders.closing import Closing, Envelope


def text(reply: CashReply, voice: Voice) -> str:
    match reply:
        case CashShown():
            return _cash(reply, voice)
        case CashDiffers():
            told = voice.text(
                "💶 %(shop)s, round of %(day)s: the envelope held %(received)s instead of "
                "%(expected)s (%(difference)s), counted by %(by)s.",
                shop=reply.shop.name,
                day=voice.weekday(reply.date),
                received=voice.money(reply.received),
                expected=voice.money(reply.expected),
                difference=_signed(reply.received - reply.expected, voice),
                by=reply.by,
            )
            why = voice.text("Reason: %(reason)s.", reason=reply.why) if reply.why else ""
            return f"{told} {why}".rstrip()
        case EnvelopeTaken(shop=shop, date=day, received=received):
            return voice.text(
                "💶 Noted: the envelope of %(shop)s, round of %(day)s, held %(money)s. It is "
                "right.",
                shop=shop.name,
                day=voice.weekday(day),
                money=voice.money(received),
            )
        case SalesShown(shops=()):
            return voice.text(
                "No receipt from %(first)s to %(last)s.",
                first=voice.weekday(reply.first),
                last=voice.weekday(reply.last),
            )
        case SalesShown():
            heading = voice.text(
                "📊 From %(first)s to %(last)s",
                first=voice.weekday(reply.first),
                last=voice.weekday(reply.last),
            )
            shops = [_sales(shop, voice) for shop in reply.shops]
            if voice.has_files:
                return joined([heading, *shops, voice.text("Each receipt is in the file.")])
            command = f"tournee accounts receipts {voice.village.settings.slug} --french"
            dates = f"--from {reply.first} --to {reply.last}"
            how = voice.text("Each receipt, as a table: %(command)s", command=f"{command} {dates}")
            return joined([heading, *shops, how])


def _cash(reply: CashShown, voice: Voice) -> str:
    received = voice.text(
        "Received by the shops in the last seven days: %(money)s",
        money=voice.money(reply.received),
    )
    if not reply.carried:
        heading = voice.text("💶 No envelope is on its way.")
    else:
        heading = voice.text("💶 Envelopes on their way:")
    differing = voice.text("Envelopes that did not agree:") if reply.differing else ""
    how = (
        voice.text(
            "A shop does not answer? /cash %(shop)s 52.30, and why it differs",
            shop=_shop(reply.carried[0].shop, voice),
        )
        if reply.carried
        else ""
    )
    return joined(
        [
            heading,
            *(_carried(e, voice) for e in reply.carried),
            how,
            received,
            differing,
            *(_differing(c, voice) for c in reply.differing),
        ]
    )


def _carried(envelope: Envelope, voice: Voice) -> str:
    return voice.text(
        "• %(shop)s, round of %(day)s: %(money)s",
        shop=_shop(envelope.shop, voice),
        day=voice.weekday(envelope.date),
        money=voice.money(envelope.total),
    )


def _differing(closing: Closing, voice: Voice) -> str:
    told = voice.text(
        "• %(shop)s, round of %(day)s: %(received)s instead of %(expected)s (%(difference)s), "
        "%(by)s",
        shop=_shop(closing.shop, voice),
        day=voice.weekday(closing.date),
        received=voice.money(closing.received),
        expected=voice.money(closing.expected),
        difference=_signed(closing.difference, voice),
        by=closing.by,
    )
    return f"{told} : {closing.why}" if closing.why else told


def _shop(slug: str, voice: Voice) -> str:
    known = voice.village.shop_by_slug.get(slug)
    return known.name if known else slug


def _signed(amount: Money, voice: Voice) -> str:
    return f"+{voice.money(amount)}" if amount.minor > 0 else f"−{voice.money(-amount)}"


def _sales(shop: ShopSales, voice: Voice) -> str:
    how = ", ".join(
        part
        for part, amount in (
            (voice.text("cash %(money)s", money=papers.money(shop.cash, voice)), shop.cash),
            (voice.text("cheque %(money)s", money=papers.money(shop.cheque, voice)), shop.cheque),
            (
                voice.text("on the tab %(money)s", money=papers.money(shop.on_tab, voice)),
                shop.on_tab,
            ),
            (
                voice.text("paid at the shop %(money)s", money=papers.money(shop.paid_off, voice)),
                shop.paid_off,
            ),
            (
                voice.text("deposits %(money)s", money=papers.money(shop.deposits, voice)),
                shop.deposits,
            ),
        )
        if amount
    )
    sold = voice.text(
        "• %(shop)s: sold %(money)s%(vat)s",
        shop=shop.shop.name,
        money=papers.money(shop.goods, voice),
        vat=papers.vat(shop.vat, voice),
    )
    return f"{sold} : {how}" if how else sold
