"""Words that people use for a product become its alias: what was not understood once is later."""

from dataclasses import replace

from tournee.catalog.edits import Change, product_change
from tournee.catalog.errors import CatalogError, UnknownProductError
from tournee.catalog.model import Sku, Village

LONGEST = 60
"""Characters; what is longer is no name."""


class AliasImpossibleError(CatalogError):
    """The phrase is empty, too long, or holds what separates aliases in the folder."""


class AliasTakenError(CatalogError):
    """Another product has this name; `sku` is the first such."""

    def __init__(self, sku: Sku) -> None:
        super().__init__(sku)
        self.sku = sku


def teach(village: Village, sku: Sku, phrase: str) -> Change | None:
    """Return what lets a phrase name a product from now on; None where it does already.

    Raises `UnknownProductError`, `AliasImpossibleError`, `AliasTakenError`.
    """
    words = " ".join(phrase.split())
    if not any(map(str.isalpha, words)) or len(words) > LONGEST or "|" in words:
        raise AliasImpossibleError(phrase)
    product = village.product_by_sku.get(sku)
    if product is None:
        raise UnknownProductError(sku)
    owners = [p for p in village.products if words.lower() in map(str.lower, (p.name, *p.aliases))]
    if product in owners:
        return None
    if owners:
        raise AliasTakenError(owners[0].sku)
    return product_change(product, replace(product, aliases=(*product.aliases, words)))
