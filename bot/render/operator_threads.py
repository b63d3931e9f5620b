"""Residents who wait for a person, as operators read of them."""

from tournee.bot.conversation.operator.replies import (
    MessagesStopped,
    ThreadShown,
    ThreadWaits,
    Who,
)
from tournee.bot.conversation.operator.state import BOT, Why
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Button, Rendered, Voice


def card(reply: ThreadShown, voice: Voice) -> Rendered:
    orders = ""
    if reply.orders:
        numbers = ", ".join(str(n) for n in reply.orders)
        orders = voice.text("Open orders: %(numbers)s", numbers=numbers)
    state = ""
    if reply.closed_by == "":
        state = voice.text("🤖 Nobody wrote for a day: the bot answers again.")
    elif reply.closed_by is not None:
        state = voice.text("🤖 Handed back to the bot by %(name)s.", name=reply.closed_by)
    elif reply.taken_by:
        state = voice.text("🙋 %(name)s is answering.", name=reply.taken_by)
    text = joined(
        [
            f"🆘 {name_of(reply.who)} · {why_text(reply.why, voice)}",
            voice.text("📞 %(phone)s", phone=reply.who.phone) if reply.who.phone else "",
            orders,
            *(text if text.startswith(BOT) else f"« {text} »" for text in reply.texts),
            state,
        ]
    )
    if reply.closed_by is not None:
        return Rendered(text=text)
    back = Button(voice.text("🤖 Hand back"), "hand_back")
    if reply.taken_by:
        return Rendered(text=text, buttons=((back,),))
    take = Button(voice.text("🙋 I answer"), "take_over")
    return Rendered(text=text, buttons=((take, back),))


def why_text(why: Why, voice: Voice) -> str:
    match why:
        case "asked":
            return voice.text("asks for a person")
        case "not_understood":
            return voice.text("was not understood")
        case "angry":
            return voice.text("is angry")
        case "complaint":
            return voice.text("complains about something")
        case "too_late":
            return voice.text("wants a change after the cut-off")
        case "stopped":
            return voice.text("wants no messages any more")
        case "unreachable":
            return voice.text("could not be reached: a message did not arrive")
        case "landline":
            return voice.text("has a landline, which takes no messages: please phone")
        case "absent":
            return voice.text(
                "did not open to the driver, and our last message did not arrive: please call"
            )
        case "not_delivered":
            return voice.text("could not be given their order, and expects your call")
        case "withdrawal":
            return voice.text("gives back what was bought, which is their right: please arrange it")
        case "no_order":
            return voice.text("has not ordered for longer than usual: please call")


def name_of(who: Who) -> str:
    return ", ".join(part for part in (who.name, who.place) if part)


def waits(reply: ThreadWaits, voice: Voice) -> str:
    day = voice.weekday(reply.since.astimezone(voice.zone).date())
    when = f"{day} {voice.hour(reply.since)}"
    waits = voice.text(
        "⏳ %(name)s has been waiting for an answer since %(when)s.",
        name=name_of(reply.who),
        when=when,
    )
    taken = ""
    if reply.taken_by:
        taken = voice.text("🙋 %(name)s is answering.", name=reply.taken_by)
    phone = voice.text("📞 %(phone)s", phone=reply.who.phone) if reply.who.phone else ""
    return joined([waits, f"« {reply.text} »" if reply.text else "", phone, taken])


def stopped(reply: MessagesStopped, voice: Voice) -> str:
    heading = voice.text("🛑 %(name)s wants no messages any more.", name=name_of(reply.who))
    if not reply.orders:
        return heading
    numbers = ", ".join(str(n) for n in reply.orders)
    phone = voice.text(
        "Please phone about: %(numbers)s. 📞 %(phone)s", numbers=numbers, phone=reply.who.phone
    )
    return joined([heading, phone])
