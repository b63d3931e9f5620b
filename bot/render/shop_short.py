"""What a shop's group is told of a line of which it has only a part."""

from dataclasses import replace
from typing import assert_never

from tournee.bot.conversation.shop.short_replies import (
    LineIsShort,
    NothingShort,
    RestUnwanted,
    ShortReply,
)
from tournee.bot.render.goods import line_amount, line_goods, product_name
from tournee.bot.render.voice import Voice


def words(reply: ShortReply, voice: Voice) -> str:
    line, who = reply.line, reply.customer.name
    match reply:
        case LineIsShort(number=number) if line.short:
            return voice.text(
                "✏️ %(number)s · %(goods)s instead of %(wanted)s: %(who)s is told.",
                number=number,
                goods=line_goods(line, voice),
                wanted=line_amount(line, line.whole, voice),
                who=who,
            )
        case LineIsShort(number=number):
            return voice.text(
                "✅ %(number)s · %(goods)s, as ordered: %(who)s is told.",
                number=number,
                goods=line_goods(line, voice),
                who=who,
            )
        case NothingShort(order=order, more=False) if line.short:
            return voice.text(
                "Noted before: order %(number)s has %(goods)s instead of %(wanted)s.",
                number=order.number,
                goods=line_goods(line, voice),
                wanted=line_amount(line, line.whole, voice),
            )
        case NothingShort(order=order):
            return voice.text(
                "Nothing to change: %(who)s ordered %(goods)s (%(number)s).",
                who=who,
                goods=line_goods(replace(line, wanted=None, quantity=line.whole), voice),
                number=order.number,
            )
        case RestUnwanted(number=number):
            return voice.text(
                "❌ %(number)s · %(who)s does not want only %(left)s %(product)s: leave it out.",
                number=number,
                who=who,
                left=line_amount(line, reply.left, voice),
                product=product_name(line.substitute or line.item.sku, voice, line.name),
            )
        case _:
            assert_never(reply)
