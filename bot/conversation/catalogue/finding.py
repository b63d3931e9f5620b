"""Which product or shop is named: exactly, or as something that sounds like it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tournee.bot.conversation import phrases
from tournee.bot.conversation.model import Facts
from tournee.catalog.model import Product, Shop, ShopSlug
from tournee.nlu.search.index import Entry, Index
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import fold, tokenize

MOST: Final = 8
"""Products that are offered to choose from."""
LIKE: Final = 0.5
"""Score from which something sounds like what was written."""
SOUNDS: Final = 0.3
AS_GOOD: Final = 0.12
_SLIPS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose goods may be named."""

    facts: Facts
    shop: ShopSlug | None = None
    """None for the operators: everybody's."""

    @property
    def products(self) -> tuple[Product, ...]:
        goods = self.facts.village.products
        return goods if self.shop is None else tuple(p for p in goods if p.shop == self.shop)

    def shop_of(self, product: Product) -> Shop:
        return self.facts.village.shop_by_slug[product.shop]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The products that words may mean; none where nothing fits."""

    products: tuple[Product, ...] = ()
    exact: bool = False
    """They are called so; else they only sound like it."""

    @property
    def one(self) -> Product | None:
        """The product, where there is no doubt."""
        return self.products[0] if self.exact and len(self.products) == 1 else None


NONE: Final = Found()


def find(text: str, scope: Scope) -> Found:
    """Return the products that a text names: by slug, by a name, by part of one, by its sound."""
    text = text.strip(" .,:;!?\"«»“”'")
    named = _called(text, scope.products)
    if named:
        return Found(products=named[:MOST], exact=True)
    norms = tuple(t.norm for t in tokenize(text))
    matches = index_of(scope).search(norms, limit=2 * MOST)
    if not matches or matches[0].score < LIKE:
        return NONE
    known = scope.facts.village.product_by_sku
    alike = [m for m in matches if m.score >= max(LIKE, matches[0].score - AS_GOOD)]
    clear = [m for m in alike if m.edits == 0 and m.missed == 0]
    begin = {stem(norm) for norm in norms}
    called = [m for m in clear if _stems(known[m.key].name).split()[0] in begin]
    if len(called) > 1:  # 'lait' is no bread made with it; 'chèvre' may be any of its cheeses
        clear = called
    chosen = clear or alike
    return Found(products=tuple(known[m.key] for m in chosen[:MOST]), exact=bool(clear))


def sounding_like(text: str, scope: Scope, most: int = 3) -> tuple[Product, ...]:
    """Return what words sound like, however little."""
    matches = index_of(scope).search(tuple(t.norm for t in tokenize(text)))
    known = scope.facts.village.product_by_sku
    return tuple(known[m.key] for m in matches[:most] if m.score >= SOUNDS)


def _called(text: str, products: tuple[Product, ...]) -> tuple[Product, ...]:
    """Those of this slug or name; failing that, of this name but for its ending."""
    wanted = fold(text)
    for plain in (fold, _stems):
        key = plain(text)
        found = [p for p in products if key in {plain(form) for form in (p.name, *p.aliases)}]
        if by_sku := [p for p in products if p.sku == wanted]:
            return tuple(by_sku)
        if found:
            return tuple(found)
    return ()


def _stems(text: str) -> str:
    return " ".join(stem(t.norm) for t in tokenize(text.replace("-", " ")) if t.is_word)


def others(text: str, scope: Scope) -> Product | None:
    """Return another shop's product that a shop's people named."""
    found = _called(text.strip(), scope.facts.village.products) if scope.shop else ()
    return found[0] if found else None


def index_of(scope: Scope) -> Index:
    return _index(tuple(Entry(key=p.sku, forms=(p.name, *p.aliases)) for p in scope.products))


@lru_cache(maxsize=64)
def _index(entries: tuple[Entry, ...]) -> Index:
    return Index.build(entries)


# --- shops ---------------------------------------------------------------------------------------


def shop_named(text: str, facts: Facts) -> Shop | None:
    """Return the shop of a slug, a name, or one word of a name that no other shop has."""
    wanted = fold(text).strip(" .,:;!?\"«»“”'")
    for shop in facts.village.shops:
        if wanted in {shop.slug, fold(shop.name)}:
            return shop
    fitting = [s for s in facts.village.shops if wanted and wanted in fold(s.name).split()]
    return fitting[0] if len(fitting) == 1 else None


def leading_shop(text: str, facts: Facts) -> tuple[Shop | None, str]:
    """Return the shop that a text begins with, by as many words as name it, and the rest."""
    words = text.split()
    for count in range(min(len(words), 5), 0, -1):
        if (shop := shop_named(" ".join(words[:count]), facts)) is not None:
            return shop, " ".join(words[count:])
    return None, text


def nearest_shops(text: str, facts: Facts) -> tuple[tuple[str, ...], bool]:
    """Return the shops' slugs, the nearest first, and whether one of them is near."""
    wanted = fold(text.split(maxsplit=1)[0]) if text.split() else ""
    ranked = sorted((phrases.distance(wanted, s.slug), s.slug) for s in facts.village.shops)
    near = tuple(slug for far, slug in ranked if far <= _SLIPS)
    return near or tuple(slug for _, slug in ranked), bool(near)
