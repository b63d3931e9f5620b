"""Words that people use for a product become its alias: what was not understood once is later."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from tournee.catalog.edits import Edit
from tournee.catalog.errors import CatalogError, UnknownProductError
from tournee.catalog.model import Product, Sku, Village, VillageSlug

LONGEST = 60
"""Characters; what is longer is no name."""


class AliasImpossibleError(CatalogError):
    """The phrase is empty, too long, or holds what separates aliases in the folder."""


class AliasTakenError(CatalogError):
    """Another product has this name; `sku` is the first such."""

    def __init__(self, sku: Sku) -> None:
        super().__init__(sku)
        self.sku = sku


class Shelf(Protocol):
    """What of `catalog.ports.Catalogue` it takes."""

    def load(self, village: VillageSlug) -> Village: ...

    def save_product(
        self, village: VillageSlug, product: Product, *, by: str, at: datetime
    ) -> Edit | None: ...


def teach(
    shelf: Shelf, village: VillageSlug, sku: Sku, phrase: str, *, by: str, at: datetime
) -> Edit | None:
    """Let a phrase name a product from now on; None where it does already.

    The edit stands in the catalogue's history, from which it can be undone.
    Raises `UnknownProductError`, `AliasImpossibleError`, `AliasTakenError`.
    """
    words = " ".join(phrase.split())
    if not any(map(str.isalpha, words)) or len(words) > LONGEST or "|" in words:
        raise AliasImpossibleError(phrase)
    found = shelf.load(village)
    product = found.product_by_sku.get(sku)
    if product is None:
        raise UnknownProductError(sku)
    owners = [p for p in found.products if words.lower() in map(str.lower, (p.name, *p.aliases))]
    if product in owners:
        return None
    if owners:
        raise AliasTakenError(owners[0].sku)
    taught = replace(product, aliases=(*product.aliases, words))
    return shelf.save_product(village, taught, by=by, at=at)
