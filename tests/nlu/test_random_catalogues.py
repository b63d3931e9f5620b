"""Orders in the words of catalogues that nobody wrote: every simple one is read exactly.

Names are made of syllables, so that no list of words knows them, with what operators type beside
them: packs, brackets, weights, volumes, varieties, options of several groups.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tournee.catalog.model import (
    Option,
    OptionGroup,
    Product,
    Settings,
    Shop,
    ShopSlug,
    Sku,
    Village,
    VillageSlug,
)
from tournee.catalog.quantity import Money, Unit
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Intent, Line
from tournee.nlu.parse import parse

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
_HEADS = [
    "bramolin",
    "dorvuche",
    "falquet",
    "gribusson",
    "jonquerol",
    "kestaval",
    "lumirade",
    "mazorin",
    "nirolette",
    "pafougne",
    "quandrille",
    "rostumel",
    "sivarote",
    "trobinel",
    "vuldassin",
    "zephoral",
]
_SORTS = [
    "bigourne",
    "clavendre",
    "drugasse",
    "frimoule",
    "glandirel",
    "mostiquet",
    "plovarin",
    "strobenne",
]
_OPTIONS = ["achurin", "blasquet", "crodaine", "flumiche", "garvotte", "ploustin"]
_SIZES = ("", "", " 250 g", " 400g", " (500 g)", " 75 cl", " x4", " (les 6)", " (lot de 8)")
_JOINTS = (" ", " de ", " aux ", " au ", " (", " - ", " n°3 ")
_NUMBERS = ("un", "deux", "trois", "quatre", "cinq")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """One thing as somebody writes it, and the line that it is."""

    text: str
    line: Line


@st.composite
def villages(draw: st.DrawFn) -> Village:
    """Draw a village of one shop with six to twelve products."""
    names = [
        (head, joint, sort)
        for head in draw(st.lists(st.sampled_from(_HEADS), min_size=4, max_size=6, unique=True))
        for sort in draw(st.lists(st.sampled_from(_SORTS), min_size=1, max_size=2, unique=True))
        for joint in [draw(st.sampled_from(_JOINTS))]
    ]
    products = tuple(
        draw(_products(f"{h}{j}{s}{')' * (j == ' (')}", i)) for i, (h, j, s) in enumerate(names)
    )
    return replace(_sold([], Unit.PIECE), products=products)


@st.composite
def _products(draw: st.DrawFn, name: str, number: int) -> Product:
    unit = draw(st.sampled_from((Unit.PIECE, Unit.PIECE, Unit.PIECE, Unit.KG, Unit.LITRE)))
    size = draw(st.sampled_from(_SIZES)) if unit is Unit.PIECE else ""
    groups = draw(st.sampled_from(((), (_EXTRAS,), (_SIZED, _EXTRAS)))) if not size else ()
    return Product(
        shop=ShopSlug("shop"),
        sku=Sku(f"p{number}"),
        name=name.capitalize() + size,
        category="divers",
        price=_euros("3.20"),
        unit=unit,
        groups=groups if unit is Unit.PIECE else (),
    )


def _euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def _option(name: str) -> Option:
    return Option(code=name, name=name.capitalize(), surcharge=_euros("0.50"))


_EXTRAS = OptionGroup(name="supplements", options=tuple(map(_option, _OPTIONS)))
_SIZED = OptionGroup(
    name="taille", options=(_option("petite"), _option("grande")), required=True, maximum=1
)


@st.composite
def orders(draw: st.DrawFn, village: Village) -> list[Ordered]:
    """Draw up to four different things, each said in a way that it is sold in."""
    chosen = st.lists(st.sampled_from(village.products), min_size=1, max_size=4, unique=True)
    return [draw(draw(st.sampled_from(_ways(product)))(product)) for product in draw(chosen)]


Way = Callable[[Product], st.SearchStrategy[Ordered]]


def _ways(product: Product) -> tuple[Way, ...]:
    if product.unit is not Unit.PIECE:
        return (_measured,)
    if product.groups:
        return (_with_options, _counted)
    return (_counted, _in_packs, _by_content)


def _said(product: Product) -> str:
    """Give a name as people say it: without its size."""
    name = product.name.lower()
    for size in sorted(filter(None, _SIZES), key=len, reverse=True):
        name = name.removesuffix(size)
    return name.replace("(", "").replace(")", "").replace(" - ", " ")


@st.composite
def _counted(draw: st.DrawFn, product: Product) -> Ordered:
    number = draw(st.integers(1, 5))
    written = draw(st.sampled_from((str(number), _NUMBERS[number - 1])))
    line = Line(sku=product.sku, qty=Decimal(number))
    return Ordered(text=f"{written} {_said(product)}", line=line)


@st.composite
def _in_packs(draw: st.DrawFn, product: Product) -> Ordered:
    number = draw(st.integers(2, 5))
    pack = draw(st.sampled_from(("paquets", "boîtes", "sachets", "pots")))
    line = Line(sku=product.sku, qty=Decimal(number))
    return Ordered(text=f"{number} {pack} de {_said(product)}", line=line)


@st.composite
def _by_content(draw: st.DrawFn, product: Product) -> Ordered:
    """Ask for twice or thrice what one piece weighs; for pieces where it does not say."""
    number = draw(st.integers(2, 3))
    for size, unit in ((250, "g"), (400, "g"), (500, "g"), (75, "cl")):
        if f"{size} {unit}" in product.name or f"{size}{unit}" in product.name:
            line = Line(sku=product.sku, qty=Decimal(number))
            return Ordered(text=f"{number * size} {unit} de {_said(product)}", line=line)
    return draw(_counted(product))


@st.composite
def _measured(draw: st.DrawFn, product: Product) -> Ordered:
    kilos = product.unit is Unit.KG
    quantity = draw(st.sampled_from(("0.5", "1", "1.5", "2")))
    unit = "kg" if kilos else "l"
    grams = kilos and quantity == "0.5" and draw(st.booleans())
    written = "500g" if grams else f"{quantity.replace('.', ',')} {unit}"
    line = Line(sku=product.sku, qty=Decimal(quantity), unit=product.unit)
    return Ordered(text=f"{written} de {_said(product)}", line=line)


@st.composite
def _with_options(draw: st.DrawFn, product: Product) -> Ordered:
    number = draw(st.integers(1, 3))
    extras = draw(st.lists(st.sampled_from(_OPTIONS), min_size=1, max_size=2, unique=True))
    away = draw(st.booleans())
    size = draw(st.sampled_from(("petite", "grande"))) if _SIZED in product.groups else ""
    said = f" {'sans' if away else 'avec'} " + (" ni " if away else " et ").join(extras)
    codes = [f"{'-' if away else '+'}{extra}" for extra in extras]
    options = (*([f"+{size}"] if size else []), *codes)
    text = f"{number} {_said(product)}{' ' + size if size else ''}{said}"
    return Ordered(text=text, line=Line(sku=product.sku, qty=Decimal(number), options=options))


@settings(
    max_examples=120, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(data=st.data())
def test_a_simple_order_is_read_exactly_whatever_the_catalogue(data: st.DataObject) -> None:
    village = data.draw(villages())
    ordered = data.draw(orders(village))
    between = data.draw(st.sampled_from((", ", "\n", " et ")))
    text = between.join(one.text for one in ordered)

    understood = parse(text, Lexicon(village), Context(now=NOW))

    lines = [(x.sku, x.qty, frozenset(x.options)) for x in understood.lines]
    assert (understood.intent, understood.unresolved) == (Intent.ORDER, ()), text
    assert lines == [(x.line.sku, x.line.qty, frozenset(x.line.options)) for x in ordered], text


@settings(
    max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    head=st.sampled_from(_HEADS),
    sorts=st.lists(st.sampled_from(_SORTS), min_size=2, max_size=3, unique=True),
    joint=st.sampled_from((" ", " de ", " aux ", " au ")),
    unit=st.sampled_from((Unit.PIECE, Unit.KG)),
    size=st.sampled_from(_SIZES),
)
def test_the_head_may_be_left_out_of_the_second_sort(
    head: str, sorts: list[str], joint: str, unit: Unit, size: str
) -> None:
    village = _sold([f"{head}{joint}{sort}" + size * (unit is Unit.PIECE) for sort in sorts], unit)
    first, *others = (f"{joint}{sort}" for sort in sorts)
    text = f"2 {head}{first}" + "".join(f" et {i}{o}" for i, o in enumerate(others, 3))

    understood = parse(text, Lexicon(village), Context(now=NOW))

    wanted = [(p.sku, Decimal(i)) for i, p in enumerate(village.products, 2)]
    got = [(x.sku, x.count if x.qty is None else x.qty) for x in understood.lines]
    assert (got, understood.unresolved) == (wanted, ()), text


@settings(
    max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    head=st.sampled_from(_HEADS),
    number=st.integers(2, 5),
    extras=st.lists(st.sampled_from(_OPTIONS), min_size=1, max_size=2, unique=True),
    said=st.sampled_from(("avec", "sans")),
)
def test_one_of_several_may_be_had_otherwise(
    head: str, number: int, extras: list[str], said: str
) -> None:
    village = _sold([head, *(other for other in _HEADS[:5] if other != head)], Unit.PIECE, _EXTRAS)
    sign, joint = ("-", " ni ") if said == "sans" else ("+", " et ")
    text = f"{number} {head} dont un {said} {joint.join(extras)}"

    understood = parse(text, Lexicon(village), Context(now=NOW))

    wanted = [(Decimal(number - 1), frozenset()), (Decimal(1), frozenset(sign + e for e in extras))]
    got = [(x.qty, frozenset(x.options)) for x in understood.lines]
    assert (got, understood.unresolved) == (wanted, ()), text
    assert {x.sku for x in understood.lines} == {village.products[0].sku}, text


def _sold(names: list[str], unit: Unit, *groups: OptionGroup) -> Village:
    """Make a village of one shop that sells things of such names."""
    return Village(
        settings=Settings(slug=VillageSlug("random"), name="Random"),
        shops=(Shop(slug=ShopSlug("shop"), name="Xyl", hours="Mo-Sa 08:00-12:00"),),
        products=tuple(
            Product(
                shop=ShopSlug("shop"),
                sku=Sku(f"p{i}"),
                name=name.capitalize(),
                category="divers",
                price=_euros("3.20"),
                unit=unit,
                groups=groups,
            )
            for i, name in enumerate(names)
        ),
    )
