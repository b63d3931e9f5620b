"""What is said to an operator who sets a village up with '/village'."""

from typing import assert_never

from tournee.bot.conversation.operator.walk import (
    MAY_SKIP,
    FoundingReply,
    Step,
    StepAsked,
    StepKept,
    StepRefused,
    VillageShown,
    WalkPaused,
)
from tournee.bot.render import expected
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.voice import Button, Rendered, Voice


def words(reply: FoundingReply, voice: Voice) -> Rendered:
    match reply:
        case StepAsked():
            return _asked(reply, voice)
        case StepRefused():
            return Rendered(text=_refused(reply, voice))
        case VillageShown():
            return Rendered(text=_shown(reply, voice))
        case StepKept():
            return Rendered(text=f"✅ {_kind(reply, voice)} : {reply.name}")
        case WalkPaused():
            return Rendered(text=voice.text("Very well. /village goes on from here, whenever."))
        case _:
            assert_never(reply)


def _asked(reply: StepAsked, voice: Voice) -> Rendered:
    later = Button(voice.text("Later"), "later")
    row: tuple[Button, ...] = (later,)
    if reply.step in {"shops_more", "rounds_more"}:
        row = (Button(voice.text("That is all"), "skip"), later)
    elif reply.step in MAY_SKIP:
        row = (Button(voice.text("Skip"), "skip"), later)
    return Rendered(text=question(reply.step, reply.name, voice), buttons=(row,))


def question(step: Step, name: str, voice: Voice) -> str:
    if step.startswith("shop"):
        return _of_shop(step, name, voice)
    if step.startswith("round"):
        return _of_round(step, voice)
    match step:
        case "name":
            return voice.text("What is the village called?")
        case "phone":
            return voice.text("Which number do residents text? For instance 07 00 00 00 00.")
        case "places":
            return voice.text(
                "Which places do the rounds serve: the village itself, hamlets, streets? One a"
                " line; other names for it after a colon. For instance:\nLe Bourg: the centre, rue"
                " de l'Église\nLes Granges"
            )
        case "driver":
            return voice.text(
                "Who drives? Name and number, for instance: Luc Martin 06 39 98 00 55"
            )
        case "keeper":
            return voice.text("Who keeps %(shop)s? Name and number.", shop=name)
    return ""


def _of_shop(step: Step, name: str, voice: Voice) -> str:
    match step:
        case "shop":
            return voice.text("Now the shops. What is the first one called?")
        case "shop_hours":
            return voice.text(
                "When is %(shop)s open? For instance: tue-sat 7:00-13:00 and 16:00-19:00, sun"
                " 7:00-12:30",
                shop=name,
            )
        case "shop_place":
            places = listed([p.name for p in voice.village.places], voice)
            return voice.text("Where is %(shop)s? %(places)s", shop=name, places=places)
        case "shop_phone":
            return voice.text("What is the phone number of %(shop)s?", shop=name)
    return voice.text("Another shop? Its name, or “That is all”.")


def _of_round(step: Step, voice: Voice) -> str:
    match step:
        case "round":
            return voice.text("Now the rounds. On which days does the first one go?")
        case "round_times":
            return voice.text("From when to when? For instance: from 9:30 to 12:00")
        case "round_cutoff":
            return voice.text(
                "Until when may one order for it? For instance: the day before at 18:00"
            )
        case "round_places":
            places = listed([p.name for p in voice.village.places], voice)
            return voice.text("Where does it go? “Everywhere”, or: %(places)s", places=places)
        case "round_capacity":
            return voice.text("How many doors at most? A number, or “no limit”.")
    return voice.text("Another round? Its days, or “That is all”.")


def _refused(reply: StepRefused, voice: Voice) -> str:
    if reply.faults:
        heading = voice.text("That can't be kept: nothing was changed.")
        return joined([heading, expected.faults(reply.faults, voice)])
    match reply.step:
        case "phone" | "shop_phone":
            return voice.text(
                "“%(value)s” is no phone number. Write it as in 06 39 98 00 12.", value=reply.value
            )
        case "driver" | "keeper":
            return voice.text(
                "I need a name, and a number that nobody else has: “%(value)s”.", value=reply.value
            )
        case "round_times":
            return voice.text(
                "I need two times, the departure and then the return: “%(value)s”.",
                value=reply.value,
            )
        case "round_cutoff":
            return voice.text(
                "I need a day and a time before the departure: “%(value)s”.", value=reply.value
            )
    if not reply.value:
        return voice.text("This one can't be skipped.")
    return voice.text("I can't make anything of “%(value)s” here.", value=reply.value)


def _shown(reply: VillageShown, voice: Voice) -> str:
    village = reply.village
    settings = village.settings
    count = len(village.products)
    drivers = voice.plural("%(count)s driver", "%(count)s drivers", reply.drivers)
    products = voice.plural("%(count)s product", "%(count)s products", count)
    parts = (
        (settings.phone or "", voice.text("no number for SMS")),
        (listed([p.name for p in village.places], voice), voice.text("no places")),
        (listed([s.name for s in village.shops], voice), voice.text("no shops")),
        (listed([r.name for r in village.rounds], voice), voice.text("no rounds")),
        (drivers if reply.drivers else "", voice.text("no driver")),
        (products if count else "", voice.text("no products")),
    )
    lines = [f"✅ {there}" if there else f"⬜ {lacking}" for there, lacking in parts]
    if reply.complete:
        lines.append(
            voice.text(
                "Next: the products (/product, or drop the shop's file here), a group for each shop"
                " (/link SHOP), and a link for each person (/link NAME, /invite NAME)."
            )
        )
    return joined([f"🏘 {settings.name or settings.slug}", *lines])


def _kind(reply: StepKept, voice: Voice) -> str:
    match reply.what:
        case "village":
            return voice.text("Village")
        case "place":
            return voice.text("Places")
        case "shop":
            return voice.text("Shop")
        case "round":
            return voice.text("Round")
        case "person":
            return voice.text("Person")
