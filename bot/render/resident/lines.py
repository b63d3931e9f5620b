"""How goods, amounts, times and choices look to a resident on each channel."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from tournee.bot.conversation.resident.replies import LineShown
from tournee.bot.render.voice import Brevity, Button, Voice
from tournee.catalog.model import Product, Shop, Sku
from tournee.catalog.quantity import Money, Unit
from tournee.orders import pricing
from tournee.orders.model import Price, RoundDate

GRAM = 1000
MOST_EXAMPLES = 2
LEAST_OPTION = 8
DANGLING = 3
"""Letters of a word that a shortened name must not end with: 'Pain de' is 'Pain'."""
_SIZE = re.compile(r"\s+(?:\(.*|\d.*)$")
_COUNT = re.compile(r"\s+x\d+$")
"""How many there are in one: whoever asked for 6 eggs must not read '1 Œufs'."""


def joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def listed(words: Sequence[str], voice: Voice) -> str:
    """'Boulangerie Morel, Épicerie du Pont et Camion Pizza'."""
    if len(words) < MOST_EXAMPLES:
        return "".join(words)
    return voice.text("%(most)s and %(last)s", most=", ".join(words[:-1]), last=words[-1])


def weight(voice: Voice, qty: Decimal, unit: Unit) -> str:
    """'300 g', '1,5 kg', '0,5 l'."""
    if unit is Unit.KG and qty < 1:
        return f"{voice.number((qty * GRAM).normalize())} g"
    return f"{voice.number(qty)} {'kg' if unit is Unit.KG else 'l'}"


def measure(line: LineShown, voice: Voice) -> str:
    """How much of it, before its name: '2 ×', '300 g', '3 ×', 'pour 10 €'."""
    item, product = line.item, line.product
    if line.weight is not None:
        return weight(voice, line.weight, Unit.KG)
    if item.amount is not None:
        money = voice.money(Money(amount=item.amount, currency=product.price.currency))
        return voice.text("%(money)s of", money=money)
    if item.count is not None:
        return _times(item.count, voice)
    qty = item.qty if item.qty is not None else Decimal(1)
    if product.unit is Unit.PIECE:
        return _times(qty, voice) if qty != 1 else "1"
    return weight(voice, qty, product.unit)


def _times(count: Decimal, voice: Voice) -> str:
    sign = "" if voice.leaves_out(Brevity.UNITS) else " ×"
    return f"{voice.number(count)}{sign}"


def goods(line: LineShown, voice: Voice, name: str = "") -> str:
    """'2 × Baguette', '1 Pizza reine (moyenne, sans olives)', '300 g Comté 18 mois'.

    `name` is what the product is called here.
    """
    options = options_of(line, voice)
    name = name or product_names([line.product], voice)[line.product.sku]
    return (
        f"{measure(line, voice)} {name} ({options})"
        if options
        else f"{measure(line, voice)} {name}"
    )


def product_names(products: Iterable[Product], voice: Voice) -> dict[Sku, str]:
    """'Beurre demi-sel 250 g', 'Beurre demi-sel', 'Beurre': by sku, and always told apart."""
    whole = {product.sku: product.name for product in products}
    if not voice.leaves_out(Brevity.UNITS):
        return whole
    bare = {sku: _SIZE.sub("", name) for sku, name in whole.items()}
    twice = {name for name, times in Counter(bare.values()).items() if times > 1}
    told = {sku: whole[sku] if name in twice else name for sku, name in bare.items()}
    if not voice.leaves_out(Brevity.NAMES):
        return told
    return dict(zip(told, shortened(list(told.values()), voice.letters), strict=True))


def name_of(product: Product, voice: Voice) -> str:
    """What one product is called, with its size: it may be what tells it from others."""
    if not voice.leaves_out(Brevity.NAMES):
        return product.name
    return _first_words(product.name, voice.letters)


def shortened(names: Sequence[str], letters: int) -> list[str]:
    """Names that lose their last words, as far as they still tell each other apart."""
    return [_told_apart(name, names, letters) for name in names]


def _told_apart(name: str, names: Iterable[str], letters: int) -> str:
    """Shorten to some letters, or to as many more as no other name begins with."""
    others = [other for other in names if other != name]
    for room in range(letters, len(name)):
        short = _first_words(name, room)
        if not any(o.startswith(short) or _first_words(o, room) == short for o in others):
            return short
    return name


def _first_words(name: str, room: int) -> str:
    if len(name) <= room:
        return name
    if (count := _COUNT.search(name)) is not None:
        return _first_words(name[: count.start()], room) + count.group()
    words = name.split()
    while len(words) > 1 and (len(" ".join(words)) > room or len(words[-1]) <= DANGLING):
        words.pop()
    short = " ".join(words)[:room]
    whole = short.count("(") == short.count(")")
    return short if whole else short[: short.rindex("(")].rstrip() or short


def options_of(line: LineShown, voice: Voice) -> str:
    return ", ".join(
        said for option in line.item.options if (said := option_words(line.product, option, voice))
    )


def option_words(product: Product, option: str, voice: Voice) -> str:
    """'+olives' -> 'olives', '-olives' -> 'sans olives', '++olives' -> 'supplément olives'."""
    code, _, times = option.lstrip("+-~?").partition("*")
    known = product.option(code)
    if known is None or option.startswith("?"):
        return ""
    name = _SIZE.sub("", known.name[:1].lower() + known.name[1:])
    if voice.leaves_out(Brevity.NAMES):
        name = _first_words(name, max(voice.letters, LEAST_OPTION))
    match option[: len(option) - len(option.lstrip("+-~"))]:
        case "-":
            return voice.text("without %(option)s", option=name)
        case "++":
            return voice.text("extra %(option)s", option=name)
        case "~":
            return voice.text("light on %(option)s", option=name)
        case "-++" | "-~":
            return voice.text("normal %(option)s", option=name)
    return f"{times} × {name}" if times else name


def line_text(line: LineShown, voice: Voice, name: str = "") -> str:
    """One line of a basket with its price; what is weighed later has a ceiling."""
    said = _priced(line, voice, goods(line, voice, name))
    if line.remembered and not voice.leaves_out(Brevity.NAMES):
        return voice.text("%(goods)s, as last time", goods=said)
    return said


def _priced(line: LineShown, voice: Voice, said: str) -> str:
    if line.price.weighed:
        most = voice.price(line.price.ceiling)
        if voice.leaves_out(Brevity.UNITS):
            return voice.text("%(goods)s max %(money)s", goods=said, money=most)
        return voice.text("%(goods)s: %(money)s at most", goods=said, money=most)
    return f"{said} {voice.price(line.price.total)}"


def lines_text(lines: Iterable[LineShown], voice: Voice) -> str:
    lines = tuple(lines)
    if voice.leaves_out(Brevity.SUMMARY):
        return voice.plural(
            "%(count)s product: write DETAIL for the list.",
            "%(count)s products: write DETAIL for the list.",
            len(lines),
        )
    bullet = "• " if voice.has_buttons else ""
    return "\n".join(f"{bullet}{text}" for text in line_texts(lines, voice))


def line_texts(lines: Sequence[LineShown], voice: Voice) -> list[str]:
    """Each line of a basket, with names that tell its products apart."""
    names = product_names((line.product for line in lines), voice)
    return [line_text(line, voice, names[line.product.sku]) for line in lines]


def total_text(total: Price, voice: Voice) -> str:
    said = _total_text(total, voice)
    if total.deposit is None:
        return said
    deposit = voice.money(total.deposit)
    if voice.leaves_out(Brevity.COURTESY):
        short = voice.text("Deposit %(money)s included.", money=deposit)
        return f"{said} {short}"
    told = voice.text(
        "This includes %(money)s of deposits, given back for the empties.", money=deposit
    )
    return f"{said} {told}"


def to_pay(total: Price, voice: Voice, *, at_shop: bool) -> str:
    """Say what it comes to and where it is paid."""
    if not at_shop:
        return total_text(total, voice)
    return voice.text("Total %(money)s to pay at the shop.", money=amount_text(total, voice))


def _total_text(total: Price, voice: Voice) -> str:
    if total.weighed:
        most = voice.money(total.ceiling)
        if voice.leaves_out(Brevity.NAMES):
            return voice.text("Total max %(money)s on delivery.", money=most)
        if voice.leaves_out(Brevity.COURTESY):
            return voice.text(
                "Total %(money)s at most, exact once weighed, on delivery.", money=most
            )
        return voice.text(
            "Total: %(money)s at most, the exact amount once weighed. You pay on delivery.",
            money=most,
        )
    money = voice.money(total.total)
    if voice.leaves_out(Brevity.COURTESY):
        return voice.text("Total %(money)s on delivery.", money=money)
    return voice.text("Total %(money)s, to pay on delivery.", money=money)


def amount_text(total: Price, voice: Voice) -> str:
    """'6,30 €', 'au plus 17 €'."""
    if total.weighed:
        return voice.text("%(money)s at most", money=voice.money(total.ceiling))
    return voice.money(total.total)


def unit_price(product: Product, voice: Voice) -> str:
    """'1,10 €', '14,90 €/kg', '2,85 € (11,40 €/kg)', '2,90 € + 0,30 € de consigne'."""
    money = voice.money(product.price)
    if product.deposit is not None:
        deposit = voice.money(product.deposit)
        return voice.text("%(money)s + %(deposit)s deposit", money=money, deposit=deposit)
    if product.unit is not Unit.PIECE:
        return f"{money}/{'kg' if product.unit is Unit.KG else 'l'}"
    kilo = pricing.per_kilo(product)
    return f"{money} ({voice.money(kilo)}/kg)" if kilo is not None else money


def short_price(product: Product, voice: Voice) -> str:
    """The price alone, for a button or a choice."""
    money = voice.price(product.price)
    return money if product.unit is Unit.PIECE else f"{money}/{product.unit}"


def hours_of(run: RoundDate, voice: Voice) -> str:
    start, end = voice.hour(run.departs), voice.hour(run.ends)
    if voice.leaves_out(Brevity.UNITS):
        return f"{start}-{end}"
    return voice.text("between %(start)s and %(end)s", start=start, end=end)


def day_of(run: RoundDate, voice: Voice) -> str:
    return voice.weekday(run.date)


def _those(shops: Sequence[Shop], voice: Voice) -> str:
    if voice.leaves_out(Brevity.SUMMARY) and len(shops) > SHOPS_NAMED:
        return voice.plural("%(count)s shop", "%(count)s shops", len(shops))
    return listed([shop.name for shop in shops], voice)


SHOPS_NAMED: Final = 2
"""Where room is short, more of them are counted."""
Then = Literal["", "other", "all"]
"""What is offered instead: nothing, another day, one for all goods of the basket."""


def not_in_time(shops: Sequence[Shop], day: date, voice: Voice, then: Then = "") -> str:
    """Say which shops are not open in time for the round of a day."""
    told = {"day": voice.weekday(day), "shops": _those(shops, voice)}
    match then:
        case "other":
            return voice.plural(
                "For %(day)s %(shops)s does not open in time: here is another day.",
                "For %(day)s %(shops)s do not open in time: here is another day.",
                len(shops),
                **told,
            )
        case "all":
            return voice.plural(
                "For %(day)s %(shops)s does not open in time: here is a day for everything.",
                "For %(day)s %(shops)s do not open in time: here is a day for everything.",
                len(shops),
                **told,
            )
    return voice.plural(
        "For %(day)s %(shops)s does not open in time.",
        "For %(day)s %(shops)s do not open in time.",
        len(shops),
        **told,
    )


def numbered(choices: Iterable[str], voice: Voice) -> str:
    """Choices with the numbers to answer by, where there are no buttons."""
    if voice.has_buttons:
        return ""
    return "\n".join(f"{n} {choice}" for n, choice in enumerate(choices, 1))


def choice_buttons(choices: Iterable[str], voice: Voice) -> tuple[tuple[Button, ...], ...]:
    if not voice.has_buttons:
        return ()
    return tuple((Button(label, f"choose:{n}"),) for n, label in enumerate(choices, 1))


def buttons(voice: Voice, *row: Button) -> tuple[tuple[Button, ...], ...]:
    return (row,) if voice.has_buttons else ()


def example(products: Sequence[Product], voice: Voice) -> str:
    """'2 baguettes et 300 g de comté', made of what this village sells."""
    said = [_example(product, voice) for product in products[:MOST_EXAMPLES]]
    return listed(said, voice) or voice.text("2 baguettes for Tuesday")


def _example(product: Product, voice: Voice) -> str:
    name = _SIZE.sub("", product.name[:1].lower() + product.name[1:])
    if product.unit is Unit.KG:
        return voice.text("300 g of %(product)s", product=name)
    return f"1 {name}"
