"""From what was asked for to lines of the catalogue, in the products' own units."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tournee.catalog.model import OptionGroup, Product
from tournee.catalog.quantity import Unit
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Line, Reason, Unresolved
from tournee.nlu.reading.readings import Level
from tournee.nlu.reading.state import NOTHING, Amount, Choice, Item
from tournee.nlu.search.joints import number_word
from tournee.nlu.search.wording import SERVED, Size

ONE = Decimal(1)
_GRAMS = 100
"""From this on a bare number of what is sold by weight is grams: 'trois cents de comté'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How much of one product."""

    qty: Decimal | None = None
    count: Decimal | None = None
    money: Decimal | None = None
    unfit: bool = False


def resolve(lexicon: Lexicon, item: Item, text: str) -> Line | Unresolved:
    """Settle on one product, or say why none can be settled on."""
    item = _filled(lexicon, item)
    owners = narrowed(lexicon, item)
    if len(owners) == 1:
        product = lexicon.products[owners[0]]
        asked = asked_of(product, lexicon.sizes[owners[0]], item)
        if asked.qty is not None and (held := _fill(lexicon, owners[0], item.amount)):
            asked = Asked(qty=asked.qty / held)
        return Line(
            sku=product.sku,
            qty=asked.qty,
            unit=product.unit,
            options=options(lexicon, item, owners),
            amount=asked.money,
            count=asked.count,
            unfit=asked.unfit,
            each=item.each,
            text=text,
        )
    amount = item.amount
    measured = amount.measure is not None
    return Unresolved(
        text=text,
        reason=Reason.AMBIGUOUS if owners else Reason.UNKNOWN,
        skus=tuple(lexicon.products[o].sku for o in owners),
        qty=amount.measure if measured else amount.number,
        unit=Unit(amount.unit) if measured else Unit.PIECE,
        options=options(lexicon, item, owners) if owners else (),
        amount=amount.money,
    )


def narrowed(lexicon: Lexicon, item: Item) -> tuple[int, ...]:
    """Leave out compounds of which one word is said; let the amount choose: by size, by unit."""
    item = _filled(lexicon, item)
    owners = item.owners
    if len(owners) < 2:  # noqa: PLR2004
        return owners
    owners = tuple(o for o in owners if not _part_of_compound(lexicon, o, item)) or owners
    amount = item.amount
    if item.amount.measure is not None:
        sized = tuple(o for o in owners if _size(lexicon.sizes[o], amount.unit) == amount.measure)
        if sized:
            return sized
        fitting = tuple(o for o in owners if _measurable(lexicon, o, amount))
        owners = fitting or owners
    if amount.number is not None and amount.measure is None:
        packed = {o: _fill(lexicon, o, amount) for o in owners}
        largest = max((n for n in packed.values() if n), default=None)
        if largest:
            owners = tuple(o for o in owners if packed[o] == largest)
    if amount.pack and amount.measure is None:
        owners = tuple(o for o in owners if lexicon.products[o].unit is Unit.PIECE) or owners
    if amount.money is not None:
        owners = tuple(o for o in owners if lexicon.products[o].unit is not Unit.PIECE) or owners
    return owners


def _filled(lexicon: Lexicon, item: Item) -> Item:
    """Take 'un pack de 12' as one of those that hold 12, or as 12."""
    amount = item.amount
    if amount.pack in SERVED:
        return _served(lexicon, item)
    if amount.holds is None:
        return item
    fitting = tuple(o for o in item.owners if lexicon.sizes[o].count == amount.holds)
    if fitting:
        return item._replace(owners=fitting, amount=amount._replace(holds=None))
    return item._replace(amount=amount._replace(number=amount.holds, holds=None))


def _served(lexicon: Lexicon, item: Item) -> Item:
    """Take '6 parts' of what comes whole as its size; where it has another, as nothing counted."""
    sizes = {owner: lexicon.sizes[owner].serves for owner in item.owners}
    if not sizes or None in sizes.values():
        return item
    fitting = tuple(owner for owner, serves in sizes.items() if serves == item.amount.number)
    whole = Amount(number=ONE) if fitting else NOTHING
    return item._replace(owners=fitting or item.owners, amount=whole)


def _part_of_compound(lexicon: Lexicon, owner: int, item: Item) -> bool:
    said = frozenset(item.keys)
    return any(said & compound and not compound <= said for compound in lexicon.compounds[owner])


def _fill(lexicon: Lexicon, owner: int, amount: Amount) -> Decimal | None:
    """How many a pack holds, if the number asked for fills several of them ('24 œufs')."""
    held = lexicon.sizes[owner].count
    if not held or amount.number is None or amount.pack or not _is_plural(lexicon, owner):
        return None
    return held if amount.number >= held and amount.number % held == 0 else None


def _is_plural(lexicon: Lexicon, owner: int) -> bool:
    name = lexicon.products[owner].name.split()[0].lower()
    return len(name) > 3 and name[-1] in "sx"  # noqa: PLR2004


def _measurable(lexicon: Lexicon, owner: int, amount: Amount) -> bool:
    if lexicon.products[owner].unit.value == amount.unit:
        return True
    size = _size(lexicon.sizes[owner], amount.unit)
    return bool(size) and amount.measure is not None and amount.measure % size == 0


def _size(size: Size, unit: str) -> Decimal:
    return (size.weight if unit == "kg" else size.volume) or Decimal()


def asked_of(product: Product, size: Size, item: Item) -> Asked:
    """Turn what was said into the product's own unit."""
    amount = item.amount
    if amount.money is not None:
        return Asked(money=amount.money)
    number = amount.number
    if product.unit.value == amount.unit and amount.measure is not None:
        times = number if number is not None and number > 1 else ONE
        return Asked(qty=amount.measure * times)
    if product.unit is not Unit.PIECE:
        if product.unit is Unit.KG and number is not None and number >= _GRAMS:
            return Asked(qty=number / 1000)
        return Asked(count=number)
    if amount.measure is not None:
        pieces = _pieces(amount, _size(size, amount.unit) or _usual(product, amount))
        return Asked(qty=pieces, unfit=pieces is None)
    if number is not None and number != number.to_integral_value() and number > 1:
        return Asked(qty=number.to_integral_value(ROUND_HALF_UP))
    if number is None and (item.packed or _is_counted(size, item)):
        return Asked(qty=ONE)
    return Asked(qty=number)


def _is_counted(size: Size, item: Item) -> bool:
    """Tell whether the number that was said is what a pack holds: '12 n°2' is a dozen."""
    return size.count is not None and number_word(format(size.count.normalize(), "f")) in item.keys


def _usual(product: Product, amount: Amount) -> Decimal:
    """What a piece usually weighs; a number that is said goes before it ('un poulet de 2 kg')."""
    told = amount.unit == Unit.KG and amount.number is None
    return (product.weight if told else None) or Decimal()


def _pieces(amount: Amount, one: Decimal) -> Decimal | None:
    """How many pieces of size `one` make the measure; None where their size is not known."""
    number = amount.number
    if not one or amount.measure is None:
        return number
    if amount.measure == one:
        return number or ONE
    pieces = (amount.measure / one).quantize(ONE, ROUND_HALF_UP)
    return max(ONE, pieces) * (number if number is not None and number > 1 else ONE)


def options(lexicon: Lexicon, item: Item, owners: tuple[int, ...]) -> tuple[str, ...]:
    """Write the options as the interchange format does, in the order they were said."""
    written: dict[str, None] = {}
    for choice in _precise(lexicon, tuple(_each_once(lexicon, item.choices))):
        for text in _written(lexicon, choice, owners):
            written[text] = None
    return tuple(written)


def _precise(lexicon: Lexicon, choices: tuple[Choice, ...]) -> Iterator[Choice]:
    """Leave out what is told better later: 'bean burrito with black beans', 'go heavy on the ...'.

    Words of another group are something else: 'caramel latte with caramel drizzle'.
    """
    for i, choice in enumerate(choices):
        if not any(_tells_better(lexicon, other, choice) for other in choices[i + 1 :]):
            yield choice


def _each_once(lexicon: Lexicon, choices: tuple[Choice, ...]) -> Iterator[Choice]:
    """Take three that are counted and named as one of each: 'three scoops, mint lime and melon'."""
    for i, choice in enumerate(choices):
        counted = choices[i : i + choice.times]
        alike = all(
            not (other.sign or other.degree)
            and other.times == 1
            and not _groups(lexicon, other).isdisjoint(_groups(lexicon, choice))
            for other in counted[1:]
        )
        all_named = len(counted) == choice.times >= _SEVERAL and alike
        yield choice._replace(times=1) if all_named else choice


_SEVERAL = 3
"""From this on: 'two sugars and honey' are two sugars."""


def _tells_better(lexicon: Lexicon, other: Choice, choice: Choice) -> bool:
    if other.mention.owners == choice.mention.owners:
        return bool(other.sign or other.degree) or other.times > choice.times
    if other.before or not choice.before or not choice.mention.keys:
        return False
    longer = set(choice.mention.keys) < set(other.mention.keys)
    return longer and not _groups(lexicon, choice).isdisjoint(_groups(lexicon, other))


def _groups(lexicon: Lexicon, choice: Choice) -> set[OptionGroup]:
    return {lexicon.options[owner].group for owner in choice.mention.owners}


def _written(lexicon: Lexicon, choice: Choice, owners: tuple[int, ...]) -> tuple[str, ...]:
    entries = [lexicon.options[o] for o in _admitted(lexicon, choice, owners)]
    codes = list(dict.fromkeys(entry.code for entry in entries))
    if not codes:
        return ()
    if len(codes) > 1 and choice.mention.level is not Level.EXACT:
        return ("?" + "|".join(codes),)
    code = codes[0]
    if choice.degree:
        return (f"{choice.sign}{choice.degree}{code}",)
    if choice.sign:
        return (f"-{code}",)
    return (f"+{code}*{choice.times}" if choice.times > 1 else f"+{code}",)


def _admitted(lexicon: Lexicon, choice: Choice, owners: tuple[int, ...]) -> tuple[int, ...]:
    return lexicon.admitted(choice.mention.owners, owners, choice.mention.spelled)
