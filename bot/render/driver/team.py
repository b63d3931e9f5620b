"""What drivers hear of each other and of the operators: who takes over, who was told."""

from tournee.bot.conversation.driver.replies import (
    DriverReply,
)
from tournee.bot.conversation.driver.team_replies import (
    BagMissed,
    HelpCalled,
    NobodyToShare,
    RoundShared,
    RoundTaken,
    ShopsLate,
    Stopped,
    StopsReceived,
    TakenOver,
    TakeOverOffered,
)
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Button, Rendered, Voice


def offer(reply: TakeOverOffered, voice: Voice) -> Rendered:
    text = voice.plural(
        "🆘 %(name)s can't finish: %(count)s stop is left. Can you take it over?",
        "🆘 %(name)s can't finish: %(count)s stops are left. Can you take them over?",
        reply.stops,
        name=reply.name,
    )
    return Rendered(text=text, buttons=((Button(voice.text("I take over"), "take_over"),),))


def told(reply: DriverReply, voice: Voice) -> str | None:
    """Return the sentence of a reply about others; None for any other reply."""
    match reply:
        case HelpCalled(operator=name):
            return voice.text(
                "%(operator)s is told at once. If somebody is in danger: call 112 first.",
                operator=name or voice.text("The operator"),
            )
        case BagMissed(operator=name):
            return voice.text(
                "%(operator)s is told and sees to it. You can leave without that bag.",
                operator=name or voice.text("The operator"),
            )
        case ShopsLate():
            return _shops_late(reply, voice)
        case Stopped():
            return _stopped(reply, voice)
        case TakenOver(name=name, stops=stops):
            return voice.plural(
                "%(name)s takes over your last stop. Thank you.",
                "%(name)s takes over your last %(count)s stops. Thank you.",
                stops,
                name=name,
            )
        case StopsReceived(stops=0):
            return voice.text("Thank you, but somebody was faster: nothing is left to take over.")
        case StopsReceived():
            return _received(reply, voice)
        case RoundShared(name=name, date=day, stops=stops):
            return voice.plural(
                "👥 %(name)s shares the round of %(day)s with you: %(count)s stop is yours.",
                "👥 %(name)s shares the round of %(day)s with you: %(count)s stops are yours.",
                stops,
                name=name,
                day=voice.weekday(day),
            )
        case RoundTaken(name=name, date=day):
            return voice.text(
                "%(name)s has left with the round of %(day)s: you have nothing to do for it.",
                name=name,
                day=voice.weekday(day),
            )
        case NobodyToShare():
            return voice.text("There is nobody to share this round with.")
    return None


def _stopped(reply: Stopped, voice: Voice) -> str:
    name = reply.operator or voice.text("The operator")
    heard = voice.plural(
        "Understood. %(operator)s is told that %(count)s stop is left.",
        "Understood. %(operator)s is told that %(count)s stops are left.",
        reply.stops,
        operator=name,
    )
    asked = ""
    if reply.asked:
        asked = voice.text("I also ask %(names)s to take over.", names=", ".join(reply.asked))
    still = voice.text("As long as nobody has, you can go on as before.")
    return joined([heard, asked, still])


def _received(reply: StopsReceived, voice: Voice) -> str:
    yours = voice.plural(
        "%(count)s stop of %(name)s's is yours now.",
        "%(count)s stops of %(name)s's are yours now.",
        reply.stops,
        name=reply.name,
    )
    if not reply.phone:
        return yours
    fetch = voice.plural(
        "The bag is still in the other vehicle: fetch it there first. 📞 %(phone)s",
        "The bags are still in the other vehicle: fetch them there first. 📞 %(phone)s",
        reply.stops,
        phone=reply.phone,
    )
    return joined([yours, fetch])


def _shops_late(reply: ShopsLate, voice: Voice) -> str:
    told = voice.text(
        "%(operator)s is told. If it takes long, write for instance: late 20",
        operator=reply.operator or voice.text("The operator"),
    )
    return "\n".join([*(f"📞 {s.name} : {s.phone}" for s in reply.shops if s.phone), told])
