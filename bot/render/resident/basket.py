"""The basket and the questions about it."""

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
from tournee.bot.render.resident import recap
from tournee.bot.render.resident.lines import (
    amount_text,
    buttons,
    choice_buttons,
    joined,
    line_texts,
    lines_text,
    listed,
    name_of,
    numbered,
    short_price,
    shortened,
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
            return recap.recap(reply, voice)
        case ConfirmAwaited():
            return recap.awaited(reply, voice)
        case ChangeAwaited():
            return recap.change(reply, voice)
        case TotalSoFar(total=total):
            return Rendered(text=voice.text("So far: %(money)s.", money=amount_text(total, voice)))
        case NoRound():
            return recap.no_round(reply, voice)
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
    if reply.doubted and not voice.leaves_out(Brevity.SUMMARY):
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
