"""Short sentences about the channel itself: links, contacts, buttons that are out of date."""

from tournee.bot.render.typography import typeset
from tournee.bot.render.voice import Voice
from tournee.catalog.model import Channel


def stale(voice: Voice) -> str:
    return typeset(voice.text("That button is out of date: here is how things stand."), voice)


def foreign(voice: Voice) -> str:
    return typeset(voice.text("That button does nothing here."), voice)


def group_linked(shop: str | None, voice: Voice) -> str:
    if shop is None:
        text = voice.text("🔗 This group is now the operators'. Write /help for what I can do.")
    else:
        text = voice.text(
            "🔗 This group now receives the orders of %(shop)s. Every member may answer them. "
            "Write /help for what I can do.",
            shop=shop,
        )
    return typeset(text, voice)


def group_not_linked(voice: Voice) -> str:
    text = voice.text(
        "This group is not linked with any shop: I do nothing here. Please ask those who run the"
        " village for a link; they write /link."
    )
    return typeset(text, voice)


def hidden_admin(voice: Voice) -> str:
    text = voice.text(
        "You write in the group's name, so I cannot tell who you are. In the group's settings,"
        " under Administrators, switch “Remain anonymous” off for yourself, then write again."
    )
    return typeset(text, voice)


def not_an_operator(voice: Voice) -> str:
    text = voice.text(
        "I do not know you as one of those who run the village. Please ask one of them for a link"
        " of your own: they write /link and your name."
    )
    return typeset(text, voice)


def not_of_shop(shop: str, voice: Voice) -> str:
    text = voice.text("Only those who work at %(shop)s, and the town hall, decide here.", shop=shop)
    return typeset(text, voice)


def person_linked(name: str, voice: Voice) -> str:
    if voice.channel is Channel.TELEGRAM:
        text = voice.text("🔗 Done, %(name)s: this account is yours from now on.", name=name)
    else:
        text = voice.text("🔗 Done, %(name)s: I know this number as yours now.", name=name)
    return typeset(text, voice)


def operator_linked(name: str, voice: Voice) -> str:
    text = voice.text(
        "🔗 Welcome, %(name)s: from now on you run %(village)s from here. /village sets it up step"
        " by step, /help shows all the rest.",
        name=name,
        village=voice.village.settings.name,
    )
    return typeset(text, voice)


def operators_only(voice: Voice) -> str:
    text = voice.text(
        "That command is for those who run the village. To talk to them, write PERSON."
    )
    return typeset(text, voice)


def operators_only_here(voice: Voice) -> str:
    """The same in a shop's group, where nobody is put through to a person."""
    return typeset(voice.text("That command is for those who run the village."), voice)


def phone_linked(phone: str, voice: Voice) -> str:
    text = voice.text(
        "🔗 Thank you! Here and by SMS from %(phone)s you have one and the same basket.",
        phone=phone,
    )
    return typeset(text, voice)


def landline_linked(phone: str, voice: Voice) -> str:
    told = voice.text(
        "This is a landline's number: SMS do not reach it, so I write to you here. Is there a"
        " mobile telephone too?"
    )
    return typeset(f"🔗 {phone}. {told}", voice)


def code_useless(voice: Voice) -> str:
    text = voice.text("That link has been used already or is too old: please ask for a new one.")
    return typeset(text, voice)


def code_wrong(voice: Voice) -> str:
    text = voice.text(
        "That code is not right, was used already, or is older than seven days. Please look at its"
        " six figures again, or ask the town hall for a new one."
    )
    return typeset(text, voice)


def code_of_another(name: str, other: str, voice: Voice) -> str:
    text = voice.text(
        "I know you here as %(name)s, and this invitation is for %(other)s: nothing has changed,"
        " and it is still good on their telephone. Are you both? Then the town hall has to take"
        " one role away first.",
        name=name,
        other=other,
    )
    return typeset(text, voice)


def codes_too_many(voice: Voice) -> str:
    text = voice.text(
        "Too many codes that were not right: please wait an hour before you try again, or ask the"
        " town hall."
    )
    return typeset(text, voice)


def code_needed(voice: Voice) -> str:
    text = voice.text("For that number an operator has to make you a link.")
    return typeset(text, voice)
