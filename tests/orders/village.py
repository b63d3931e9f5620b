"""A small village for the tests of orders, and a few instants of its week."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from tournee.catalog.model import (
    Cutoff,
    Option,
    OptionGroup,
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
from tournee.catalog.quantity import Money, Unit
from tournee.orders.model import Actor, Item

BAKERY, BUTCHER, PIZZA = ShopSlug("boulangerie"), ShopSlug("boucherie"), ShopSlug("pizza")
BOURG, GRANGES, CROIX = PlaceSlug("le-bourg"), PlaceSlug("les-granges"), PlaceSlug("la-croix")
TUESDAY, FRIDAY = RoundSlug("mardi"), RoundSlug("vendredi")
DURAND, MARTIN = PersonSlug("durand"), PersonSlug("martin")

MONDAY_MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 23, 20, tzinfo=UTC)
TUESDAY_24 = date(2026, 11, 24)
FRIDAY_27 = date(2026, 11, 27)
TUESDAY_01 = date(2026, 12, 1)


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount))


def item(sku: str, qty: str | None = None, *options: str, **measure: str) -> Item:
    measures = {name: Decimal(value) for name, value in measure.items()}
    quantity = None if qty is None else Decimal(qty)
    return Item(sku=Sku(sku), qty=quantity, options=options, **measures)


def _product(
    shop: ShopSlug, sku: str, price: str, unit: Unit = Unit.PIECE, **rest: object
) -> Product:
    return Product(
        shop=shop,
        sku=Sku(sku),
        name=sku.replace("-", " ").capitalize(),
        price=euros(price),
        unit=unit,
        **rest,  # type: ignore[arg-type]
    )


def _option(code: str, surcharge: str = "0") -> Option:
    return Option(code=code, name=code.capitalize(), surcharge=euros(surcharge))


SIZE = OptionGroup(
    name="taille", options=(_option("petite"), _option("grande", "6.00")), required=True
)
TOPPINGS = OptionGroup(
    name="garniture", options=(_option("oignons", "0.80"), _option("fromage", "1.50")), maximum=2
)
COOKED = OptionGroup(name="cuisson", options=(_option("bien-cuit"),))

VILLAGE = Village(
    settings=Settings(slug=VillageSlug("saint-aubin"), name="Saint-Aubin"),
    shops=tuple(
        Shop(slug=slug, name=slug.capitalize(), hours="Mo-Sa 08:00-19:00")
        for slug in (BAKERY, BUTCHER, PIZZA)
    ),
    products=(
        _product(BAKERY, "baguette", "1.10", groups=(COOKED,), weight=Decimal("0.25")),
        _product(BAKERY, "tradition", "1.30"),
        _product(BAKERY, "tourte", "5.90", stock=Decimal(3)),
        _product(BAKERY, "brioche", "5.20", available=False),
        _product(BAKERY, "farine", "2.00", Unit.KG),
        _product(BUTCHER, "roti-porc", "11.90", Unit.KG),
        _product(BUTCHER, "viande-hachee", "14.90", Unit.KG, stock=Decimal("2.5")),
        _product(BUTCHER, "jambon", "22.50", Unit.KG, weight=Decimal("0.06")),
        _product(BUTCHER, "courgette", "2.60", Unit.KG),
        _product(BUTCHER, "vin", "7.35", age_restricted=True),
        _product(PIZZA, "margherita", "9.00", groups=(SIZE, TOPPINGS)),
    ),
    places=tuple(Place(slug=slug, name=slug.title()) for slug in (BOURG, GRANGES, CROIX)),
    rounds=(
        Round(
            slug=TUESDAY,
            name="Tournée du mardi",
            days=(Weekday.TUE,),
            departs=time(9, 30),
            ends=time(12),
            cutoff=Cutoff(at=time(18), weekday=Weekday.MON),
            places=(BOURG, GRANGES),
            capacity=2,
        ),
        Round(
            slug=FRIDAY,
            name="Tournée du vendredi",
            days=(Weekday.FRI,),
            departs=time(17, 30),
            ends=time(20),
            cutoff=Cutoff(at=time(20), days_before=1),
            places=(BOURG, GRANGES, CROIX),
            crates=3,
        ),
    ),
    people=(
        Person(
            slug=DURAND, role=Role.RESIDENT, name="Jeanne Durand", place=GRANGES, address="3 chemin"
        ),
        Person(slug=MARTIN, role=Role.RESIDENT, name="Luc Martin", place=BOURG, address="1 place"),
    ),
)


def resident(slug: PersonSlug) -> Actor:
    return Actor(role=Role.RESIDENT, person=slug, name=slug)


def shopkeeper(shop: ShopSlug) -> Actor:
    return Actor(role=Role.SHOPKEEPER, person=PersonSlug(f"chez-{shop}"), name="Marie", shop=shop)


MRS_DURAND, MR_MARTIN = resident(DURAND), resident(MARTIN)
BAKER, BUTCHER_MAN = shopkeeper(BAKERY), shopkeeper(BUTCHER)
OPERATOR = Actor(role=Role.OPERATOR, person=PersonSlug("claire"), name="Claire")
DRIVER = Actor(role=Role.DRIVER, person=PersonSlug("karim"), name="Karim")
