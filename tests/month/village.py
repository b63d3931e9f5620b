"""Saint-Aubin with sixty residents and three rounds a week."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from tournee.catalog.folder import read
from tournee.catalog.model import Person, PersonSlug, Role, RoundSlug, ShopSlug, Sku, Village
from tournee.catalog.quantity import Money

FOLDER = Path(__file__).parents[2] / "villages" / "saint-aubin"
ROUNDS = ("mardi-matin", "jeudi-matin", "samedi-soir")
NAMES = tuple(
    "Lebrun Perrin Girard Mercier Blanchet Dumas Fabre Giraud Huet Jacquet Klein Laurent Masson"  # noqa: SIM905 - twenty lines
    " Noel Olivier Picard Quentin Renard Simonet Tessier".split()
)
FIRST_NAMES = ("Odette", "Marcel", "Yvonne")
GOODS = {
    Sku("baguette"): "baguettes",
    Sku("pain-campagne"): "pain de campagne",
    Sku("croissant"): "croissants",
    Sku("tourte-seigle"): "tourte de seigle",
    Sku("brioche-tressee"): "brioche tressée",
    Sku("jus-pomme"): "jus de pomme fermier",
    Sku("cafe-soluble"): "café soluble",
    Sku("comte-18"): "g de comté 18 mois",
    Sku("roti-porc"): "g de rôti de porc",
    Sku("merguez"): "merguez",
}
"""What people order, as they write it."""
SCARCE = {Sku("tourte-seigle"): Decimal(6), Sku("brioche-tressee"): Decimal(10)}
LIMITS = {ShopSlug("epicerie"): "60", ShopSlug("fromagerie"): "0", ShopSlug("boucherie"): "100"}
"""The cheese shop keeps no tab."""


def residents(count: int) -> tuple[Person, ...]:
    """Every third writes in Telegram, the others by SMS."""
    places = ("le-bourg", "les-granges", "la-croix", "les-varennes")
    return tuple(
        Person(
            slug=PersonSlug(f"r{n:02}"),
            role=Role.RESIDENT,
            name=f"{FIRST_NAMES[n // len(NAMES)]} {NAMES[n % len(NAMES)]}",
            phone=f"+336399820{n:02}",
            telegram=6000 + n if n % 3 == 2 else None,
            place=places[n % len(places)],  # type: ignore[arg-type]  # a slug
            address=f"{n + 1} rue des Lilas",
            locale="fr",
        )
        for n in range(count)
    )


def village(count: int) -> Village:
    told = read(FOLDER)
    staff = (p for p in told.people if p.role is not Role.RESIDENT)
    return replace(
        told,
        people=(*residents(count), *staff),
        rounds=tuple(r for r in told.rounds if r.slug in set(map(RoundSlug, ROUNDS))),
        products=tuple(
            replace(p, stock=SCARCE.get(p.sku), available=True) if p.sku in GOODS else p
            for p in told.products
        ),
        shops=tuple(
            replace(s, tab_limit=Money(amount=Decimal(LIMITS[s.slug]))) if s.slug in LIMITS else s
            for s in told.shops
        ),
    )
