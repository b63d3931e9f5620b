"""What a conversation says in one turn, put into as few messages as its channel needs."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from tournee.bot.conversation.model import Reply, Say
from tournee.bot.messages import Draft
from tournee.bot.render.resident.facts import facts_of
from tournee.bot.render.voice import Rendered, Voice
from tournee.bot.sms import write
from tournee.catalog.model import Channel
from tournee.orders.model import OrderNumber

_ORDER_CARD = re.compile(r"order:(\d+)")


def compose(
    says: Iterable[Say], render: Callable[[Reply, Voice], Rendered], voice: Voice, to: str
) -> Iterator[Draft]:
    """Render what is said: sentences that follow each other on one card, or none, are one message.

    By SMS everything is one message, since each one costs.
    """
    says = tuple(says)
    if voice.channel is Channel.SMS:
        if says:
            text = write([say.reply for say in says], render, voice)
            yield Draft(
                channel=voice.channel,
                to=to,
                text=text,
                card=None,
                order=_order_of(says),
                kind=type(says[-1].reply).__name__,
            )
        return
    for card, group in groupby(says, key=lambda say: say.card):
        said = list(group)
        spoken = said if card is None else _newest(said)
        rendered = [render(say.reply, voice) for say in spoken]
        yield Draft(
            channel=voice.channel,
            to=to,
            text="\n".join(dict.fromkeys(r.text for r in rendered if r.text)),
            buttons=next((r.buttons for r in reversed(rendered) if r.buttons), ()),
            card=card,
            facts=facts_of(spoken[-1].reply, voice) if voice.channel is Channel.WHATSAPP else (),
            attachment=next((r.attachment for r in rendered if r.attachment), None),
            order=_order_of(spoken),
            kind=type(spoken[-1].reply).__name__,
        )


def _newest(says: Iterable[Say]) -> list[Say]:
    """Of what one card shows twice, keep what it shows in the end."""
    last = {type(say.reply): say for say in says}
    return list(last.values())


def _order_of(says: Sequence[Say]) -> OrderNumber | None:
    for say in reversed(says):
        found = _ORDER_CARD.match(say.card or "")
        if found:
            return OrderNumber(int(found.group(1)))
    return None
