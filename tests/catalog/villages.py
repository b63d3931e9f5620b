"""Strategies for whole villages, as a village folder can hold them."""

from decimal import Decimal

from hypothesis import strategies as st

from tournee.catalog.edits import option_key
from tournee.catalog.model import (
    Cutoff,
    Option,
    OptionRule,
    Person,
    PersonSlug,
    Place,
    PlaceSlug,
    Product,
    Role,
    Round,
    RoundSlug,
    Settings,
    Shop,
    ShopSlug,
    Sku,
    Village,
    VillageSlug,
    Weekday,
)
from tournee.catalog.options import with_options
from tournee.catalog.quantity import Money, Unit

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")),
    min_size=1,
    max_size=20,
).filter(lambda text: text == text.strip())
PART = TEXT.filter(lambda text: "|" not in text)
PARTS = st.lists(PART, max_size=3).map(tuple)
MOMENT = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
THOUSANDTHS = st.integers(1, 9_999_999).map(lambda n: Decimal(n) / 1000)
MONEY = st.integers(0, 99_999_999).map(Money.of_minor)
SLUGS = ("a", "b-1", "c2", "d", "e-f-g")


def slugs(size: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(SLUGS), unique=True, max_size=size)


@st.composite
def products(draw: st.DrawFn, sku: str, shop: ShopSlug) -> Product:
    unit = draw(st.sampled_from(Unit))
    pieces = st.integers(0, 999).map(Decimal)
    return Product(
        shop=shop,
        sku=Sku(sku),
        name=draw(TEXT),
        aliases=draw(PARTS),
        category=draw(st.sampled_from(["", "pain", "une autre"])),
        price=draw(MONEY),
        unit=unit,
        stock=draw(st.none() | (pieces if unit is Unit.PIECE else THOUSANDTHS)),
        age_restricted=draw(st.booleans()),
        vat=draw(st.none() | st.integers(0, 9999).map(lambda n: Decimal(n) / 100)),
        allergens=draw(PARTS),
        available=draw(st.booleans()),
        weight=draw(st.none() | THOUSANDTHS),
    )


@st.composite
def rules(draw: st.DrawFn, code: str, product: Product) -> OptionRule:
    option = Option(code=code, name=draw(TEXT), aliases=draw(PARTS), surcharge=draw(MONEY))
    return OptionRule(
        shop=product.shop,
        group=draw(st.sampled_from(["taille", "garniture au choix"])),
        option=option,
        applies_to=(draw(st.sampled_from([product.sku, f"category:{product.category}"])),),
        required=draw(st.booleans()),
    )


@st.composite
def rounds(draw: st.DrawFn, slug: str, places: list[PlaceSlug]) -> Round:
    departs, ends = sorted(draw(st.lists(MOMENT, min_size=2, max_size=2, unique=True)))
    before = st.builds(Cutoff, at=MOMENT, days_before=st.integers(1, 9))
    return Round(
        slug=RoundSlug(slug),
        name=draw(TEXT),
        days=tuple(draw(st.lists(st.sampled_from(Weekday), unique=True, min_size=1))),
        departs=departs,
        ends=ends,
        cutoff=draw(before | st.builds(Cutoff, at=MOMENT, weekday=st.sampled_from(Weekday))),
        places=tuple(draw(st.lists(st.sampled_from(places), unique=True, min_size=1))),
        capacity=draw(st.none() | st.integers(1, 500)),
        start=draw(st.none() | st.sampled_from(places)),
    )


@st.composite
def people(draw: st.DrawFn, number: int, shops: list[ShopSlug], places: list[PlaceSlug]) -> Person:
    role = draw(st.sampled_from(Role if shops else [Role.RESIDENT, Role.DRIVER]))
    return Person(
        slug=PersonSlug(f"person-{number}"),
        role=role,
        name=draw(TEXT),
        shop=draw(st.sampled_from(shops)) if role is Role.SHOPKEEPER else None,
        phone=draw(st.none() | st.just(f"+336399800{number:02}")),
        whatsapp=draw(st.none() | st.just(f"+336399801{number:02}")),
        telegram=draw(st.none() | st.just(2**40 + number)),
        place=draw(st.none() | st.sampled_from(places)),
        address=draw(st.none() | TEXT),
        locale=draw(st.sampled_from([None, "fr", "en"])),
        lat=draw(st.none() | st.floats(46, 47)),
        lon=draw(st.none() | st.floats(46, 47)),
        hours=draw(st.sampled_from([None, "17:00-24:00", "Tu-Fr 08:00-12:00"])),
    )


@st.composite
def villages(draw: st.DrawFn) -> Village:
    """A village without faults, sized for speed."""
    places = [PlaceSlug(slug) for slug in draw(slugs(3))] or [PlaceSlug("centre")]
    shops = [ShopSlug(slug) for slug in draw(slugs(3))]
    skus = draw(slugs(4)) if shops else []
    found = [draw(products(sku, draw(st.sampled_from(shops)))) for sku in skus]
    options = [draw(rules(f"code-{n}", product)) for n, product in enumerate(found)]
    assert len({option_key(rule) for rule in options}) == len(options)
    return Village(
        settings=Settings(
            slug=VillageSlug("val"),
            name=draw(TEXT),
            timezone=draw(st.sampled_from(["Europe/Paris", "UTC", "America/Cayenne"])),
            locales=tuple(draw(st.sampled_from([["fr"], ["fr", "en"], ["es"]]))),
            phone=draw(st.none() | st.just("+33199000010")),
        ),
        shops=tuple(
            Shop(
                slug=slug,
                name=draw(TEXT),
                hours=draw(st.sampled_from(["24/7", "Tu-Sa 07:00-13:00; PH off"])),
                place=draw(st.none() | st.sampled_from(places)),
            )
            for slug in shops
        ),
        products=with_options(found, options),
        option_rules=tuple(options),
        places=tuple(
            Place(
                slug=slug,
                name=draw(TEXT),
                aliases=tuple(draw(st.lists(TEXT, unique=True, max_size=2))),
                lat=draw(st.none() | st.floats(46, 47)),
                lon=draw(st.none() | st.floats(46, 47)),
            )
            for slug in places
        ),
        rounds=tuple(draw(rounds(slug, places)) for slug in draw(slugs(2))),
        people=tuple(draw(people(n, shops, places)) for n in range(draw(st.integers(0, 3)))),
    )
