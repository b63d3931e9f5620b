from decimal import Decimal

from tournee.catalog.model import Option, OptionRule, Product, ShopSlug, Sku
from tournee.catalog.options import with_options
from tournee.catalog.quantity import Money

SHOP = ShopSlug("pizza")


def product(sku: str, category: str = "pizza", shop: ShopSlug = SHOP) -> Product:
    return Product(
        shop=shop, sku=Sku(sku), name=sku, category=category, price=Money(amount=Decimal(1))
    )


def rule(group: str, code: str, *applies_to: str, required: bool = False) -> OptionRule:
    option = Option(code=code, name=code, surcharge=Money(amount=Decimal(0)))
    return OptionRule(
        shop=SHOP, group=group, option=option, applies_to=applies_to, required=required
    )


def test_a_category_and_a_sku_both_give_options_in_the_files_order() -> None:
    rules = [
        rule("taille", "grande", "category:pizza", required=True),
        rule("sauce", "piquante", "reine"),
        rule("taille", "petite", "reine", "calzone", required=True),
    ]
    reine, calzone, cola = with_options(
        [product("reine"), product("calzone"), product("cola", "boisson")], rules
    )
    assert [(g.name, [o.code for o in g.options]) for g in reine.groups] == [
        ("taille", ["grande", "petite"]),
        ("sauce", ["piquante"]),
    ]
    assert [o.code for g in calzone.groups for o in g.options] == ["grande", "petite"]
    assert [g.name for g in reine.required_groups] == ["taille"]
    assert cola.groups == ()


def test_options_stay_in_their_shop() -> None:
    other = product("pain-pizza", shop=ShopSlug("boulangerie"))
    (found,) = with_options([other], [rule("taille", "grande", "category:pizza")])
    assert found.groups == ()


def test_products_alike_share_their_groups() -> None:
    rules = [rule("taille", "grande", "category:pizza")]
    first, second = with_options([product("a"), product("b")], rules)
    assert first.groups is second.groups
