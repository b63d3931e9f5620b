"""Meeting, helping, and the people behind the bot."""

from typing import TYPE_CHECKING, assert_never

from tournee.bot.conversation.resident.replies import (
    Acknowledged,
    BackAgain,
    ContactOffered,
    DataTold,
    ForgetLater,
    Forgotten,
    Greeted,
    HandedOver,
    HelpGiven,
    Introduced,
    OperatorSays,
    PassedOn,
    PeopleReply,
    Restarted,
    Stopped,
    Thanked,
)
from tournee.bot.render.resident.lines import buttons, example, joined
from tournee.bot.render.voice import Brevity, Button, Rendered, Voice
from tournee.catalog.model import PersonSlug

if TYPE_CHECKING:
    from tournee.bot.attachments import DataFile


def words(reply: PeopleReply, voice: Voice) -> Rendered:
    match reply:
        case Introduced() | Greeted() | Thanked() | Acknowledged():
            return Rendered(text=_courtesy(reply, voice))
        case HelpGiven():
            return _help(reply, voice)
        case ContactOffered():
            return _contact_offered(voice)
        case PassedOn() | HandedOver() | OperatorSays() | BackAgain():
            return Rendered(text=_people(reply, voice))
        case DataTold():
            file = data_file(reply.resident, voice) if voice.has_files else None
            return Rendered(text=_data(reply, voice), attachment=file)
        case Forgotten() | ForgetLater():
            return Rendered(text=_forgetting(reply, voice))
        case Stopped():
            return Rendered(text=_stopped(reply, voice))
        case Restarted():
            return Rendered(text=voice.text("Welcome back! Tell me what you need, I am listening."))
        case _:
            assert_never(reply)


def _courtesy(reply: Introduced | Greeted | Thanked | Acknowledged, voice: Voice) -> str:
    match reply:
        case Introduced():
            return _introduction(reply, voice)
        case Greeted():
            said = example(reply.examples, voice)
            if reply.called:
                return voice.text(
                    "Yes, I am here. Tell me what you need, for instance: “%(example)s”.",
                    example=said,
                )
            return voice.text("Tell me what you need, for instance: “%(example)s”.", example=said)
        case Thanked():
            return voice.text("With pleasure!")
        case Acknowledged():
            if reply.order is None:
                return voice.text("Very well. Tell me what you need, whenever you like.")
            return voice.text(
                "All is well, order %(number)s is noted. There is nothing more to do.",
                number=reply.order,
            )


def _introduction(reply: Introduced, voice: Voice) -> str:
    """A robot answers (AI Act, article 50), what it keeps, and how to stop it: once, in one go."""
    hello = voice.text("Hello %(name)s!", name=reply.name) if reply.name else voice.text("Hello!")
    if voice.leaves_out(Brevity.COURTESY):
        short = voice.text(
            "I am the robot of %(village)s. Your messages: only for your orders. STOP to end.",
            village=voice.village.settings.name,
        )
        return f"{hello} {short}"
    who = voice.text(
        "I am the robot that takes orders in %(village)s. Your messages are used for your orders"
        " only. STOP to receive nothing more.",
        village=voice.village.settings.name,
    )
    return f"{hello} {who}"


def _help(reply: HelpGiven, voice: Voice) -> Rendered:
    text = joined(
        [
            voice.text(
                "Write what you need as on a shopping list, for instance: “%(example)s”.",
                example=example(reply.examples, voice),
            ),
            voice.text("I show you the price and the day; nothing is ordered before your YES."),
            voice.text("To talk to someone, write PERSON."),
        ]
    )
    return Rendered(
        text=text, buttons=buttons(voice, Button(voice.text("Talk to someone"), "person"))
    )


def _contact_offered(voice: Voice) -> Rendered:
    text = voice.text(
        "If you also write by SMS: share your number with the button below, and both fill one"
        " basket. Not needed otherwise."
    )
    share = Button(voice.text("Share my number"), "contact")
    return Rendered(text=text, buttons=buttons(voice, share))


def _people(reply: PassedOn | HandedOver | OperatorSays | BackAgain, voice: Voice) -> str:
    match reply:
        case PassedOn():
            person = reply.person or voice.text("the team")
            if reply.sorry:
                return voice.text(
                    "I am sorry about that. I pass it on to %(person)s, who will answer you here.",
                    person=person,
                )
            return voice.text("I pass it on to %(person)s.", person=person)
        case HandedOver(sorry=True):
            return voice.text(
                "I am sorry about that. I pass you on to %(person)s, who will answer you here. I"
                " keep quiet meanwhile.",
                person=reply.person or voice.text("the team"),
            )
        case HandedOver():
            return voice.text(
                "I pass you on to %(person)s, who will answer you here. I keep quiet meanwhile.",
                person=reply.person or voice.text("the team"),
            )
        case OperatorSays():
            return voice.text("%(name)s: %(text)s", name=reply.name, text=reply.text)
        case BackAgain():
            return voice.text("The robot is back: you can order again.")


def data_file(person: PersonSlug, voice: Voice) -> "DataFile":
    """All that is held of a person, in the reader's language."""
    from tournee.bot.attachments import DataFile  # noqa: PLC0415 - few messages carry a file

    name = voice.text("my-data")
    return DataFile(person=person, locale=voice.locale, name=f"{name}.txt")


def _data(reply: DataTold, voice: Voice) -> str:
    lines = [
        voice.text("What I hold about you:"),
        voice.text("Name: %(name)s", name=reply.name or "-"),
        voice.text(
            "Numbers and accounts: %(list)s", list=", ".join(reply.addresses[: voice.entries])
        ),
        voice.text("Place: %(place)s", place=reply.place or "-"),
        voice.text(
            "Orders: %(list)s", list=", ".join(map(str, reply.orders[: voice.entries])) or "-"
        ),
    ]
    if reply.taught:
        lines.append(
            voice.text(
                "Words you taught me: %(list)s", list=", ".join(reply.taught[: voice.entries])
            )
        )
    if voice.has_files:
        lines.append(voice.text("The file says all of it. “Forget me” erases it."))
        return "\n".join(lines)
    lines.append(
        voice.text(
            "%(person)s can send you all of it in a file. “Forget me” erases it.",
            person=reply.person or voice.text("the team"),
        )
    )
    return "\n".join(lines)


def _forgetting(reply: Forgotten | ForgetLater, voice: Voice) -> str:
    if isinstance(reply, Forgotten):
        return voice.text(
            "Understood: I forget you now. Your past orders stay in the shops’ books, without your"
            " name. Goodbye!"
        )
    numbers = ", ".join(str(number) for number in reply.orders)
    return voice.text(
        "I will forget you gladly, but order %(numbers)s is still open. Write me “forget me” once"
        " it is settled.",
        numbers=numbers,
    )


def _stopped(reply: Stopped, voice: Voice) -> str:
    done = voice.text("Understood: you will receive nothing more from me. START to come back.")
    if not reply.orders:
        return done
    person = reply.person or voice.text("the team")
    numbers = ", ".join(str(number) for number in reply.orders)
    return joined(
        [
            done,
            voice.text(
                "%(person)s will phone you about order %(numbers)s.",
                person=person,
                numbers=numbers,
            ),
        ]
    )
