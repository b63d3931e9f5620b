"""Where somebody's door is, and when they open it."""

from typing import assert_never

from tournee.bot.conversation.resident.replies.home import (
    AtHomeNoted,
    DoorNoted,
    DoorTooFar,
    HomeReply,
)
from tournee.bot.render.presence import at_home
from tournee.bot.render.resident.lines import hours_of
from tournee.bot.render.voice import Rendered, Voice


def words(reply: HomeReply, voice: Voice) -> Rendered:
    match reply:
        case DoorNoted():
            text = voice.text("Thank you, the place is noted: the driver will find your door.")
        case DoorTooFar():
            text = _too_far(reply, voice)
        case AtHomeNoted():
            text = _noted(reply, voice)
        case _:
            assert_never(reply)
    return Rendered(text=text)


def _too_far(reply: DoorTooFar, voice: Voice) -> str:
    if reply.place is None:
        return voice.text(
            "That place is too far from the village (%(km)s km): it is not noted.", km=reply.km
        )
    return voice.text(
        "That place is %(km)s km from your address (%(place)s): it is not noted. Send your"
        " position when you are at home.",
        km=reply.km,
        place=reply.place.name,
    )


def _noted(reply: AtHomeNoted, voice: Voice) -> str:
    when = at_home(reply.spans, voice) or voice.text("all day")
    if reply.day is not None:
        said = voice.text(
            "Noted: on %(day)s you are at home %(when)s. The driver sees it.",
            day=voice.weekday(reply.day),
            when=when,
        )
    else:
        said = voice.text("Noted: you are at home %(when)s. The driver sees it.", when=when)
    if reply.missed is None:
        return said
    other = voice.text(
        "But the round of %(day)s comes %(hours)s: tell me another day, or write PERSON.",
        day=voice.weekday(reply.missed.date),
        hours=hours_of(reply.missed, voice),
    )
    return f"{said} {other}"
