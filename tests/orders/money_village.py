"""A village of sixty residents with three rounds a week, for a month of money."""

from datetime import time
from decimal import Decimal

from tests.orders.village import euros
from tournee.catalog.model import (
    Cutoff,
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
from tournee.catalog.quantity import Unit

BAKER, GROCER, BUTCHER, COOK = map(ShopSlug, ("boulangerie", "epicerie", "boucherie", "traiteur"))
BOURG = PlaceSlug("le-bourg")
RESIDENTS = tuple(PersonSlug(f"resident-{n:02}") for n in range(60))
FIVE_AND_A_HALF, TEN, TWENTY = Decimal("5.5"), Decimal(10), Decimal(20)


def _product(
    shop: ShopSlug, sku: str, price: str, vat: Decimal, deposit: str = "", unit: Unit = Unit.PIECE
) -> Product:
    return Product(
        shop=shop,
        sku=Sku(sku),
        name=sku,
        price=euros(price),
        vat=vat,
        unit=unit,
        deposit=euros(deposit) if deposit else None,
    )


PRODUCTS = (
    _product(BAKER, "baguette", "1.10", FIVE_AND_A_HALF),
    _product(BAKER, "tradition", "1.35", FIVE_AND_A_HALF),
    _product(BAKER, "tarte", "13.90", FIVE_AND_A_HALF),
    _product(GROCER, "cafe", "3.95", FIVE_AND_A_HALF),
    _product(GROCER, "lessive", "7.49", TWENTY),
    _product(GROCER, "biere", "2.30", TWENTY, deposit="0.30"),
    _product(BUTCHER, "roti", "11.90", FIVE_AND_A_HALF, unit=Unit.KG),
    _product(BUTCHER, "jambon", "22.50", FIVE_AND_A_HALF, unit=Unit.KG),
    _product(COOK, "plat", "9.80", TEN),
)
LIMITS = {BAKER: None, GROCER: euros("60"), BUTCHER: euros("100"), COOK: euros("0")}
"""The cook keeps no tab."""

VILLAGE = Village(
    settings=Settings(slug=VillageSlug("saint-aubin"), name="Saint-Aubin", holidays="none"),
    shops=tuple(
        Shop(slug=slug, name=slug.title(), hours="Mo-Su 08:00-19:00", tab_limit=limit)
        for slug, limit in LIMITS.items()
    ),
    products=PRODUCTS,
    places=(Place(slug=BOURG, name="Le Bourg"),),
    rounds=tuple(
        Round(
            slug=RoundSlug(day.value),
            name=day.value,
            days=(day,),
            departs=time(9, 30),
            ends=time(12),
            cutoff=Cutoff(at=time(18), days_before=1),
            places=(BOURG,),
        )
        for day in (Weekday.TUE, Weekday.THU, Weekday.SAT)
    ),
    people=tuple(
        Person(slug=slug, role=Role.RESIDENT, name=slug, place=BOURG, address=f"{n} rue")
        for n, slug in enumerate(RESIDENTS)
    ),
)
