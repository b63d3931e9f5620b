"""The words of menus and descriptions. A command's name is a word that its conversation reads."""

from collections.abc import Iterable
from typing import NamedTuple

from tournee.bot.render.voice import Voice


class Entry(NamedTuple):
    name: str
    """Lower-case letters, digits and underscores, at most 32."""
    meaning: str
    says: str = ""
    """What somebody means who picks it, where the name alone would not be understood."""


def resident_menu(voice: Voice) -> tuple[Entry, ...]:
    return (
        Entry(voice.text("help"), voice.text("What I can do")),
        Entry(
            voice.text("shops"),
            voice.text("Which shops there are and what they sell"),
            voice.text("what do the shops sell?"),
        ),
        Entry(
            voice.text("orders"),
            voice.text("Where your orders are"),
            voice.text("where is my order?"),
        ),
        Entry(
            voice.text("account"),
            voice.text("What you owe, and your credit"),
            voice.text("how much do I owe?"),
        ),
        Entry(voice.text("stop"), voice.text("No more messages")),
    )


def shop_menu(voice: Voice) -> tuple[Entry, ...]:
    return (
        Entry(voice.text("help"), voice.text("What I can do")),
        Entry(voice.text("list"), voice.text("What to prepare for the next round")),
        Entry(voice.text("products"), voice.text("Your goods, their prices and stock")),
        Entry(voice.text("tab"), voice.text("Who owes what, since when")),
        Entry(voice.text("week"), voice.text("What you sold this week")),
        Entry(voice.text("hours"), voice.text("Hours and holidays")),
        Entry(voice.text("undo"), voice.text("Takes back a change")),
    )


def driver_menu(voice: Voice) -> tuple[Entry, ...]:
    return (
        Entry(voice.text("help"), voice.text("What I can do")),
        Entry(voice.text("list"), voice.text("All stops of the round")),
        Entry(voice.text("next"), voice.text("The next stop")),
    )


def operator_menu(voice: Voice) -> tuple[Entry, ...]:
    return (
        Entry(voice.text("day"), voice.text("Open orders, silent shops, rounds")),
        Entry(voice.text("round"), voice.text("Coming rounds; calls one off")),
        Entry(voice.text("people"), voice.text("Finds someone, corrects what is known")),
        Entry(voice.text("for"), voice.text("Orders in someone's stead")),
        Entry(voice.text("announce"), voice.text("Writes to all who agreed to it")),
        Entry(voice.text("message"), voice.text("Writes to all who ordered for a round")),
        Entry(voice.text("cash"), voice.text("Envelopes, and those that did not agree")),
        Entry(voice.text("alerts"), voice.text("What this chat is told of")),
        Entry(voice.text("setup"), voice.text("Sets the village up, step by step")),
        Entry(voice.text("link"), voice.text("A link for a shop's group or a person")),
        Entry(voice.text("unlink"), voice.text("Lets a shop's group go")),
        Entry(voice.text("products"), voice.text("The goods of a shop")),
        Entry(voice.text("price"), voice.text("Changes a price")),
        Entry(voice.text("off"), voice.text("Takes goods off sale")),
        Entry(voice.text("undo"), voice.text("Takes back a change")),
        Entry(voice.text("help"), voice.text("What I can do")),
    )


def meant(text: str, voices: Iterable[Voice]) -> str:
    """What a resident's command means, in whichever language its menu was."""
    name = text[1:].strip().lower()
    entries = (entry for voice in voices for entry in resident_menu(voice))
    found = next((entry.says for entry in entries if entry.name == name), "")
    return found or text[1:].replace("_", " ")


def description(voice: Voice) -> str:
    """At most 512 characters; shown before the first message."""
    return voice.text(
        "Order from the shops of %(village)s: write what you want as you would say it, for "
        "instance “2 baguettes and a dozen eggs for Tuesday”. The delivery round brings it, and "
        "you pay at the door.",
        village=voice.village.settings.name,
    )


def short_description(voice: Voice) -> str:
    """At most 120 characters; on the bot's profile."""
    name = voice.village.settings.name
    return voice.text("Orders for the shops of %(village)s", village=name)[:120]
