"""The recap, which asks for the binding yes, and what stands in its place."""

from tournee.bot.conversation.resident.replies import (
    ChangeAwaited,
    ConfirmAwaited,
    NoRound,
    RecapShown,
)
from tournee.bot.render.resident.lines import (
    amount_text,
    buttons,
    hours_of,
    joined,
    lines_text,
    listed,
    not_in_time,
    total_text,
)
from tournee.bot.render.voice import Brevity, Button, Rendered, Voice


def recap(reply: RecapShown, voice: Voice) -> Rendered:
    text = joined(
        [
            _changed(reply, voice),
            _why(reply, voice),
            _heading(reply, voice),
            lines_text(reply.lines, voice),
            total_text(reply.total, voice),
            _alcohol(reply, voice),
            "" if reply.settled else _binding(voice),
        ]
    )
    return Rendered(text=text, buttons=() if reply.settled else _order_buttons(voice))


def _changed(reply: RecapShown, voice: Voice) -> str:
    if not reply.changed:
        return ""
    return voice.text("Something has changed since: nothing is ordered yet, please look again.")


def _why(reply: RecapShown, voice: Voice) -> str:
    """Why the round is not the one that was wished for."""
    if reply.missed and reply.closed:
        others = {line.product.shop for line in reply.lines} - {s.slug for s in reply.closed}
        return not_in_time(reply.closed, reply.missed, voice, "all" if others else "other")
    day = voice.weekday(reply.wished) if reply.wished else ""
    match reply.why:
        case "asked" | "next" | "not_served" | "none":
            return ""
        case "closed" | "past" if day:
            return voice.text("It is too late to order for %(day)s: here is another day.", day=day)
        case "full" if day:
            return voice.text("The round of %(day)s is full: here is another one.", day=day)
        case "cancelled" if day:
            return voice.text("The round of %(day)s is cancelled: here is another one.", day=day)
        case "holiday" if day:
            return voice.text(
                "There is no round on %(day)s, a public holiday: here is another day.", day=day
            )
        case "short_notice" if day:
            return voice.text(
                "A shop needs more time before %(day)s: here is another day.", day=day
            )
        case "holiday" | "short_notice":
            return voice.text("A shop needs more time: here is the first possible day.")
        case "no_round_that_day" if day:
            return voice.text("There is no round on %(day)s: here is another day.", day=day)
        case "too_far" if day:
            return voice.text(
                "I cannot take orders for %(day)s yet: here is a day before.", day=day
            )
        case _:
            return voice.text("There is no round at that hour: here is another one.")


def _heading(reply: RecapShown, voice: Voice) -> str:
    day, hours = voice.weekday(reply.round.date), hours_of(reply.round, voice)
    place = reply.place.name if reply.place else ""
    if voice.leaves_out(Brevity.UNITS):
        parts = (f"{day[:1].upper()}{day[1:]} {hours}", reply.beneficiary, place)
        return voice.text("%(when)s:", when=", ".join(part for part in parts if part))
    if reply.beneficiary:
        whom = ", ".join(part for part in (reply.beneficiary, place) if part)
        return voice.text("For %(whom)s, on %(day)s %(hours)s:", whom=whom, day=day, hours=hours)
    if not place:
        return voice.text("For %(day)s %(hours)s:", day=day, hours=hours)
    return voice.text("For %(day)s %(hours)s, %(place)s:", day=day, hours=hours, place=place)


def _alcohol(reply: RecapShown, voice: Voice) -> str:
    if not reply.alcohol:
        return ""
    if voice.leaves_out(Brevity.NAMES):
        return voice.text("Alcohol: not for under-18s.")
    if voice.leaves_out(Brevity.COURTESY):
        return voice.text("Alcohol: not for under-18s, your age may be asked.")
    return voice.text(
        "Alcohol: not for under-18s, the driver may ask for your age. Drink in moderation."
    )


def _binding(voice: Voice) -> str:
    if voice.has_buttons:
        return voice.text("Press the button, or answer YES, to order with obligation to pay.")
    if voice.leaves_out(Brevity.UNITS):
        return voice.text("YES to order with obligation to pay.")
    return voice.text("Answer YES to order with obligation to pay, or correct me.")


def _order_buttons(voice: Voice) -> tuple[tuple[Button, ...], ...]:
    if not voice.has_buttons:
        return ()
    order = Button(voice.text("Order, with obligation to pay"), "confirm")
    modify = Button(voice.text("Change"), "modify")
    cancel = Button(voice.text("Cancel"), "cancel")
    return ((order,), (modify, cancel))


def awaited(reply: ConfirmAwaited, voice: Voice) -> Rendered:
    text = voice.text(
        "Your basket is waiting (%(money)s): answer YES to order with obligation to pay.",
        money=amount_text(reply.total, voice),
    )
    return Rendered(text=text, buttons=_order_buttons(voice))


def change(reply: ChangeAwaited, voice: Voice) -> Rendered:
    text = joined(
        [
            voice.text("Nothing is ordered yet. Write what to change, add or take out."),
            voice.text(
                "If it is all right as it is (%(money)s), answer YES to order with obligation to"
                " pay.",
                money=amount_text(reply.total, voice),
            ),
        ]
    )
    order = Button(voice.text("Order, with obligation to pay"), "confirm")
    cancel = Button(voice.text("Cancel"), "cancel")
    return Rendered(text=text, buttons=buttons(voice, order) + buttons(voice, cancel))


def no_round(reply: NoRound, voice: Voice) -> Rendered:
    if reply.closed:
        text = voice.plural(
            "%(shops)s does not open in time for any round that comes to you.",
            "%(shops)s do not open in time for any round that comes to you.",
            len(reply.closed),
            shops=listed([shop.name for shop in reply.closed], voice),
        )
    elif reply.why == "not_served" and reply.place is not None:
        text = voice.text("No round goes to %(place)s.", place=reply.place.name)
    else:
        text = voice.text("No round takes orders at the moment.")
    kept = voice.text("Your basket is kept; nothing is ordered. Write PERSON to talk to someone.")
    person = Button(voice.text("Talk to someone"), "person")
    return Rendered(text=joined([text, kept]), buttons=buttons(voice, person))
