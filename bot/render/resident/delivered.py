"""What a resident reads once the bags are handed over: what was paid, and what was not."""

from collections.abc import Mapping

from tournee.bot.conversation.resident.replies import Delivered
from tournee.bot.render.resident.lines import amount_text
from tournee.bot.render.voice import Voice
from tournee.catalog.quantity import Money


def text(reply: Delivered, voice: Voice) -> str:
    if reply.left_with:
        return voice.text(
            "You were out: order %(number)s is with %(who)s, who keeps it for you. %(money)s on"
            " your account.",
            number=reply.number,
            who=reply.left_with,
            money=amount_text(reply.total, voice),
        )
    values = {"number": reply.number, "money": amount_text(reply.total, voice)}
    if reply.received is None or reply.owed is None:
        return _paid(values, voice) if reply.paid else _on_the_tab(values, voice)
    more = reply.received.minor - reply.total.total.minor
    received = voice.money(reply.received)
    if reply.owed and reply.received:
        return voice.text(
            "Order %(number)s is delivered: %(received)s paid, %(owed)s put on your account. "
            "Enjoy!",
            number=reply.number,
            received=received,
            owed=voice.money(reply.owed),
        )
    if reply.owed:
        return _on_the_tab({**values, "money": voice.money(reply.owed)}, voice)
    if more:
        return _with_credit(reply, received, more, voice)
    return _paid(values, voice)


def _paid(values: Mapping[str, object], voice: Voice) -> str:
    return voice.text(
        "Order %(number)s is delivered and paid (%(money)s). Enjoy, and see you soon!", **values
    )


def _on_the_tab(values: Mapping[str, object], voice: Voice) -> str:
    return voice.text(
        "Order %(number)s is delivered; %(money)s is put on your account. Enjoy!", **values
    )


def _with_credit(reply: Delivered, received: str, more: int, voice: Voice) -> str:
    """Say what was paid beyond what was due, or what an earlier credit has paid."""
    difference = voice.money(Money.of_minor(abs(more), reply.total.total.currency))
    if more > 0:
        return voice.text(
            "Order %(number)s is delivered: %(received)s paid, %(more)s more than due. They count "
            "for what you owe the shops, or next time. Enjoy!",
            number=reply.number,
            received=received,
            more=difference,
        )
    return voice.text(
        "Order %(number)s is delivered and paid: %(received)s today, %(less)s from your credit. "
        "Enjoy!",
        number=reply.number,
        received=received,
        less=difference,
    )
