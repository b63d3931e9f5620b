"""Edits of a catalogue: what may be done by whom, what is remembered, what can be taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.catalog.shelf import Shelf
from tournee.catalog import folder, services
from tournee.catalog.edits import Change, diff, trimmed
from tournee.catalog.errors import FolderError
from tournee.catalog.model import (
    PlaceSlug,
    Product,
    Role,
    RoundSlug,
    ShopSlug,
    Sku,
    Village,
)
from tournee.catalog.patching import patched, tidied
from tournee.catalog.quantity import Money
from tournee.catalog.services import Editor, Work
from tournee.catalog.services.errors import (
    EditedSinceError,
    EditError,
    InUseError,
    NotUndoableError,
    NotYoursError,
    OperatorsOnlyError,
    UndoneAlreadyError,
    UnknownEditError,
)

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SAMPLE = folder.read(Path(__file__).parents[2] / "villages" / "saint-aubin")
CLAIRE = Editor(slug="petit", role=Role.OPERATOR)
BAKER = Editor(slug="morel", role=Role.SHOPKEEPER, shop=ShopSlug("boulangerie"))
BUTCHER = Editor(slug="vidal", role=Role.SHOPKEEPER, shop=ShopSlug("boucherie"))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(SAMPLE)


def work(shelf: Shelf, editor: Editor = CLAIRE) -> Work:
    return Work(catalogue=shelf, village=SAMPLE.settings.slug, editor=editor, now=NOW)


def field(sku: str, name: str, before: str | None, after: str | None) -> Change:
    return Change(table="products", key=sku, before={name: before}, after={name: after})


def price(shelf: Shelf, sku: str = "baguette") -> Decimal:
    return shelf.village.product_by_sku[sku].price.amount


DEARER = field("baguette", "price", "1.10", "1.15")


def test_a_price_is_changed_and_remembered_with_who_and_when(shelf: Shelf) -> None:
    edit = services.apply(work(shelf), [DEARER])
    assert edit is not None
    assert price(shelf) == Decimal("1.15")
    assert (edit.by, edit.at, edit.changes) == ("petit", NOW, (DEARER,))


def test_what_is_so_already_is_no_edit(shelf: Shelf) -> None:
    assert services.apply(work(shelf), [field("baguette", "price", "1.10", "1.10")]) is None


def test_an_undo_brings_back_the_field_alone(shelf: Shelf) -> None:
    services.apply(work(shelf), [DEARER])
    services.apply(work(shelf), [field("baguette", "name", "Baguette", "Baguette de Morel")])
    services.undo(work(shelf), 1)
    assert price(shelf) == Decimal("1.10")
    assert shelf.village.product_by_sku["baguette"].name == "Baguette de Morel"


def test_an_undo_of_what_was_edited_since_asks_first(shelf: Shelf) -> None:
    services.apply(work(shelf), [DEARER])
    services.apply(work(shelf, BAKER), [field("baguette", "price", "1.15", "1.25")])
    with pytest.raises(EditedSinceError) as refused:
        services.undo(work(shelf), 1)
    assert [c.after["price"] for c in refused.value.now if c.after] == ["1.25"]
    assert refused.value.later is not None
    assert refused.value.later.by == "morel"
    assert price(shelf) == Decimal("1.25")
    services.undo(work(shelf), 1, force=True)
    assert price(shelf) == Decimal("1.10")


def test_an_edit_is_undone_once_and_an_undo_can_be_undone(shelf: Shelf) -> None:
    services.apply(work(shelf), [DEARER])
    services.undo(work(shelf), 1)
    with pytest.raises(UndoneAlreadyError):
        services.undo(work(shelf), 1)
    services.undo(work(shelf), 2)
    assert price(shelf) == Decimal("1.15")
    assert [p.undone for p in services.history(work(shelf), shelf.village)] == [False, True, False]


def test_an_edit_that_is_not_remembered_cannot_be_undone(shelf: Shelf) -> None:
    with pytest.raises(UnknownEditError):
        services.undo(work(shelf), 9)


def test_an_import_of_places_is_not_undone_row_by_row(shelf: Shelf) -> None:
    shelf.save(shelf.village, replace(shelf.village, places=()), by="import", at=NOW)
    with pytest.raises(NotUndoableError):
        services.undo(work(shelf), 1)


def test_all_of_a_batch_is_done_or_nothing(shelf: Shelf) -> None:
    wrong = field("croissant", "price", "1.20", "beaucoup")
    with pytest.raises(FolderError) as refused:
        services.apply(work(shelf), [DEARER, wrong])
    assert [(f.column, f.value) for f in refused.value.faults] == [("price", "beaucoup")]
    assert price(shelf) == Decimal("1.10")
    assert shelf.made == []


def test_what_another_person_changed_in_between_is_noticed(shelf: Shelf) -> None:
    services.apply(work(shelf, BAKER), [field("baguette", "price", "1.10", "1.30")])
    with pytest.raises(EditedSinceError):
        services.apply(work(shelf), [DEARER])
    services.apply(work(shelf), [DEARER], force=True)
    assert price(shelf) == Decimal("1.15")


def test_a_stock_that_sales_have_moved_is_no_other_edit(shelf: Shelf) -> None:
    edit = services.apply(work(shelf), [field("tourte-seigle", "stock", "99", "10")])
    assert edit is not None
    assert edit.changes == (field("tourte-seigle", "stock", "6", "10"),)
    product = shelf.village.product_by_sku["tourte-seigle"]
    sold = replace(product, stock=Decimal(7))
    goods = tuple(sold if p is product else p for p in shelf.village.products)
    shelf.village = replace(shelf.village, products=goods)
    services.undo(work(shelf), 1)
    assert shelf.village.product_by_sku["tourte-seigle"].stock == Decimal(3)


@pytest.mark.parametrize(
    ("editor", "change", "refusal"),
    [
        (BUTCHER, DEARER, NotYoursError),
        (BAKER, field("baguette", "name", "Baguette", "Pain"), OperatorsOnlyError),
        (BAKER, field("baguette", "shop", "boulangerie", "boucherie"), NotYoursError),
        (Editor(slug="durand", role=Role.RESIDENT), DEARER, NotYoursError),
        (
            BAKER,
            Change(table="shops", key="pizza", before={"hours": ""}, after={"hours": "24/7"}),
            NotYoursError,
        ),
    ],
)
def test_nobody_changes_what_is_not_theirs(
    shelf: Shelf, editor: Editor, change: Change, refusal: type[EditError]
) -> None:
    with pytest.raises(refusal):
        services.apply(work(shelf, editor), [change])
    assert shelf.made == []


def special(shop: str = "boulangerie", **more: Any) -> Change:
    lasagne = Product(
        shop=ShopSlug(shop),
        sku=Sku("lasagnes-maison"),
        name="Lasagnes",
        price=Money(amount=Decimal("8.50")),
        sale_ends=NOW + timedelta(hours=12),
    )
    lasagne = replace(lasagne, **more)
    return diff(SAMPLE, replace(SAMPLE, products=(*SAMPLE.products, lasagne)))[0]


def test_a_shop_adds_its_special_of_the_day_and_takes_it_back(shelf: Shelf) -> None:
    services.apply(work(shelf, BAKER), [special()])
    lasagne = shelf.village.product_by_sku["lasagnes-maison"]
    assert lasagne.on_sale(NOW)
    assert not lasagne.on_sale(NOW + timedelta(hours=12))
    services.undo(work(shelf, BAKER), 1)
    assert "lasagnes-maison" not in shelf.village.product_by_sku


@pytest.mark.parametrize("more", [{"sale_ends": None}, {"age_restricted": True}])
def test_a_shop_adds_nothing_but_specials(shelf: Shelf, more: dict[str, Any]) -> None:
    with pytest.raises(OperatorsOnlyError):
        services.apply(work(shelf, BAKER), [special(**more)])


def test_a_shop_sees_its_own_edits_alone(shelf: Shelf) -> None:
    services.apply(work(shelf), [DEARER])
    services.apply(work(shelf), [field("merguez", "price", None, "13.00")], force=True)
    seen = services.history(work(shelf, BAKER), shelf.village)
    assert [p.edit.changes for p in seen] == [(DEARER,)]
    with pytest.raises(UnknownEditError):
        services.undo(work(shelf, BAKER), 2)


def without(village: Village, *skus: str) -> Village:
    products = tuple(p for p in village.products if p.sku not in skus)
    return tidied(replace(village, products=products))


def test_a_product_that_is_removed_comes_back_with_its_options(shelf: Shelf) -> None:
    pizzas = [p.sku for p in SAMPLE.products if p.shop == "pizza"]
    services.apply(work(shelf), trimmed(diff(SAMPLE, without(SAMPLE, *pizzas))))
    assert not any(rule.shop == "pizza" for rule in shelf.village.option_rules)
    services.undo(work(shelf), 1)
    assert {p.sku: p for p in shelf.village.products} == {p.sku: p for p in SAMPLE.products}


def test_an_export_leaves_the_specials_of_the_day_out(shelf: Shelf, tmp_path: Path) -> None:
    services.apply(work(shelf, BAKER), [special()])
    folder.write(shelf.village, tmp_path)
    assert folder.read(tmp_path) == SAMPLE


def test_options_of_nothing_are_refused() -> None:
    gone = tuple(p for p in SAMPLE.products if p.category != "gateau")
    changes = diff(SAMPLE, replace(SAMPLE, products=gone))
    with pytest.raises(FolderError) as refused:
        patched(SAMPLE, changes)
    assert "category:gateau" in {fault.value for fault in refused.value.faults}


def test_hours_are_read_before_they_are_kept(shelf: Shelf) -> None:
    hours = Change(table="shops", key="pizza", before={"hours": "We-Su 17:00-21:30"}, after={})
    good = replace(hours, after={"hours": "We-Su 17:00-21:30; 2026 Dec 02-2026 Dec 09 off"})
    services.apply(work(shelf), [good])
    with pytest.raises(FolderError):
        services.apply(work(shelf), [replace(hours, after={"hours": "le soir"})], force=True)


# --- what a chat adds of the village itself ------------------------------------------------------


NEW_SHOP = replace(SAMPLE.shops[0], slug=ShopSlug("rotisserie"), name="Rôtisserie")


def added(shelf: Shelf, after: Village) -> None:
    shelf.save(shelf.village, after, by="claire", at=NOW)


def test_a_shop_a_place_and_a_round_that_were_added_can_go_again(shelf: Shelf) -> None:
    place = replace(SAMPLE.places[0], slug=PlaceSlug("la-roche"), name="La Roche")
    run = replace(SAMPLE.rounds[0], slug=RoundSlug("dimanche"), name="Dimanche")
    added(shelf, replace(SAMPLE, shops=(*SAMPLE.shops, NEW_SHOP)))
    added(shelf, replace(shelf.village, places=(*SAMPLE.places, place)))
    added(shelf, replace(shelf.village, rounds=(*SAMPLE.rounds, run)))
    for number in (2, 3, 1):
        services.undo(work(shelf), number)
    assert shelf.village == SAMPLE


def test_what_goods_people_or_rounds_hang_on_stays(shelf: Shelf) -> None:
    added(shelf, replace(SAMPLE, shops=(*SAMPLE.shops, NEW_SHOP)))
    moved = replace(SAMPLE.products[0], shop=NEW_SHOP.slug)
    shelf.village = replace(shelf.village, products=(moved, *SAMPLE.products[1:]))
    with pytest.raises(InUseError):
        services.undo(work(shelf), 1)
