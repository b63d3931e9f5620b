"""What the bot says to a driver: short, to be read at a glance."""

from dataclasses import replace

from tournee.bot.conversation.driver.money_replies import (
    DriverMoneyReply,
    EmptiesTaken,
    EnvelopeGiven,
    EnvelopesListed,
    PaymentPutRight,
    TooManyEmpties,
    WhoseEmpties,
)
from tournee.bot.conversation.driver.replies import (
    DriverReply,
    HereNoted,
    LateTold,
    MoreShown,
    NeighbourAsked,
    PaymentRefused,
    RoundOver,
    RoundShown,
    RouteDrawn,
    StopShown,
    StopsListed,
    WayShown,
    WhichStop,
)
from tournee.bot.conversation.driver.team_replies import (
    TakeOverOffered,
)
from tournee.bot.gsm7 import plain
from tournee.bot.render.driver import envelopes
from tournee.bot.render.driver.door import more, neighbour, refused_payment, stop, way, which
from tournee.bot.render.driver.notes import note
from tournee.bot.render.driver.run import drawn, listed, over, round_card
from tournee.bot.render.driver.team import offer
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.typography import typeset
from tournee.bot.render.voice import Rendered, Voice

__all__ = ["render"]


def render(reply: DriverReply | DriverMoneyReply, voice: Voice) -> Rendered:
    rendered = _words(reply, voice)
    if voice.has_buttons:
        return replace(rendered, text=typeset(rendered.text, voice))
    return Rendered(text=plain(joined([rendered.text, _how_to_answer(reply, voice)])))


def _how_to_answer(reply: DriverReply | DriverMoneyReply, voice: Voice) -> str:
    """Return the words that stand for the buttons."""
    match reply:
        case RoundShown(departed=False):
            return voice.text("Write: list, or I am off.")
        case StopShown(result=None):
            return voice.text("Write: delivered, on account, absent or refused.")
        case StopShown(result="absent"):
            return voice.text("Left with a neighbour? Write: neighbour, and the name.")
        case TakeOverOffered():
            return voice.text("Answer the operator if you can take over.")
    return ""


def _words(reply: DriverReply | DriverMoneyReply, voice: Voice) -> Rendered:
    match reply:
        case RoundShown():
            return round_card(reply, voice)
        case StopShown():
            return stop(reply, voice)
        case MoreShown():
            return more(reply, voice)
        case WhichStop():
            return which(reply, voice)
        case TakeOverOffered():
            return offer(reply, voice)
        case RouteDrawn():
            return drawn(reply, voice)
        case _:
            return Rendered(text=_text(reply, voice))


def _text(reply: DriverReply | DriverMoneyReply, voice: Voice) -> str:
    match reply:
        case StopsListed():
            return listed(reply, voice)
        case RoundOver():
            return over(reply, voice)
        case WayShown():
            return way(reply, voice)
        case NeighbourAsked():
            return neighbour(reply, voice)
        case PaymentRefused():
            return refused_payment(reply, voice)
        case EmptiesTaken() | WhoseEmpties() | TooManyEmpties() | EnvelopesListed():
            return envelopes.text(reply, voice)
        case EnvelopeGiven() | PaymentPutRight():
            return envelopes.text(reply, voice)
        case HereNoted(name=name, expected=expected):
            hour = voice.hour(expected)
            return voice.text("📍 Noted. %(name)s: about %(hour)s.", name=name, hour=hour)
        case LateTold(minutes=minutes, stops=stops):
            return voice.plural(
                "⏱ %(minutes)s minutes late: %(count)s stop is told.",
                "⏱ %(minutes)s minutes late: %(count)s stops are told.",
                stops,
                minutes=minutes,
            )
        case _:
            return note(reply, voice)
