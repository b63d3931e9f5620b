"""Orders made of a catalogue with what people put around goods: options, chat, slips of the mind.

What `noisy.py` misspells is only names with amounts; these have choices, goods that the village
lacks, things told of that nobody wants, and corrections, with their meaning.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tournee.catalog.model import OptionGroup, Product
from tournee.catalog.quantity import Unit
from tournee.nlu.words.phrases import load_words
from tournee.nlu.words.tokens import fold

_NUMBERS: Mapping[str, Mapping[int, Sequence[str]]] = {
    "fr": {1: ("1", "un"), 2: ("2", "deux"), 3: ("3", "trois"), 4: ("4", "quatre")},
    "en": {1: ("1", "one", "a"), 2: ("2", "two"), 3: ("3", "three"), 4: ("4", "four")},
}
_WITHOUT = {"fr": ("sans", "pas de", "sans"), "en": ("without", "no", "hold the")}
_EXTRA = {"fr": ("supplément", "extra", "double"), "en": ("extra", "double", "lots of")}
_WITH = {"fr": ("avec", "et", ","), "en": ("with", "and", "plus")}
_OPENINGS = {
    "fr": ("", "bonjour ", "il me faudrait ", "je voudrais ", "mettez-moi ", "slt ", "alors "),
    "en": ("", "hi can i get ", "i'd like ", "could i have ", "hello ", "i want "),
}
_CLOSINGS = {
    "fr": ("", " svp", " merci", ", c'est pour ma voisine", ". Le pain d'hier était très bon."),
    "en": ("", " please", " thanks", ", it's for my mother", ". Your bread was lovely last time."),
}
_JOINTS = {"fr": (", ", " et ", " ", " puis "), "en": (", ", " and ", " ", " also ")}
_SORRY = {"fr": ("non pardon", "enfin non", "plutôt"), "en": ("sorry", "no wait", "i mean")}
Made = tuple[str, Mapping[str, Any]]


def orders(products: Sequence[Product], chance: random.Random, count: int) -> Iterator[Made]:
    """Give so many messages, each with its meaning in the fields of a labelled one."""
    named = [(product, name) for product in products for name in _plain(product, products)]
    goods = _lacking(products)
    locale = "fr" if any("é" in p.name for p in products) else "en"
    for _ in range(count):
        items: list[str] = []
        gold: dict[str, list[dict[str, Any]]] = {"lines": [], "unresolved": []}
        chosen = dict(chance.choice(named) for _ in range(chance.choice((1, 2, 3, 3, 4))))
        for product, name in chosen.items():
            items.append(_item(product, name, chance, locale, gold["lines"]))
        if goods and chance.random() < 0.25:
            lacking = chance.choice(goods)
            number = chance.choice(_NUMBERS[locale][2])
            items.insert(chance.randrange(len(items) + 1), f"{number} {lacking}")
            gold["unresolved"].append({"text": lacking, "reason": "unknown"})
        text = chance.choice(_JOINTS[locale]).join(items)
        text = chance.choice(_OPENINGS[locale]) + text + chance.choice(_CLOSINGS[locale])
        yield text, {"text": text, "intent": "order", **gold}


def _item(
    product: Product, name: str, chance: random.Random, locale: str, lines: list[dict[str, Any]]
) -> str:
    number = chance.choice((1, 1, 2, 3, 4))
    said = chance.choice(_NUMBERS[locale][number])
    line: dict[str, Any] = {"sku": product.sku}
    if product.unit is Unit.PIECE:
        line["qty"] = number
        text = f"{said} {name}"
        if chance.random() < 0.1:
            other = chance.choice([n for n in (1, 2, 3, 4) if n != number])
            text = f"{chance.choice(_NUMBERS[locale][other])} {name}, "
            text += f"{chance.choice(_SORRY[locale])} {said}"
    else:
        line["qty"] = number / 2
        unit = "kg" if product.unit is Unit.KG else "l"
        text = f"{number * 0.5:g} {unit} de {name}".replace(".", ",")
    written, options = _options(product.groups, chance, locale)
    lines.append({**line, "options": options})
    return text + written


def _options(
    groups: Sequence[OptionGroup], chance: random.Random, locale: str
) -> tuple[str, list[str]]:
    text, codes = "", []
    for group in chance.sample(list(groups), min(len(groups), chance.choice((0, 1, 1, 2)))):
        option = chance.choice(group.options)
        name = option.name.split(" (")[0].lower()
        single = group.required or group.maximum == 1 or group.name in {"size", "taille"}
        sign = "" if single else chance.choice(("", "", "-", "++"))
        if sign == "-":
            text += f" {chance.choice(_WITHOUT[locale])} {name}"
        elif sign:
            text += f" {chance.choice(_EXTRA[locale])} {name}"
        else:
            text += f" {'' if single else chance.choice(_WITH[locale]) + ' '}{name}"
        codes.append(f"{sign or '+'}{option.code}")
    return text.replace("  ", " ").replace(" ,", ","), codes


def _plain(product: Product, products: Sequence[Product]) -> list[str]:
    """Names that are this product's alone, without figures."""
    others = {fold(n) for p in products if p is not product for n in (p.name, *p.aliases)}
    names = [name.split(" (")[0] for name in (product.name, *product.aliases)]
    fitting = [n.lower() for n in names if fold(n) not in others]
    return [name for name in fitting if not any(c.isdigit() for c in name)]


def _lacking(products: Sequence[Product]) -> list[str]:
    words = {w for p in products for n in (p.name, *p.aliases) for w in fold(n).split()}
    goods: list[str] = load_words("fr", "everyday")["goods"]
    return [word for word in goods if fold(word) not in words and fold(word)[:4] not in words]
