"""Short notes to a driver: what can't be done now, what was not understood, help."""

from typing import assert_never

from tournee.bot.conversation.driver.replies import (
    AlreadyDone,
    AlreadyGone,
    DriverReply,
    HelpGiven,
    NameUnknown,
    NoRound,
    NoSuchBag,
    NotDeparted,
    OrderKept,
    Refused,
    RoundGone,
    RoundShifted,
    UnknownStop,
)
from tournee.bot.conversation.driver.state import Result
from tournee.bot.render.driver.team import told
from tournee.bot.render.voice import Voice


def note(reply: DriverReply, voice: Voice) -> str:
    match reply:
        case RoundGone(date=day, reason=reason):
            return voice.text(
                "❌ The round of %(day)s does not take place (%(reason)s).",
                day=voice.weekday(day),
                reason=reason or voice.text("no reason given"),
            )
        case RoundShifted():
            return _shifted(reply, voice)
        case NoRound():
            return voice.text("No round at the moment. You get the list at the cut-off.")
        case NotDeparted():
            return voice.text("The round has not left yet. Tap “I am off” first.")
        case AlreadyGone():
            return voice.text("This round has left already.")
        case OrderKept():
            return voice.text("The order stays as it is.")
        case _:
            return told(reply, voice) or _about_door(reply, voice)


def _about_door(reply: DriverReply, voice: Voice) -> str:
    match reply:
        case AlreadyDone(name=name, result=result):
            said = _done(result, voice)
            return voice.text("%(name)s: %(result)s. Nothing changed.", name=name, result=said)
        case UnknownStop(number=number):
            return voice.text("Order %(number)s is not on this round.", number=number)
        case NameUnknown(name=name):
            return voice.text(
                "I find no %(name)s on this round: nothing is noted."
                " Write the order's number, or: list.",
                name=name,
            )
        case NoSuchBag():
            return voice.text("No stop that is left has a bag of that shop: nothing is noted.")
        case Refused(code="round_cancelled"):
            return voice.text("This round was cancelled.")
        case Refused():
            return voice.text("That did not work: nothing was changed.")
        case HelpGiven(number=number):
            return _help(number, voice)
        case _:
            return ""


def _shifted(reply: RoundShifted, voice: Voice) -> str:
    if reply.date == reply.to:
        return voice.text(
            "🕑 The hours of the round of %(day)s have changed: its list comes anew.",
            day=voice.weekday(reply.date),
        )
    return voice.text(
        "🗓 The round of %(day)s goes on %(to)s instead: its list comes anew.",
        day=voice.weekday(reply.date),
        to=voice.weekday(reply.to),
    )


def _done(result: Result | None, voice: Voice) -> str:
    match result:
        case "delivered":
            return voice.text("already delivered and paid")
        case "on_tab":
            return voice.text("already delivered, on account")
        case "part_paid" | "partly" | "left":
            return voice.text("already delivered")
        case "absent":
            return voice.text("already reported as not at home")
        case "refused_at_door":
            return voice.text("already reported as refused")
        case None:
            return voice.text("another driver has it")
        case _:
            assert_never(result)


def _help(number: int, voice: Voice) -> str:
    return voice.text(
        "Tap the buttons of a stop, or write:\n"
        "delivered · on account · absent · refused (add %(number)s or a name for another stop)\n"
        "next · list · late 20 · map · Durand first · 3 before 2\n"
        "received 20 € · cheque · worried · I can't finish\n"
        "3 bottles returned · envelopes · correction %(number)s 20",
        number=number,
    )
