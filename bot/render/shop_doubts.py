"""What a phrase typed in a shop's group may have meant, and how to write it better."""

from typing import assert_never

from tournee.bot.conversation.shop.replies import DidYouMean, HelpGiven
from tournee.bot.conversation.shop.state import (
    Accept,
    Fewer,
    InStock,
    Missing,
    OffSale,
    OnSale,
    Refuse,
    Tell,
    Weigh,
    Wish,
)
from tournee.bot.render.goods import amount, kilos, product_name
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.catalog.quantity import Unit


def question(reply: DidYouMean, voice: Voice) -> Rendered:
    said = [" · ".join(wish_text(w, voice) for w in option) for option in reply.options]
    if len(said) == 1:
        row = (Button(voice.text("Yes"), "yes"), Button(voice.text("No"), "no"))
        text = voice.text("Did you mean: %(what)s?", what=said[0])
        return Rendered(text=text, buttons=(row,))
    rows = tuple((Button(label, f"choose:{n}"),) for n, label in enumerate(said, 1))
    none = (Button(voice.text("None of these"), "no"),)
    return Rendered(text=voice.text("Which one is it?"), buttons=(*rows, none))


def wish_text(wish: Wish, voice: Voice) -> str:
    """'4821, tout est bon'."""
    match wish:
        case Accept(number=number):
            return voice.text("%(number)s, all is well", number=number)
        case Refuse(number=number):
            return voice.text("refuse %(number)s", number=number)
        case Missing(number=number, sku=sku, substitute=None):
            product = product_name(sku, voice)
            return voice.text("%(number)s without %(product)s", number=number, product=product)
        case Missing(number=number, sku=sku, substitute=other):
            return voice.text(
                "%(number)s, %(other)s instead of %(product)s",
                number=number,
                other=product_name(other, voice),
                product=product_name(sku, voice),
            )
        case Fewer(number=number, sku=sku, left=left):
            known = voice.village.product_by_sku.get(sku)
            return voice.text(
                "%(number)s, only %(amount)s %(product)s",
                number=number,
                amount=amount(left, known.unit if known else Unit.PIECE, voice),
                product=product_name(sku, voice),
            )
        case InStock(text=text):
            return voice.text("the stock: “%(text)s”", text=text)
        case Weigh(number=number, sku=sku, weight=weight):
            return voice.text(
                "%(number)s, %(product)s: %(weight)s",
                number=number,
                product=product_name(sku, voice),
                weight=kilos(weight, voice),
            )
        case OffSale(skus=skus):
            goods = listed([product_name(sku, voice) for sku in skus], voice)
            return voice.text("no more %(goods)s on sale", goods=goods)
        case OnSale(skus=skus):
            goods = listed([product_name(sku, voice) for sku in skus], voice)
            return voice.text("%(goods)s on sale again", goods=goods)
        case Tell(number=number, text=text):
            return voice.text("%(number)s, tell the customer: “%(text)s”", number=number, text=text)
        case _:
            assert_never(wish)


def settled(chosen: tuple[Wish, ...], voice: Voice) -> str:
    if not chosen:
        return voice.text("All right, I have changed nothing.")
    what = " · ".join(wish_text(wish, voice) for wish in chosen)
    return voice.text("Understood: %(what)s.", what=what)


def examples(reply: HelpGiven, voice: Voice) -> str:
    """Show what can be written, with goods of this shop and an order that is open."""
    names = [p.name.lower() for p in reply.products] or [voice.text("baguette")]
    number, product = reply.number, names[0]
    weighing = ""
    if reply.weighed is not None:
        weighed = reply.weighed.name.lower()
        weighing = voice.text("%(product)s %(number)s: 512 g", product=weighed, number=number)
    return joined(
        [
            voice.text("Tap the buttons of an order, or write for instance:"),
            voice.text("ok %(number)s", number=number),
            voice.text("missing %(product)s %(number)s", product=product, number=number),
            voice.text(
                "missing %(product)s, %(other)s instead %(number)s",
                product=product,
                other=names[-1],
                number=number,
            ),
            weighing,
            voice.text("no more %(product)s today", product=product),
            voice.text("ready %(number)s", number=number),
            voice.text("list"),
            voice.text("Money: tab · Durand paid 23.40 · tab Durand 80 · received 50"),
            voice.text("Your figures: my week"),
            voice.text("Your goods and hours:"),
            voice.text("put the %(product)s at 1.20", product=product),
            voice.text("today lasagne 8.50 a piece"),
            voice.text("closed from 2 to 9 December"),
            voice.text("/products · /product %(product)s · /stock · /undo", product=product),
        ]
    )
