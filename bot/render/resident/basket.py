"""The basket, the questions about it, and the recap that asks for the binding yes."""

from collections.abc import Sequence
from typing import Final, assert_never

from tournee.bot.conversation.resident.replies import (
    BasketEmptied,
    BasketEmpty,
    BasketReply,
    BasketShown,
    ChangeAwaited,
    ConfirmAwaited,
    DetailShown,
    NameAsked,
    NoRound,
    NothingUsual,
    OptionAsked,
    PlaceAsked,
    ProductAsked,
    QuantityAsked,
    RecapShown,
    TotalSoFar,
    WhomAsked,
)
from tournee.bot.render.resident.lines import (
    amount_text,
    buttons,
    choice_buttons,
    hours_of,
    joined,
    line_texts,
    lines_text,
    listed,
    name_of,
    not_in_time,
    numbered,
    short_price,
    shortened,
    total_text,
)
from tournee.bot.render.voice import Brevity, Button, Rendered, Voice
from tournee.catalog.model import OptionGroup, Product
from tournee.catalog.quantity import Unit

MOST_CHOICES = 12
FEWEST_CHOICES: Final = 5
"""Of several products, that are listed however short the message."""
LONGEST_QUOTE = 24
"""Of what a person typed, where room is short."""


def words(reply: BasketReply, voice: Voice) -> Rendered:
    match reply:
        case BasketShown():
            return Rendered(text=_so_far(reply, voice))
        case DetailShown():
            return Rendered(text=_detail(reply, voice))
        case ProductAsked():
            return _product(reply, voice)
        case OptionAsked():
            return _option(reply, voice)
        case QuantityAsked():
            return Rendered(text=_quantity(reply, voice))
        case PlaceAsked():
            return _place(reply, voice)
        case NameAsked():
            return Rendered(text=voice.text("Under which name shall I place the order?"))
        case WhomAsked():
            return Rendered(text=_whom(reply, voice))
        case RecapShown():
            return _recap(reply, voice)
        case ConfirmAwaited():
            return _awaited(reply, voice)
        case ChangeAwaited():
            return _change(reply, voice)
        case TotalSoFar(total=total):
            return Rendered(text=voice.text("So far: %(money)s.", money=amount_text(total, voice)))
        case NoRound():
            return _no_round(reply, voice)
        case BasketEmptied():
            text = voice.text("All right, everything is dropped. Nothing was ordered.")
            return Rendered(text=text)
        case BasketEmpty():
            return Rendered(
                text=voice.text(
                    "Very well: you have nothing in your basket and no order under way."
                )
            )
        case NothingUsual():
            text = voice.text("I do not know what you usually take yet: tell me what you need.")
            return Rendered(text=text)
        case _:
            assert_never(reply)


def _so_far(reply: BasketShown, voice: Voice) -> str:
    then = voice.text("Afterwards: %(goods)s.", goods=listed(list(reply.then), voice))
    return joined([_noted(reply, voice), then if reply.then else ""])


def _noted(reply: BasketShown, voice: Voice) -> str:
    if not reply.lines:
        return ""
    if voice.leaves_out(Brevity.SUMMARY):
        return voice.plural(
            "%(count)s product noted (DETAIL).",
            "%(count)s products noted (DETAIL).",
            len(reply.lines),
        )
    goods = ", ".join(line_texts(reply.lines, voice))
    return voice.text("In your basket: %(goods)s", goods=goods)


def _detail(reply: DetailShown, voice: Voice) -> str:
    more = ""
    if reply.more:
        more = voice.plural(
            "%(count)s more: write DETAIL again.", "%(count)s more: write DETAIL again.", reply.more
        )
    return joined([lines_text(reply.lines, voice), more])


def _product(reply: ProductAsked, voice: Voice) -> Rendered:
    if reply.doubted and len(reply.choices) == 1:
        return _surely(reply, voice)
    choices = reply.choices[: min(max(voice.entries, FEWEST_CHOICES), MOST_CHOICES)]
    labels = [f"{p.name} · {short_price(p, voice)}" for p in choices]
    if reply.doubted:
        asked = voice.text("“%(text)s”: which one did you mean?", text=_quoted(reply.text, voice))
    elif voice.leaves_out(Brevity.COURTESY):
        asked = voice.text("“%(text)s”: which one?", text=_quoted(reply.text, voice))
    else:
        asked = voice.text("For “%(text)s”, which one would you like?", text=reply.text)
    if not voice.has_buttons:
        how = _how_to_pick(len(reply.choices) > len(choices), voice)
        plain = [f"{name} {short_price(p, voice)}" for p, name in _named(reply.choices, voice)]
        plain = plain[: len(choices)]
        return Rendered(text=joined([asked, numbered(plain, voice), how]))
    none = Button(voice.text("None of these"), "none")
    return Rendered(text=asked, buttons=(*choice_buttons(labels, voice), (none,)))


def _surely(reply: ProductAsked, voice: Voice) -> Rendered:
    """Ask whether the only thing that is like what was written is what was meant."""
    asked = voice.text(
        "“%(text)s”: is it %(product)s (%(price)s) that you would like?",
        text=_quoted(reply.text, voice),
        product=name_of(reply.choices[0], voice),
        price=short_price(reply.choices[0], voice),
    )
    if not voice.has_buttons:
        return Rendered(text=joined([asked, voice.text("Answer YES or NO.")]))
    row = (Button(voice.text("Yes"), "yes"), Button(voice.text("No"), "no"))
    return Rendered(text=asked, buttons=buttons(voice, *row))


def _quoted(text: str, voice: Voice) -> str:
    if not voice.leaves_out(Brevity.NAMES) or len(text) <= LONGEST_QUOTE:
        return text
    return f"{text[:LONGEST_QUOTE].rstrip()}…"


def _named(choices: Sequence[Product], voice: Voice) -> list[tuple[Product, str]]:
    """Choices with their names; sizes stay, since they may be what the choice is about."""
    if not voice.leaves_out(Brevity.NAMES):
        return [(product, product.name) for product in choices]
    names = shortened([product.name for product in choices], voice.letters)
    return list(zip(choices, names, strict=True))


def _how_to_pick(more: bool, voice: Voice) -> str:  # noqa: FBT001
    if more and voice.leaves_out(Brevity.SUMMARY):
        return voice.text("A number, another name, or NONE.")
    if more:
        return voice.text("A number, NONE, or the name of another one.")
    if voice.leaves_out(Brevity.COURTESY):
        return voice.text("A number, or NONE.")
    return voice.text("Answer with a number, or NONE.")


def _option(reply: OptionAsked, voice: Voice) -> Rendered:
    asked = voice.text(
        "%(product)s: which %(group)s?",
        product=name_of(reply.product, voice),
        group=reply.group.name.replace("-", " "),
    )
    labels = _option_labels(reply.group, voice)
    how = "" if voice.has_buttons else _how_to_choose(len(reply.group.options), labels, voice)
    return Rendered(
        text=joined([asked, numbered(labels, voice), how]), buttons=choice_buttons(labels, voice)
    )


def _how_to_choose(offered: int, labels: list[str], voice: Voice) -> str:
    if len(labels) < offered:
        return voice.text("A number, or another name.")
    return voice.text("Answer with a number.")


def _option_labels(group: OptionGroup, voice: Voice) -> list[str]:
    return [
        f"{option.name} +{voice.price(option.surcharge)}" if option.surcharge else option.name
        for option in group.options[: voice.entries]
    ]


def _quantity(reply: QuantityAsked, voice: Voice) -> str:
    product, price = reply.product, short_price(reply.product, voice)
    name = name_of(product, voice)
    if product.unit is Unit.PIECE:
        return voice.text(
            "%(product)s, %(price)s: how many would you like?", product=name, price=price
        )
    example = "300 g" if product.unit is Unit.KG else "1 l"
    return voice.text(
        "%(product)s, %(price)s: how much would you like? For instance “%(example)s”.",
        product=name,
        price=price,
        example=example,
    )


MOST_PLACES: Final = 8
"""Places that are listed however short the message: people look for their own."""


def _place(reply: PlaceAsked, voice: Voice) -> Rendered:
    places = reply.places if voice.has_buttons else reply.places[: max(voice.entries, MOST_PLACES)]
    names = [place.name for place in places]
    asked = voice.text("Where shall we deliver?")
    if reply.beneficiary:
        asked = voice.text("For %(name)s: where shall we deliver?", name=reply.beneficiary)
    return Rendered(
        text=joined([asked, numbered(names, voice), _by_number_or_name(voice)]),
        buttons=choice_buttons(names, voice),
    )


def _by_number_or_name(voice: Voice) -> str:
    if voice.has_buttons:
        return ""
    if voice.leaves_out(Brevity.COURTESY):
        return voice.text("Number or name?")
    return voice.text("Answer with a number or the name.")


def _whom(reply: WhomAsked, voice: Voice) -> str:
    if reply.place is not None:
        return voice.text(
            "%(place)s, noted. What is the name of the person who lives there?",
            place=reply.place.name,
        )
    place = reply.example.name if reply.example else ""
    return voice.text(
        "For whom is it, and where do they live? For instance “Odette Martin, %(place)s”."
        " Write HOME if it comes to you.",
        place=place,
    )


# --- the recap -----------------------------------------------------------------------------------


def _recap(reply: RecapShown, voice: Voice) -> Rendered:
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


def _awaited(reply: ConfirmAwaited, voice: Voice) -> Rendered:
    text = voice.text(
        "Your basket is waiting (%(money)s): answer YES to order with obligation to pay.",
        money=amount_text(reply.total, voice),
    )
    return Rendered(text=text, buttons=_order_buttons(voice))


def _change(reply: ChangeAwaited, voice: Voice) -> Rendered:
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


def _no_round(reply: NoRound, voice: Voice) -> Rendered:
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
