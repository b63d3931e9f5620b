"""Empties, envelopes and corrections, as a driver reads them."""

from tournee.bot.conversation.driver.money_replies import (
    Carried,
    DriverMoneyReply,
    EmptiesTaken,
    EnvelopeGiven,
    EnvelopesListed,
    PaymentPutRight,
    TooManyEmpties,
    WhoseEmpties,
)
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.voice import Voice


def text(reply: DriverMoneyReply, voice: Voice) -> str:
    match reply:
        case EmptiesTaken():
            return _empties(reply, voice)
        case WhoseEmpties(shops=()):
            return voice.text("No shop of the village takes bottles or crates back.")
        case WhoseEmpties(shops=shops):
            names = listed([shop.name for shop in shops], voice)
            return voice.text(
                "Which shop takes them: %(names)s? Write for instance: 3 bottles returned %(name)s",
                names=names,
                name=shops[0].name,
            )
        case TooManyEmpties(most=most):
            return voice.text(
                "That is a lot of empties: at most %(most)s at a door. Nothing was noted.",
                most=most,
            )
        case EnvelopesListed(envelopes=()):
            return voice.text("💶 You carry no envelope any more.")
        case EnvelopesListed(envelopes=envelopes):
            return joined([voice.text("💶 Envelopes:"), *(_carried(e, voice) for e in envelopes)])
        case EnvelopeGiven():
            return _given(reply, voice)
        case PaymentPutRight():
            return voice.text(
                "✏️ %(number)s · %(shop)s: put right, %(received)s received, %(on_tab)s on account.",
                number=reply.number,
                shop=reply.shop.name,
                received=voice.money(reply.received),
                on_tab=voice.money(reply.on_tab),
            )


def _empties(reply: EmptiesTaken, voice: Voice) -> str:
    told = {"name": reply.name, "shop": reply.shop.name, "money": voice.money(reply.amount)}
    if reply.owed:
        return voice.plural(
            "♻️ %(name)s: %(count)s empty for %(shop)s, %(money)s less on the account.",
            "♻️ %(name)s: %(count)s empties for %(shop)s, %(money)s less on the account.",
            reply.count,
            **told,
        )
    return voice.plural(
        "♻️ %(name)s: %(count)s empty for %(shop)s, %(money)s less to collect.",
        "♻️ %(name)s: %(count)s empties for %(shop)s, %(money)s less to collect.",
        reply.count,
        **told,
    )


def _carried(envelope: Carried, voice: Voice) -> str:
    values = {
        "shop": envelope.shop.name,
        "day": voice.weekday(envelope.date),
        "money": voice.money(envelope.cash + envelope.cheques),
    }
    if envelope.cheques:
        return voice.text(
            "• %(shop)s, %(day)s: %(money)s, of which cheques %(cheques)s",
            cheques=voice.money(envelope.cheques),
            **values,
        )
    return voice.text("• %(shop)s, %(day)s: %(money)s", **values)


def _given(reply: EnvelopeGiven, voice: Voice) -> str:
    values = {"shop": reply.shop.name, "money": voice.money(reply.received)}
    if reply.received == reply.expected:
        return voice.text("💶 %(shop)s has its envelope: %(money)s, it is right.", **values)
    told = voice.text(
        "💶 %(shop)s has its envelope: %(money)s instead of %(expected)s, counted by %(by)s.",
        expected=voice.money(reply.expected),
        by=reply.by or voice.text("The team"),
        **values,
    )
    why = voice.text("Reason: %(reason)s.", reason=reply.why) if reply.why else ""
    return f"{told} {why}".rstrip()
