"""What is wrong with a wish, and what to write instead."""

from typing import assert_never

from tournee.bot.conversation.catalogue.replies import (
    BadValue,
    DaysUnclear,
    EditDeclined,
    HowTo,
    LineFault,
    NameTaken,
    NoOption,
    NoProduct,
    NoShop,
    OperatorsOnly,
    OthersProduct,
    SeveralFit,
    SoldBy,
    ThereAlready,
)
from tournee.bot.conversation.catalogue.state import Verb
from tournee.bot.render import expected
from tournee.bot.render.catalogue.changes import by_unit, short_money
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.voice import Voice


def fault(reply: LineFault, voice: Voice) -> str:
    match reply:
        case NoProduct(text=text):
            return voice.text(
                "I find no “%(text)s” in the catalogue. /products SHOP shows what there is.",
                text=text,
            )
        case NoShop(text=text, shops=shops, near=True):
            return voice.text(
                "I know no shop “%(text)s”. Did you mean %(shops)s?",
                text=text,
                shops=listed(shops, voice),
            )
        case NoShop(text=text, shops=shops):
            return voice.text(
                "I know no shop “%(text)s”. There are: %(shops)s.",
                text=text,
                shops=", ".join(shops),
            )
        case SeveralFit(text=text, names=names):
            known = listed(names, voice)
            if reply.near:
                return voice.text(
                    "I find no “%(text)s”. Did you mean %(names)s?", text=text, names=known
                )
            return voice.text(
                "“%(text)s” fits several: %(names)s. Please write the whole name.",
                text=text,
                names=known,
            )
        case OthersProduct(product=product, shop=shop):
            return voice.text(
                "%(product)s belongs to %(shop)s: only that shop or the town hall can change it.",
                product=product.name,
                shop=shop.name,
            )
        case OperatorsOnly():
            return _operators_only(reply, voice)
        case BadValue() | SoldBy() | HowTo() | DaysUnclear():
            return _value(reply, voice)
        case ThereAlready() | NameTaken() | NoOption():
            return _there(reply, voice)
        case _:
            assert_never(reply)


def _operators_only(reply: OperatorsOnly, voice: Voice) -> str:
    if reply.verb is Verb.ON:
        return voice.text("The town hall took it off sale: please ask there.")
    return voice.text(
        "That is for the town hall: a shop can change its prices, stock, sale, hours and the "
        "day's special."
    )


def _value(reply: BadValue | SoldBy | HowTo | DaysUnclear, voice: Voice) -> str:
    match reply:
        case SoldBy(product=product, unit=unit):
            return voice.text(
                "%(product)s is priced %(unit)s: please give that price, or change the unit first.",
                product=product.name,
                unit=by_unit(str(unit), voice),
            )
        case HowTo(key=key):
            return how_to(key, voice)
        case DaysUnclear(text=text):
            return voice.text(
                "I cannot read these hours: “%(text)s”. Write for instance: closed from 2 to 9 "
                "December, open on Sunday from 9h to 12h, or Tu-Sa 07:00-13:00.",
                text=text,
            )
        case BadValue(text=""):
            return how_to(str(reply.verb), voice)
        case BadValue(verb=verb, text=text):
            return joined(
                [
                    voice.text("I cannot read “%(text)s”.", text=text),
                    how_to(str(verb), voice),
                ]
            )


def _there(reply: ThereAlready | NameTaken | NoOption, voice: Voice) -> str:
    match reply:
        case ThereAlready(product=product):
            return voice.text(
                "%(product)s is in the catalogue already, at %(price)s. To change its price: "
                "/price %(name)s %(new)s",
                product=product.name,
                price=voice.money(product.price),
                name=product.name.lower(),
                new=short_money((reply.price or product.price).amount, voice),
            )
        case NameTaken(text=text, product=product):
            shop = voice.village.shop_by_slug[product.shop].name
            return voice.text(
                "“%(text)s” is what people call %(product)s (%(shop)s) already.",
                text=text,
                product=product.name,
                shop=shop,
            )
        case NoOption(text=text, product=product):
            names = [o.name for g in product.groups for o in g.options]
            there = listed(names, voice) or voice.text("none")
            return voice.text(
                "%(product)s has no option “%(text)s”. It has: %(names)s.",
                product=product.name,
                text=text,
                names=there,
            )


def how_to(key: str, voice: Voice) -> str:
    """How a command is written."""
    match key:
        case "product":
            return voice.text(
                "Write for instance: /product baguette, or to add one: "
                "/product bakery “Rye bread” 3.20 piece alias: rye, black bread"
            )
        case "price":
            return voice.text("Write for instance: /price baguette 1.15")
        case "rename":
            return voice.text("Write for instance: /rename baguette: French baguette")
        case "unit":
            return voice.text("Write for instance: /unit country bread kg")
        case "alias" | "teach":
            return voice.text("Write for instance: /alias baguette: flute, long bread")
        case "category":
            return voice.text("Write for instance: /category baguette: bread")
        case "option":
            return voice.text("Write for instance: /option country bread: sliced 0.20")
        case "allergens":
            return voice.text("Write for instance: /allergens baguette: gluten, milk")
        case "vat":
            return voice.text("Write for instance: /vat baguette 5.5")
        case "stock":
            return voice.text(
                "Write for instance: /stock rye bread 12, or /stock rye bread unlimited"
            )
        case "off":
            return voice.text("Write for instance: /off milk until thursday")
        case "on":
            return voice.text("Write for instance: /onsale milk")
        case "remove":
            return voice.text("Write for instance: /remove baguette")
        case "hours":
            return voice.text("Write for instance: /hours bakery closed from 2 to 9 December")
        case "special":
            return voice.text("Write for instance: today lasagne 8.50 a piece")
        case _:
            return voice.text("Write /help for the list.")


def declined(reply: EditDeclined, voice: Voice) -> str:
    match reply.code:
        case "undone_already":
            return voice.text("That is undone already.")
        case "unknown_edit":
            return voice.text("I find no such change any more.")
        case "not_undoable":
            return voice.text(
                "That change came with the village folder: please import the folder as it was."
            )
        case "person_busy":
            return voice.text("They have written or ordered since: they stay. /forget erases them.")
        case "in_use":
            return voice.text("Goods, people or rounds hang on it by now: nothing was changed.")
        case "last_operator":
            return voice.text("Somebody has to run the village: nothing was changed.")
        case "join_ordered":
            return voice.text("They have ordered since: they stay one person.")
        case "join_paid":
            return voice.text("They have paid something since: they stay one person.")
        case "join_changed":
            return voice.text("An entry or a number was changed since: they stay one person.")
        case "not_yours":
            return voice.text("That belongs to another shop: nothing was changed.")
        case "operators_only":
            return _operators_only(OperatorsOnly(), voice)
        case "faulty":
            heading = voice.text("Nothing was changed, this cannot be:")
            return joined([heading, expected.faults(reply.faults, voice)])
        case _:
            return voice.text("That did not work: nothing was changed.")
