"""The catalogue in the database, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine

from tests.catalog.villages import villages
from tournee.catalog import folder
from tournee.catalog.edits import Edit
from tournee.catalog.errors import (
    AddressTakenError,
    FolderError,
    UnknownProductError,
    UnknownVillageError,
)
from tournee.catalog.model import Channel, Person, PersonSlug, Role, Sku, Village, VillageSlug
from tournee.catalog.options import with_options
from tournee.catalog.quantity import Money
from tournee.catalog.storage import StoredCatalogue
from tournee.storage import schema
from tournee.storage.engine import MEMORY, connect
from tournee.storage.unit_of_work import UnitOfWork

SAMPLE = Path(__file__).parents[2] / "villages" / "saint-aubin"
VILLAGE = VillageSlug("saint-aubin")
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
TOURTE = Sku("tourte-seigle")
NEWCOMER = Person(slug=PersonSlug("nouvelle"), role=Role.RESIDENT, name="Zoé", phone="+33639989999")


@pytest.fixture(scope="module")
def sample() -> Village:
    return folder.read(SAMPLE)


@pytest.fixture
def stored(database: Engine, sample: Village) -> Engine:
    """A database with the sample village in it."""
    put(database, sample)
    return database


def put(engine: Engine, village: Village) -> None:
    with UnitOfWork(engine) as work:
        StoredCatalogue(work.session).replace(village, by="import", at=NOW)
        work.commit()


def got(engine: Engine) -> Village:
    with UnitOfWork(engine, read_only=True) as work:
        return StoredCatalogue(work.session).load(VILLAGE)


def test_a_village_comes_back_as_it_went_in(stored: Engine, sample: Village) -> None:
    assert got(stored) == sample


@given(before=villages(), after=villages())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_an_import_over_another_leaves_what_the_folder_says(
    before: Village, after: Village
) -> None:
    engine = connect(MEMORY)
    schema.create(engine)
    staff = tuple(p for p in before.people if p.role is not Role.RESIDENT)
    put(engine, replace(before, people=staff))
    put(engine, after)
    with UnitOfWork(engine) as work:
        assert StoredCatalogue(work.session).load(after.settings.slug) == after
    engine.dispose()


def test_the_same_folder_again_changes_nothing(stored: Engine, sample: Village) -> None:
    with UnitOfWork(stored) as work:
        catalogue = StoredCatalogue(work.session)
        before = catalogue.version(VILLAGE)
        assert catalogue.replace(sample, by="import", at=NOW) is None
        assert catalogue.version(VILLAGE) == before


def test_what_is_not_committed_is_not_kept(database: Engine, sample: Village) -> None:
    with UnitOfWork(database) as work:
        StoredCatalogue(work.session).replace(sample, by="import", at=NOW)
    with UnitOfWork(database) as work:
        assert StoredCatalogue(work.session).village_slugs() == ()


def test_a_village_that_is_not_there_is_an_error(database: Engine) -> None:
    with UnitOfWork(database) as work:
        catalogue = StoredCatalogue(work.session)
        with pytest.raises(UnknownVillageError):
            catalogue.load(VILLAGE)
        with pytest.raises(UnknownVillageError):
            catalogue.version(VILLAGE)


def test_an_import_keeps_residents_who_joined_and_drops_staff_who_left(
    stored: Engine, sample: Village
) -> None:
    with UnitOfWork(stored) as work:
        StoredCatalogue(work.session).add_person(VILLAGE, NEWCOMER)
        work.commit()
    kept = tuple(p for p in sample.people if p.slug not in {"durand", "morel"})
    put(stored, replace(sample, people=kept))
    slugs = {person.slug for person in got(stored).people}
    assert {"nouvelle", "durand"} <= slugs
    assert "morel" not in slugs


def test_a_resident_whose_hamlet_is_gone_stays_without_a_place(
    stored: Engine, sample: Village
) -> None:
    places = tuple(p for p in sample.places if p.slug != "les-granges")
    rounds = tuple(
        replace(r, places=tuple(p for p in r.places if p != "les-granges")) for r in sample.rounds
    )
    people = tuple(p for p in sample.people if p.place != "les-granges")
    put(stored, replace(sample, places=places, rounds=rounds, people=people))
    durand = next(p for p in got(stored).people if p.slug == "durand")
    assert durand.place is None


def test_two_people_may_swap_their_numbers(stored: Engine, sample: Village) -> None:
    first, second, *others = sample.people
    swapped = (
        replace(first, phone=second.phone, telegram=None),
        replace(second, phone=first.phone),
        *others,
    )
    put(stored, replace(sample, people=swapped))
    assert got(stored).people == swapped


def test_an_import_that_names_a_known_phone_otherwise_is_refused(
    stored: Engine, sample: Village
) -> None:
    with UnitOfWork(stored) as work:
        StoredCatalogue(work.session).add_person(VILLAGE, NEWCOMER)
        work.commit()
    other = replace(NEWCOMER, slug=PersonSlug("zoe"))
    with pytest.raises(FolderError) as caught:
        put(stored, replace(sample, people=(*sample.people, other)))
    assert [fault.value for fault in caught.value.faults] == ["zoe"]


def test_an_import_does_not_bring_back_what_was_sold(stored: Engine, sample: Village) -> None:
    with UnitOfWork(stored) as work:
        assert StoredCatalogue(work.session).take_stock(VILLAGE, TOURTE, Decimal(2))
        work.commit()
    put(stored, sample)
    assert got(stored).product_by_sku[TOURTE].stock == Decimal(4)


def test_an_import_that_says_another_stock_sets_it(stored: Engine, sample: Village) -> None:
    with UnitOfWork(stored) as work:
        StoredCatalogue(work.session).take_stock(VILLAGE, TOURTE, Decimal(2))
        work.commit()
    products = tuple(
        replace(p, stock=Decimal(9)) if p.sku == TOURTE else p for p in sample.products
    )
    put(stored, replace(sample, products=products))
    assert got(stored).product_by_sku[TOURTE].stock == Decimal(9)


def test_stock_is_never_oversold_by_orders_at_the_same_time(stored: Engine) -> None:
    def order(_: int) -> bool:
        with UnitOfWork(stored) as work:
            taken = StoredCatalogue(work.session).take_stock(VILLAGE, TOURTE, Decimal(1))
            work.commit()
            return taken

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(order, range(12))) == 6
    with UnitOfWork(stored) as work:
        assert StoredCatalogue(work.session).stock(VILLAGE)[TOURTE] == 0


def test_taking_too_much_takes_nothing_and_returned_goods_can_be_sold(stored: Engine) -> None:
    with UnitOfWork(stored) as work:
        catalogue = StoredCatalogue(work.session)
        assert not catalogue.take_stock(VILLAGE, TOURTE, Decimal(7))
        assert catalogue.take_stock(VILLAGE, TOURTE, Decimal(6))
        catalogue.return_stock(VILLAGE, TOURTE, Decimal(1))
        assert catalogue.stock(VILLAGE)[TOURTE] == 1


def test_weighed_stock_is_exact(stored: Engine) -> None:
    comte = Sku("comte-24")
    with UnitOfWork(stored) as work:
        catalogue = StoredCatalogue(work.session)
        for _ in range(10):
            assert catalogue.take_stock(VILLAGE, comte, Decimal("0.1"))
        assert catalogue.stock(VILLAGE)[comte] == Decimal(7)


def test_unlimited_stock_can_always_be_taken(stored: Engine) -> None:
    with UnitOfWork(stored) as work:
        catalogue = StoredCatalogue(work.session)
        assert catalogue.take_stock(VILLAGE, Sku("baguette"), Decimal(500))
        assert Sku("baguette") not in catalogue.stock(VILLAGE)
        with pytest.raises(UnknownProductError):
            catalogue.take_stock(VILLAGE, Sku("piles"), Decimal(1))


def test_a_product_taken_off_sale_comes_back_by_itself(stored: Engine, sample: Village) -> None:
    until = NOW + timedelta(hours=20)
    save(stored, lambda v: goods(v, "croissant", off_sale_until=until))
    put(stored, sample)
    croissant = got(stored).product_by_sku["croissant"]
    assert not croissant.on_sale(NOW)
    assert croissant.on_sale(until)


@pytest.mark.parametrize(
    ("via", "address", "slug"),
    [
        (Channel.SMS, "+33639980001", "durand"),
        (Channel.WHATSAPP, "+33639980001", "durand"),
        (Channel.TELEGRAM, 1001, "morel"),
        (Channel.TELEGRAM, "1001", "morel"),
        (Channel.SMS, "+33639989999", None),
    ],
)
def test_a_person_is_found_by_each_address(
    stored: Engine, via: Channel, address: str | int, slug: str | None
) -> None:
    with UnitOfWork(stored) as work:
        person = StoredCatalogue(work.session).find_person(VILLAGE, via, address)
        assert (person.slug if person else None) == slug


def test_whatsapp_may_have_a_number_of_its_own(stored: Engine) -> None:
    person = replace(NEWCOMER, whatsapp="+33639989998")
    with UnitOfWork(stored) as work:
        catalogue = StoredCatalogue(work.session)
        catalogue.add_person(VILLAGE, person)
        assert catalogue.find_person(VILLAGE, Channel.WHATSAPP, "+33639989998") == person
        assert catalogue.find_person(VILLAGE, Channel.WHATSAPP, "+33639989999") is None


def test_a_taken_number_is_refused(stored: Engine) -> None:
    with UnitOfWork(stored) as work, pytest.raises(AddressTakenError):
        StoredCatalogue(work.session).add_person(VILLAGE, replace(NEWCOMER, phone="+33639980001"))


def test_what_is_known_of_a_person_changes(stored: Engine) -> None:
    with UnitOfWork(stored) as work:
        catalogue = StoredCatalogue(work.session)
        catalogue.add_person(VILLAGE, NEWCOMER)
        catalogue.save_person(VILLAGE, replace(NEWCOMER, name="Zoé Martin"))
        found = catalogue.person(VILLAGE, NEWCOMER.slug)
        assert found is not None
        assert found.name == "Zoé Martin"
        assert catalogue.person(VILLAGE, PersonSlug("personne")) is None


def save(engine: Engine, change: Callable[[Village], Village], **more: Any) -> Edit | None:
    """Make one edit of the village as it is held."""
    with UnitOfWork(engine) as work:
        catalogue = StoredCatalogue(work.session)
        village = catalogue.hold(VILLAGE)
        edit = catalogue.save(village, change(village), by="operateur", at=NOW, **more)
        work.commit()
        return edit


def goods(village: Village, sku: str, **more: Any) -> Village:
    changed = replace(village.product_by_sku[sku], **more)
    products = tuple(changed if p.sku == sku else p for p in village.products)
    return replace(village, products=with_options(products, village.option_rules))


def dearer(village: Village) -> Village:
    return goods(village, "baguette", price=Money(amount=Decimal("1.15")))


def test_an_edit_is_remembered_with_who_when_before_and_after(stored: Engine) -> None:
    edit = save(stored, dearer)
    assert edit is not None
    assert save(stored, dearer) is None
    with UnitOfWork(stored) as work:
        catalogue = StoredCatalogue(work.session)
        assert catalogue.version(VILLAGE) == edit.number
        newest, first = catalogue.edits(VILLAGE)
    assert newest == edit
    assert (newest.by, newest.at, first.by) == ("operateur", NOW, "import")
    (change,) = newest.changes
    assert (change.before, change.after) == ({"price": "1.10"}, {"price": "1.15"})


def test_an_edit_writes_what_it_changes_and_no_more(stored: Engine, sample: Village) -> None:
    save(stored, dearer)
    assert got(stored) == dearer(sample)


def test_an_edit_of_the_price_keeps_what_is_sold_meanwhile(stored: Engine) -> None:
    with UnitOfWork(stored) as work:
        catalogue = StoredCatalogue(work.session)
        village = catalogue.load(VILLAGE)
        catalogue.take_stock(VILLAGE, TOURTE, Decimal(2))
        five = Money(amount=Decimal(5))
        catalogue.save(village, goods(village, TOURTE, price=five), by="operateur", at=NOW)
        work.commit()
    tourte = got(stored).product_by_sku[TOURTE]
    assert (tourte.price, tourte.stock) == (five, Decimal(4))


def test_a_stock_that_an_edit_set_is_kept_by_an_import_of_the_same_folder(
    stored: Engine, sample: Village
) -> None:
    save(stored, lambda v: goods(v, TOURTE, stock=Decimal(20)))
    put(stored, goods(sample, TOURTE, stock=Decimal(20)))
    assert got(stored).product_by_sku[TOURTE].stock == Decimal(20)


def test_what_took_back_another_says_so(stored: Engine) -> None:
    first = save(stored, dearer)
    assert first is not None
    cheaper = save(
        stored,
        lambda v: goods(v, "baguette", price=Money(amount=Decimal("1.10"))),
        undoes=first.number,
    )
    with UnitOfWork(stored) as work:
        newest = StoredCatalogue(work.session).edits(VILLAGE)[0]
    assert newest == cheaper
    assert newest.undoes == first.number


def test_a_special_ends_by_itself_and_an_import_lets_it(stored: Engine, sample: Village) -> None:
    until = NOW + timedelta(hours=12)
    save(stored, lambda v: goods(v, "croissant", sale_ends=until))
    put(stored, sample)
    croissant = got(stored).product_by_sku["croissant"]
    assert croissant.on_sale(NOW)
    assert not croissant.on_sale(until)


def test_a_special_of_the_day_is_not_lost_by_an_import(stored: Engine, sample: Village) -> None:
    def added(village: Village) -> Village:
        like = replace(village.product_by_sku["flan"], sku=Sku("lasagnes-maison"), sale_ends=NOW)
        return replace(village, products=(*village.products, like))

    save(stored, added)
    put(stored, sample)
    assert got(stored).products[-1].sku == "lasagnes-maison"


def test_a_new_product_comes_last_and_goes_again(stored: Engine, sample: Village) -> None:
    def added(village: Village) -> Village:
        like = village.product_by_sku["flan"]
        return replace(village, products=(*village.products, replace(like, sku=Sku("seigle"))))

    save(stored, added)
    assert got(stored).products[-1].sku == "seigle"
    save(stored, lambda v: replace(v, products=v.products[:-1]))
    assert got(stored) == sample


def test_shops_places_rounds_and_options_are_edited_in_the_same_way(
    stored: Engine, sample: Village
) -> None:
    def changed(village: Village) -> Village:
        first, *shops = village.shops
        return replace(
            village,
            shops=(replace(first, hours="Mo-Su 07:00-12:00"), *shops),
            option_rules=village.option_rules[1:],
            products=with_options(village.products, village.option_rules[1:]),
        )

    edit = save(stored, changed)
    assert edit is not None
    assert [c.table for c in edit.changes] == ["shops", "options"]
    assert got(stored) == changed(sample)


def test_two_who_edit_at_once_both_get_their_way(stored: Engine) -> None:
    def change(sku: str) -> None:
        save(stored, lambda v: goods(v, sku, price=Money(amount=Decimal(9))))

    skus = ["baguette", "croissant", "ficelle", "flan"]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(change, skus))
    assert {got(stored).product_by_sku[sku].price.amount for sku in skus} == {Decimal(9)}


def test_villages_do_not_see_each_other(stored: Engine, sample: Village) -> None:
    settings_ = replace(sample.settings, slug=VillageSlug("autre"))
    people = tuple(replace(p, name="Autre") for p in sample.people)
    put(stored, replace(sample, settings=settings_, people=people, products=(), option_rules=()))
    assert got(stored) == sample
    with UnitOfWork(stored) as work:
        catalogue = StoredCatalogue(work.session)
        assert catalogue.village_slugs() == ("autre", "saint-aubin")
        found = catalogue.find_person(VILLAGE, Channel.SMS, "+33639980001")
        assert found is not None
        assert found.name == "Jeanne Durand"
