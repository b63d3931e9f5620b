"""Writes thousands of messages that order from a village, noisily; how many are read exactly?

    python benchmarks/noisy.py VILLAGE_DIR [--messages N] [--misses N] [--seed N]

Each message asks for one to five products by a name or an alias that only one of them has, with
amounts in figures or words. What is right is known from the making, not from the understanding.
Then it is spoiled in one way, a slip in one of its names; `N` messages are made for each way.
"""

import argparse
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from noise import ways

from tournee.catalog import folder
from tournee.catalog.model import Product, Sku
from tournee.catalog.quantity import Unit
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Line, Parse
from tournee.nlu.parse import parse
from tournee.nlu.words.tokens import fold

SEED = 20261123
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
_SIZE = re.compile(r" *\(.*\)| +x?\d+([.,]\d+)? *(k?g|c?l|ml|personnes|parts|tranches)\b.*| x\d+$")
_PIECES = ((1, ("1", "un")), (2, ("2", "deux")), (3, ("3", "trois")), (4, ("4", "quatre")),
           (6, ("6", "six")), (8, ("8", "huit")))  # fmt: skip
_KILOS = (("0.2", ("200 g de", "deux cents grammes de")), ("0.5", ("500g de", "une livre de")),
          ("1", ("1 kg de", "un kilo de")), ("1.5", ("1,5 kg de", "un kilo et demi de")),
          ("2", ("2 kilos de", "deux kilos de")))  # fmt: skip
_LITRES = (("1", ("1 l de", "un litre de")), ("2", ("2 litres de", "deux litres de")))
_OPENINGS = ("", "bonjour, ", "Bonjour je voudrais ", "il me faudrait ", "Bonsoir, mettez-moi ",
             "pouvez-vous me mettre ", "pour moi ce sera ", "j'aimerais ")  # fmt: skip
_CLOSINGS = ("", "", " svp", " merci", ", merci d'avance", " s'il vous plaît, Mme Garnier")
_DAYS = (("", None), ("", None), (" pour demain", 24), (" pour jeudi", 26), (" pour samedi", 28))
_ABROAD = {
    "English around it": (("Hello, could I have ", "I'd like ", ""), (" please", " thanks", "")),
    "Spanish around it": (("Hola, quisiera ", "póngame ", ""), (" por favor", " gracias", "")),
}
_SHORT = (("bonjour", "bjr"), ("bonsoir", "bsr"), ("s'il vous plaît", "svp"), ("merci", "mci"),
          ("je voudrais", "jvoudrai"), (" pour ", " pr "), ("demain", "dem1"), ("vous", "vs"),
          ("pouvez", "pouvé"), ("qu", "k"), (" et ", " é "))  # fmt: skip
_POINTS = re.compile(r"(?<!\d)[.,!?]|[.,!?](?!\d)")
_PACKED = re.compile(r"x\d+$|\bde \d+|\d+ *x|douzaine|dozen|docena")
"""Names of packs: 'six petits-suisses' is one pack of six, so no number of packs is certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One product as it is asked for, in figures and in words."""

    product: Product
    name: str
    quantity: Decimal
    amounts: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    text: str
    lines: frozenset[tuple[Sku, Decimal]]
    day: date | None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="How many noisy orders are read exactly?")
    parser.add_argument("village", type=Path)
    parser.add_argument("--messages", type=int, default=300, help="of each kind")
    parser.add_argument("--misses", type=int, default=0, help="show so many of each kind")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    lexicon = Lexicon(folder.read(options.village))
    writer = Writer(lexicon.products, random.Random(options.seed))
    print("| noise | messages | order exact | right products | asked instead | day |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind in writer.kinds:
        made = [writer.write(kind) for _ in range(options.messages)]
        read = [parse(m.text, lexicon, Context(now=NOW)) for m in made]
        wrong = [pair for pair in zip(made, read, strict=True) if not exact(*pair)]
        asked = sum(bool(understood.unresolved) for _, understood in wrong)
        days = sum(m.day == p.day for m, p in zip(made, read, strict=True))
        named = sum(
            _skus(m) == {line.sku for line in p.lines} for m, p in zip(made, read, strict=True)
        )
        shares = (len(made) - len(wrong), named, asked, days)
        print(
            f"| {kind} | {len(made)} | " + " | ".join(f"{s / len(made):.1%}" for s in shares) + " |"
        )
        for message, understood in wrong[: options.misses]:
            print(f"    {message.text!r}\n        {_shown(message, understood)}")
    return 0


def _skus(message: Message) -> set[Sku]:
    return {sku for sku, _ in message.lines}


def exact(message: Message, understood: Parse) -> bool:
    got = [(line.sku, _counted(line)) for line in understood.lines]
    return not understood.unresolved and len(got) == len(message.lines) == len(
        message.lines & set(got)
    )


def _counted(line: Line) -> Decimal | None:
    return line.count if line.qty is None else line.qty


def _shown(message: Message, understood: Parse) -> str:
    got = {(str(line.sku), str(_counted(line))) for line in understood.lines}
    wanted = {(str(sku), str(quantity)) for sku, quantity in message.lines}
    vague = [mention.text for mention in understood.unresolved]
    return f"lacks {sorted(wanted - got)}, has {sorted(got - wanted)}, asks {vague}"


class Writer:
    """Makes messages from the names that only one product has."""

    def __init__(self, products: Sequence[Product], chance: random.Random) -> None:
        self.chance = chance
        owners: dict[str, set[Sku]] = {}
        named = [(p, name) for p in products for name in _names(p)]
        for product, name in named:
            owners.setdefault(fold(name), set()).add(product.sku)
        packed = {p.sku for p in products if any(_PACKED.search(n) for n in (p.name, *p.aliases))}
        self.named = [
            (p, name) for p, name in named if len(owners[fold(name)]) == 1 and p.sku not in packed
        ]
        slips = {way: slip for way, slip in ways(chance).items() if way != "plural"}
        self.kinds: dict[str, Callable[[Sequence[Asked]], str]] = {
            "none": self._plain,
            "figures and lines": self._list,
            "dictated: no points, no figures": self._dictated,
            "capitals without accents": lambda asked: _bare(self._plain(asked)).upper(),
            "no accents": lambda asked: _bare(self._plain(asked)),
            "SMS shorthand": lambda asked: _shortened(self._plain(asked)),
            "run on: nothing between": lambda asked: self._frame(self._items(asked), " "),
            **{way: self._slipping(slip) for way, slip in slips.items()},
            **{place: self._abroad(*words) for place, words in _ABROAD.items()},
        }

    def write(self, kind: str) -> Message:
        asked = self._asked()
        day, number = self.chance.choice(_DAYS) if kind not in _ABROAD else _DAYS[0]
        return Message(
            text=self.kinds[kind](asked) + (day.upper() if "capitals" in kind else day),
            lines=frozenset((one.product.sku, one.quantity) for one in asked),
            day=date(2026, 11, number) if number else None,
        )

    def _asked(self) -> list[Asked]:
        chosen: dict[Sku, Asked] = {}
        for _ in range(self.chance.choice((1, 2, 2, 3, 4, 5))):
            product, name = self.chance.choice(self.named)
            chosen[product.sku] = self._ask(product, name)
        return list(chosen.values())

    def _ask(self, product: Product, name: str) -> Asked:
        if product.unit is Unit.PIECE:
            number, amounts = self.chance.choice(_PIECES)
            return Asked(product=product, name=name, quantity=Decimal(number), amounts=amounts)
        table = _KILOS if product.unit is Unit.KG else _LITRES
        weight, amounts = self.chance.choice(table)
        return Asked(product=product, name=name, quantity=Decimal(weight), amounts=amounts)

    def _items(self, asked: Sequence[Asked], words: int | None = None) -> list[str]:
        form = self.chance.randrange(2) if words is None else words
        return [f"{one.amounts[form]} {_counted_name(one)}" for one in asked]

    def _frame(self, items: Sequence[str], joint: str = ", ") -> str:
        last = self.chance.choice((joint, " et "))
        joined = joint.join(items[:-1]) + (last if len(items) > 1 else "") + items[-1]
        return self.chance.choice(_OPENINGS) + joined + self.chance.choice(_CLOSINGS)

    def _plain(self, asked: Sequence[Asked]) -> str:
        return self._frame(self._items(asked))

    def _list(self, asked: Sequence[Asked]) -> str:
        start = self.chance.choice(("Bonjour\n", "- ", ""))
        return start + ("\n- " if start == "- " else "\n").join(self._items(asked, 0))

    def _dictated(self, asked: Sequence[Asked]) -> str:
        return _POINTS.sub("", self._frame(self._items(asked, 1), " ")).lower()

    def _slipping(self, slip: Callable[[str], str]) -> Callable[[Sequence[Asked]], str]:
        def write(asked: Sequence[Asked]) -> str:
            items = self._items(asked)
            at = self.chance.randrange(len(asked))
            name = _counted_name(asked[at])
            items[at] = items[at].removesuffix(name) + slip(name)
            return self._frame(items)

        return write

    def _abroad(
        self, openings: Sequence[str], closings: Sequence[str]
    ) -> Callable[[Sequence[Asked]], str]:
        def write(asked: Sequence[Asked]) -> str:
            items = [re.sub(r" de$", "", one.amounts[0]) + " " + one.name.lower() for one in asked]
            return self.chance.choice(openings) + ", ".join(items) + self.chance.choice(closings)

        return write


def _names(product: Product) -> Iterator[str]:
    """The name without its size, and the aliases."""
    seen: set[str] = set()
    for text in (product.name, *product.aliases):
        name = _SIZE.sub("", text).strip()
        if name and fold(name) not in seen and not re.search(r"\d", name):
            seen.add(fold(name))
            yield name


def _counted_name(asked: Asked) -> str:
    """Its name as it follows the amount; the first word of the French one in the plural."""
    name = asked.name[0].lower() + asked.name[1:]
    if asked.product.unit is Unit.PIECE and asked.product.name.startswith(asked.name):
        first, _, rest = name.partition(" ")
        many = asked.quantity > 1 and first.isalpha() and first[-1] not in "sxz"
        return f"{first}{'s' if many else ''} {rest}".strip()
    return name


def _bare(text: str) -> str:
    return fold(text)


def _shortened(text: str) -> str:
    text = text.lower()
    for long, short in _SHORT:
        text = text.replace(long, short)
    return _POINTS.sub("", text)


if __name__ == "__main__":
    sys.exit(main())
