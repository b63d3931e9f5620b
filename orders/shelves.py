"""Stock over the catalogue: implements `orders.ports.Stock`."""

from decimal import Decimal

from tournee.catalog.model import Sku, VillageSlug
from tournee.catalog.ports import Catalogue


class Shelves:
    """One village's goods, through the catalogue of the same unit of work."""

    def __init__(self, catalogue: Catalogue, village: VillageSlug) -> None:
        self._catalogue = catalogue
        self._village = village

    def take(self, sku: Sku, quantity: Decimal) -> bool:
        return self._catalogue.take_stock(self._village, sku, quantity)

    def left(self, sku: Sku) -> Decimal | None:
        return self._catalogue.stock(self._village).get(sku)

    def give_back(self, sku: Sku, quantity: Decimal) -> None:
        self._catalogue.return_stock(self._village, sku, quantity)
