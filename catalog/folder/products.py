"""`products.csv`: the catalogue of all shops of a village."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from pathlib import Path

from tournee.catalog.expected import Want
from tournee.catalog.folder import fields
from tournee.catalog.folder.faults import FaultLog
from tournee.catalog.folder.sheet import Columns, Row, read_rows
from tournee.catalog.model import Product, ShopSlug, Sku
from tournee.catalog.quantity import Money, Unit

FILE = "products.csv"
COLUMNS = Columns(
    required=(
        *("shop", "sku", "name", "aliases", "category"),
        *("price", "unit", "stock", "age_restricted"),
    ),
    optional=("vat", "allergens", "available", "weight", "lead", "keep", "crate", "deposit"),
)


def read_products(
    path: Path, currency: str, shops: Collection[str] | None, log: FaultLog
) -> Iterator[tuple[int, Product]]:
    """Each product with its line. `shops` is None where they could not be read."""
    lines: dict[str, int] = {}
    for row in read_rows(path, COLUMNS, log):
        product = product_of(row, currency)
        if shops is not None and row.cells["shop"] not in shops and product.shop:
            row.fault("shop", Want.SHOP_OF_SETTINGS)
        if product.sku and (first := lines.setdefault(product.sku, row.line)) != row.line:
            row.fault("sku", Want.OWN_SKU, line=first)
        yield row.line, product


def product_of(row: Row, currency: str) -> Product:
    unit = row.read("unit", fields.unit, Unit.PIECE)
    stock = row.read_optional("stock", fields.amount)
    if stock is not None and unit is Unit.PIECE and stock != stock.to_integral_value():
        row.fault("stock", Want.PIECES)
    deposit = row.read_optional("deposit", fields.price)
    if deposit and unit is not Unit.PIECE:
        row.fault("deposit", Want.NO_DEPOSIT)
    return Product(
        shop=ShopSlug(row.read("shop", fields.slug, "")),
        sku=Sku(row.read("sku", fields.slug, "")),
        name=row.read("name", fields.text, ""),
        aliases=row.read("aliases", fields.parts, ()),
        category=row.read("category", fields.category, ""),
        price=Money(amount=row.read("price", fields.price, Decimal()), currency=currency),
        unit=unit,
        stock=stock,
        age_restricted=row.read("age_restricted", fields.flag, otherwise=False),
        vat=row.read_optional("vat", fields.percent),
        allergens=row.may("allergens", fields.parts, ()),
        available=row.may("available", fields.flag, otherwise=True),
        weight=row.read_optional("weight", fields.weight),
        lead=row.read_optional("lead", fields.count),
        keep=row.read_optional("keep", fields.keep),
        crate=row.read_optional("crate", fields.weight),
        deposit=Money(amount=deposit, currency=currency) if deposit else None,
    )
