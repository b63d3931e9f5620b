"""Standing orders, waiting for a stop, substitutes, reminders, collecting, being watched over."""

from datetime import date, datetime
from typing import assert_never

from tournee.bot.conversation.resident.replies.habits import (
    CollectAsked,
    HabitReply,
    OnlyWeekly,
    StandingAsked,
    StandingChanged,
    StandingMissed,
    StandingNoted,
    StandingPlaced,
    StandingShown,
    StandingTold,
    StandingUnsure,
    StopOffered,
    SubstituteNoted,
    SubstitutesForgotten,
    SubstituteUnclear,
    WaitAsked,
    WatchAsked,
    WhichStanding,
)
from tournee.bot.render.resident import rounds
from tournee.bot.render.resident.lines import (
    amount_text,
    goods,
    hours_of,
    joined,
    lines_text,
    listed,
    total_text,
)
from tournee.bot.render.voice import Brevity, Rendered, Voice

_OF_STANDING = (
    OnlyWeekly
    | StandingNoted
    | StandingTold
    | StandingPlaced
    | StandingUnsure
    | StandingMissed
    | StandingChanged
    | WhichStanding
)
_OF_SUBSTITUTES = SubstituteNoted | SubstituteUnclear | SubstitutesForgotten


def words(reply: HabitReply, voice: Voice) -> Rendered:
    match reply:
        case StandingAsked():
            return _asked(reply, voice)
        case CollectAsked():
            return rounds.collect(reply, voice)
        case WaitAsked() | StopOffered() | WatchAsked():
            return rounds.yes_no(reply, voice)
        case (
            OnlyWeekly()
            | StandingNoted()
            | StandingTold()
            | StandingPlaced()
            | StandingUnsure()
            | StandingMissed()
            | StandingChanged()
            | WhichStanding()
        ):
            return Rendered(text=_standing(reply, voice))
        case SubstituteNoted() | SubstituteUnclear() | SubstitutesForgotten():
            return Rendered(text=_substitute(reply, voice))
        case _:
            return Rendered(text=rounds.other(reply, voice))


# --- standing orders -----------------------------------------------------------------------------


def often(shown: StandingShown, voice: Voice) -> str:
    """'chaque mardi', 'un mardi sur deux'."""
    weekday = voice.weekday_name(shown.day)
    match shown.weeks:
        case 1:
            return voice.text("every %(weekday)s", weekday=weekday)
        case 2:
            return voice.text("every other %(weekday)s", weekday=weekday)
        case weeks:
            return voice.text("every %(count)s weeks, %(weekday)s", count=weeks, weekday=weekday)


def _goods(shown: StandingShown, voice: Voice) -> str:
    return ", ".join(goods(line, voice) for line in shown.lines)


def _asked(reply: StandingAsked, voice: Voice) -> Rendered:
    first = reply.shown.next or reply.round.date
    whom = ", ".join(p for p in (reply.beneficiary, reply.place.name if reply.place else "") if p)
    heading = voice.text(
        "Regular order, %(often)s %(hours)s, the first one on %(day)s:",
        often=often(reply.shown, voice),
        hours=hours_of(reply.round, voice),
        day=voice.weekday(first),
    )
    total = voice.text(
        "Total %(money)s each time, at the prices of the day; I ask you first above %(ceiling)s.",
        money=amount_text(reply.total, voice),
        ceiling=voice.money(reply.ceiling),
    )
    replaces = ""
    if reply.replaces:
        replaces = voice.text("It takes the place of the one you have for that day.")
    where = whom if whom and not voice.leaves_out(Brevity.COURTESY) else ""
    text = joined(
        [
            heading,
            lines_text(reply.shown.lines, voice),
            where,
            total,
            replaces,
            "" if reply.settled else _binding(voice),
        ]
    )
    return Rendered(text=text, buttons=() if reply.settled else rounds.order_buttons(voice))


def _binding(voice: Voice) -> str:
    if voice.has_buttons:
        return voice.text(
            "Press the button, or answer YES, to order each time with obligation to pay."
        )
    return voice.text("Answer YES to order each time with obligation to pay, or correct me.")


def _standing(reply: _OF_STANDING, voice: Voice) -> str:
    match reply:
        case StandingNoted():
            return _noted(reply, voice)
        case OnlyWeekly(also=also) if also is not None:
            return voice.text(
                "I note one day at a time: for the %(weekday)s, write the same again afterwards.",
                weekday=voice.weekday_name(also),
            )
        case OnlyWeekly():
            return voice.text(
                "I can order every week, not every day: write for instance “every Tuesday” with"
                " what you need."
            )
        case StandingTold():
            return _told(reply, voice)
        case StandingPlaced():
            return _placed(reply, voice)
        case StandingUnsure():
            return _unsure(reply, voice)
        case StandingMissed():
            return voice.text(
                "I could not place your regular order for %(day)s. Write what you need, or PERSON"
                " to talk to someone.",
                day=voice.weekday(reply.day),
            )
        case StandingChanged():
            return _changed(reply, voice)
        case WhichStanding():
            days = [voice.weekday_name(day) for day in reply.days]
            return voice.text(
                "You have several regular orders (%(days)s). Which one? Write for instance:"
                " “stop the regular order of %(day)s”.",
                days=listed(days, voice),
                day=days[0],
            )
        case _:
            assert_never(reply)


def _noted(reply: StandingNoted, voice: Voice) -> str:
    noted = voice.text(
        "Noted: %(goods)s, %(often)s.",
        goods=_goods(reply.shown, voice),
        often=often(reply.shown, voice),
    )
    following = ""
    if reply.shown.next:
        following = voice.text(
            "I write to you before each order; the next one is for %(day)s.",
            day=voice.weekday(reply.shown.next),
        )
    how = voice.text("“Nothing” skips one, “my regular orders” shows them.")
    return f"{noted} {following} {how}".replace("  ", " ")


def _told(reply: StandingTold, voice: Voice) -> str:
    if not reply.orders:
        return voice.text(
            "You have no regular order. Write “every week” with what you need, and I see to it."
        )
    lines = [_one(shown, voice) for shown in reply.orders[: voice.entries]]
    how = voice.text("“Nothing” skips the next one; “pause” or “stop the regular order”, any time.")
    return joined([voice.text("Your regular orders:"), *lines, how])


def _one(shown: StandingShown, voice: Voice) -> str:
    following = voice.text("paused")
    if shown.next:
        following = voice.text("the next one on %(day)s", day=voice.weekday(shown.next))
    return voice.text(
        "%(often)s: %(goods)s (%(next)s)",
        often=often(shown, voice),
        goods=_goods(shown, voice),
        next=following,
    )


def _placed(reply: StandingPlaced, voice: Voice) -> str:
    if reply.round is None:
        heading = voice.text("Your regular order is placed (%(number)s):", number=reply.number)
    else:
        heading = voice.text(
            "Your regular order for %(day)s %(hours)s is placed (%(number)s):",
            day=voice.weekday(reply.round.date),
            hours=hours_of(reply.round, voice),
            number=reply.number,
        )
    return joined(
        [
            heading,
            lines_text(reply.lines, voice),
            total_text(reply.total, voice),
            _how_to_change(reply.cutoff, voice),
        ]
    )


def _how_to_change(cutoff: datetime | None, voice: Voice) -> str:
    if cutoff is None:
        return voice.text("NOTHING to skip it this time, or correct me: “PLUS 1 …”.")
    return voice.text(
        "NOTHING to skip it this time, or correct me (“PLUS 1 …”), until %(day)s %(hour)s.",
        day=voice.weekday(cutoff.astimezone(voice.zone).date()),
        hour=voice.hour(cutoff),
    )


def _unsure(reply: StandingUnsure, voice: Voice) -> str:
    day = voice.weekday(reply.day)
    match reply.why:
        case "dearer":
            return voice.text(
                "Your regular order for %(day)s costs more than you agreed to. Nothing is ordered"
                " yet:",
                day=day,
            )
        case "round":
            return voice.text(
                "Your regular order for %(day)s cannot come as usual. Nothing is ordered yet:",
                day=day,
            )
        case "goods":
            return voice.text(
                "Not everything of your regular order for %(day)s is there. Nothing is ordered"
                " yet:",
                day=day,
            )
        case _:
            assert_never(reply.why)


def _changed(reply: StandingChanged, voice: Voice) -> str:
    weekday, following = voice.weekday_name(reply.day), _next(reply.next, voice)
    match reply.what:
        case "skipped":
            noted = voice.text("Noted: nothing on %(day)s.", day=voice.weekday(reply.day))
            return f"{noted} {following}".strip()
        case "paused" if reply.next:
            noted = voice.text("Your regular order of %(weekday)s is paused.", weekday=weekday)
            return f"{noted} {following}"
        case "paused":
            return voice.text(
                "Your regular order of %(weekday)s is paused until you write RESUME.",
                weekday=weekday,
            )
        case "resumed":
            noted = voice.text("Your regular order of %(weekday)s is back.", weekday=weekday)
            return f"{noted} {following}".strip()
        case "ended":
            return voice.text(
                "Your regular order of %(weekday)s is stopped. What is ordered already still"
                " comes.",
                weekday=weekday,
            )
        case _:
            assert_never(reply.what)


def _next(day: date | None, voice: Voice) -> str:
    return voice.text("The next one: %(day)s.", day=voice.weekday(day)) if day else ""


# --- what goes in a product's place --------------------------------------------------------------


def _substitute(reply: _OF_SUBSTITUTES, voice: Voice) -> str:
    match reply:
        case SubstituteNoted(product=None):
            return voice.text("Noted: nothing in place of what is missing, and no question asked.")
        case SubstituteNoted(substitute=None, product=product):
            return voice.text("Noted: nothing in place of %(product)s.", product=_name(product))
        case SubstituteNoted(substitute=substitute, product=product):
            return voice.text(
                "Noted: if there is no more of %(product)s, %(substitute)s in its place. I only"
                " ask you if it costs more.",
                product=_name(product),
                substitute=_name(substitute),
            )
        case SubstituteUnclear():
            return voice.text(
                "I did not get what to put in place of what, in the same shop. Write for"
                " instance: “if no more baguette then tradition”."
            )
        case SubstitutesForgotten():
            return voice.text("Noted: I ask you each time before anything is replaced.")
        case _:
            assert_never(reply)


def _name(product: object) -> str:
    return str(getattr(product, "name", ""))
