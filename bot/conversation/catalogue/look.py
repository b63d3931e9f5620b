"""What is in the catalogue, as those who keep it look at it."""

from datetime import timedelta
from typing import Final

from tournee.bot.conversation.catalogue.finding import Scope
from tournee.bot.conversation.catalogue.replies import (
    HoursShown,
    ProductShown,
    ProductsShown,
    ShopsShown,
)
from tournee.catalog.hours import Hours
from tournee.catalog.model import Product, Shop

PAGE: Final = 25
"""Products on one page: a telephone's screen or two."""
_DAYS: Final = 7


def shops(scope: Scope) -> ShopsShown:
    village, now = scope.facts.village, scope.facts.now
    counted = tuple(
        (shop, sum(p.shop == shop.slug for p in village.products)) for shop in village.shops
    )
    zone = village.settings.zone
    is_open = (s.slug for s in village.shops if Hours.parse(s.hours, zone).is_open(now))
    return ShopsShown(shops=counted, open=frozenset(is_open))


def products(shop: Shop, page: int, scope: Scope) -> ProductsShown:
    """Return one page; a page that is not there is the nearest that is."""
    goods = tuple(p for p in scope.facts.village.products if p.shop == shop.slug)
    pages = max(1, -(-len(goods) // PAGE))
    page = min(max(page, 1), pages)
    shown = goods[(page - 1) * PAGE : page * PAGE]
    return ProductsShown(
        shop=shop,
        products=shown,
        page=page,
        pages=pages,
        total=len(goods),
        now=scope.facts.now,
    )


def product(found: Product, scope: Scope) -> ProductShown:
    return ProductShown(
        product=found,
        shop=scope.shop_of(found),
        now=scope.facts.now,
        own=scope.shop is not None,
    )


def hours(shop: Shop, scope: Scope) -> HoursShown:
    zone = scope.facts.village.settings.zone
    today = scope.facts.now.astimezone(zone).date()
    rules = Hours.parse(shop.hours, zone)
    days = (today + timedelta(days=n) for n in range(_DAYS))
    return HoursShown(
        shop=shop,
        days=tuple((day, tuple((s.start, s.end) for s in rules.spans(day))) for day in days),
    )
