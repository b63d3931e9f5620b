"""What operators are told of rounds that go another time."""

from typing import assert_never

from tournee.bot.conversation.operator.round_replies import (
    RoundRearranged,
    RoundReply,
    WhenAsked,
)
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Voice


def words(reply: RoundReply, voice: Voice) -> str:
    match reply:
        case RoundRearranged():
            return _rearranged(reply, voice)
        case WhenAsked():
            day = voice.weekday(reply.round.date)
            return voice.text(
                "When shall the round of %(day)s go instead? Write for instance:"
                " /round %(day)s moved Saturday 10am",
                day=day,
            )
        case _:
            assert_never(reply)


def _rearranged(reply: RoundRearranged, voice: Voice) -> str:
    when = voice.weekday(reply.to)
    if reply.round is not None:
        when = f"{when} {voice.hour(reply.round.departs)}–{voice.hour(reply.round.ends)}"
    if not reply.moved:
        told = voice.text("🚚 A round is added: %(when)s.", when=when)
        return joined([told, _cutoff(reply, voice)])
    told = voice.text(
        "🔁 The round of %(day)s is moved to %(when)s.", day=voice.weekday(reply.day), when=when
    )
    residents = voice.plural(
        "%(count)s resident is told; the orders go along.",
        "%(count)s residents are told; the orders go along.",
        reply.residents,
    )
    shut = (
        voice.text(
            "⚠️ %(shop)s does not open in time: %(numbers)s",
            shop=shop,
            numbers=", ".join(map(str, numbers)),
        )
        for shop, numbers in reply.shut
    )
    return joined([told, residents, _cutoff(reply, voice), *shut])


def _cutoff(reply: RoundRearranged, voice: Voice) -> str:
    if reply.round is None:
        return ""
    cutoff = reply.round.cutoff
    return voice.text(
        "Orders until %(day)s %(hour)s.",
        day=voice.weekday(cutoff.astimezone(voice.zone).date()),
        hour=voice.hour(cutoff),
    )
