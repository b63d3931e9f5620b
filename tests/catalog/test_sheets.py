"""Sheets that people drop into the chat, against a village's catalogue."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tournee.catalog.expected import Want
from tournee.catalog.folder import read
from tournee.catalog.model import Product, ShopSlug, Sku, Village
from tournee.catalog.patching import patched
from tournee.catalog.sheets import Sheet, SheetError, read_sheet, write_csv, write_xlsx
from tournee.catalog.sheets.cells import read_cell
from tournee.catalog.sheets.grid import MOST_BYTES, MOST_ROWS, MOST_UNPACKED
from tournee.catalog.slugs import slug_of

Write = Callable[[Village, Iterable[Product], str], bytes]
BAKERY = ShopSlug("boulangerie")


@pytest.fixture(scope="module")
def village() -> Village:
    return read(Path("villages/saint-aubin"))


def csv(text: str, village: Village, shop: ShopSlug | None = BAKERY) -> Sheet:
    return read_sheet(text.encode(), "prix.csv", village, shop)


def xlsx(rows: Sequence[Sequence[object]], merged: str = "") -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    if merged:
        book.active.merge_cells(merged)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def after(sheet: Sheet, sku: str) -> dict[str, object]:
    found = next(change for change in sheet.changes if change.key == sku)
    assert found.after is not None
    return dict(found.after)


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
@pytest.mark.parametrize("locale", ["fr", "en", "es"])
def test_an_export_that_comes_back_changes_nothing(
    village: Village, write: Write, locale: str
) -> None:
    sheet = read_sheet(write(village, village.products, locale), "tout", village)
    assert (sheet.rows, sheet.changes, sheet.absent) == (len(village.products), (), ())
    assert (sheet.faults, sheet.ignored) == ((), ())


def test_a_shopkeepers_price_list_needs_a_name_and_a_price_only(village: Village) -> None:
    sheet = csv("Produit;Prix TTC\nBaguette;1,15 €\nCroissant;1€25\n", village)
    assert [c.key for c in sheet.changes] == ["baguette", "croissant"]
    assert after(sheet, "baguette")["price"] == "1.15"
    assert after(sheet, "croissant")["price"] == "1.25"
    assert sheet.faults == ()
    changed = patched(village, sheet.changes).product_by_sku[Sku("baguette")]
    known = village.product_by_sku[Sku("baguette")]
    assert changed == replace(known, price=replace(known.price, amount=Decimal("1.15")))


def test_what_is_new_gets_a_reference_of_its_own(village: Village) -> None:
    rows = "nom;prix;unité\nPain de seigle;3,20;pièce\nPain de Seigle noir (500 g);3,90;pièce\n"
    sheet = csv(rows, village)
    assert [c.key for c in sheet.changes] == ["pain-de-seigle", "pain-de-seigle-noir-500-g"]
    assert after(sheet, "pain-de-seigle")["shop"] == "boulangerie"
    assert Sku("pain-de-seigle") in patched(village, sheet.changes).product_by_sku


def test_what_a_sheet_does_not_hold_is_told_and_stays(village: Village) -> None:
    sheet = csv("nom,prix\nBaguette,1.10\n", village)
    own = [p.sku for p in village.products if p.shop == BAKERY]
    assert set(sheet.absent) == set(own) - {"baguette"}
    assert sheet.changes == ()


def test_titles_above_the_header_and_headings_between_the_rows_are_no_products(
    village: Village,
) -> None:
    data = xlsx(
        [
            ("Tarifs d'hiver 2026", None, None),
            (None, None, None),
            ("Désignation", "Prix (TTC)", "Vendu par"),
            ("PAINS SPÉCIAUX", None, None),
            ("Pain au lin", 3.2, "pièce"),
        ],
        merged="A1:C1",
    )
    sheet = read_sheet(data, "tarifs.xlsx", village, BAKERY)
    assert sheet.faults == ()
    assert after(sheet, "pain-au-lin")["category"] == "PAINS SPÉCIAUX"
    assert after(sheet, "pain-au-lin")["price"] == "3.20"


def test_windows_text_and_other_separators_are_read(village: Village) -> None:
    text = "Référence\tDésignation\tPrix\nbaguette\tBaguette\t1,20\n"
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        sheet = read_sheet(text.encode(encoding), "p.txt", village, BAKERY)
        assert after(sheet, "baguette")["price"] == "1.20"


def test_every_fault_names_its_line_its_column_and_its_value(village: Village) -> None:
    rows = (
        "Nom;Prix;Unité\nBaguette;abc;pièce\nCroissant;1,20;douzaine\n=1+1;2;pièce\nFlan;-3;pièce\n"
    )
    sheet = csv(rows, village)
    found = [(f.line, f.column, f.value) for f in sheet.faults]
    assert found == [
        (2, "Prix", "abc"),
        (3, "Unité", "douzaine"),
        (4, "Nom", "=1+1"),
        (5, "Prix", "-3"),
    ]
    assert sheet.changes == ()


def test_a_product_twice_in_a_sheet_is_a_fault(village: Village) -> None:
    sheet = csv("nom;prix\nBaguette;1,10\nbaguette;1,20\n", village)
    [fault] = sheet.faults
    assert (fault.line, str(fault.expected)) == (3, "each product once; line 2 has the same")


def test_a_column_that_means_nothing_is_passed_over_and_told(village: Village) -> None:
    sheet = csv("nom;prix;fournisseur\nBaguette;1,15;Minoterie\n", village)
    assert sheet.ignored == ("fournisseur",)
    assert len(sheet.changes) == 1


def test_a_sheet_of_a_shop_holds_no_goods_of_another(village: Village) -> None:
    sheet = csv("boutique;nom;prix\nÉpicerie du Pont;Baguette;1\n", village)
    assert [(f.line, f.column) for f in sheet.faults] == [(2, "boutique")]


def test_without_a_shop_a_name_that_one_shop_has_is_enough(village: Village) -> None:
    data = "Nom;Prix\nBaguette;1,15\nComté 18 mois;24,50\nGâteau breton;9\n".encode()
    sheet = read_sheet(data, "prix.csv", village)
    assert [change.key for change in sheet.changes] == ["baguette", "comte-18"]
    assert [(f.line, f.column, f.value, f.expected.want) for f in sheet.faults] == [
        (4, "Nom", "Gâteau breton", Want.KNOWN)
    ]


def test_a_sheet_without_a_known_column_says_what_it_has(village: Village) -> None:
    with pytest.raises(SheetError) as refused:
        read_sheet(b"Nom;Tarif public\nBaguette;1,15\n", "prix.csv", village)
    assert (refused.value.why, refused.value.seen) == ("unreadable", ("Nom", "Tarif public"))


def test_operators_name_the_shop_in_a_column(village: Village) -> None:
    sheet = csv("commerce;nom;prix\nboulangerie morel;Baguette;1\n", village, None)
    assert after(sheet, "baguette")["price"] == "1.00"


def test_an_export_begins_no_formula(village: Village) -> None:
    bad = replace(village.products[0], name="=cmd|' /C calc'!A0", sku=Sku("bad"))
    odd = replace(village, products=(*village.products, bad))
    assert "'=cmd" in write_csv(odd, [bad], "fr").decode("utf-8-sig")
    book = load_workbook(io.BytesIO(write_xlsx(odd, [bad], "fr")))
    assert book.active is not None
    assert {c.data_type for row in book.active.iter_rows() for c in row} <= {"s", "n"}
    for write in (write_csv, write_xlsx):
        assert read_sheet(write(odd, odd.products, "fr"), "x", odd).changes == ()


def test_an_export_offers_lists_to_choose_from(village: Village) -> None:
    book = load_workbook(io.BytesIO(write_xlsx(village, village.products, "fr")))
    assert book.active is not None
    lists = {rule.formula1 for rule in book.active.data_validations.dataValidation}
    assert '"pièce,kg,l"' in lists
    assert book.active.freeze_panes == "A2"


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (MOST_UNPACKED + 1))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \n;;;\n", "empty"),
        (b"a" * (MOST_BYTES + 1), "too_large"),
        (b"nom;prix\n" + b"pain;1\n" * (MOST_ROWS + 1), "too_many_rows"),
        (b"PK\x03\x04 no archive", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"%PDF-1.7\n\0\0\0", "unreadable"),
        (b"bonjour,\nvoici les prix\n", "unreadable"),
        (bomb(), "too_large"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_reason(village: Village, data: bytes, why: str) -> None:
    with pytest.raises(SheetError) as refused:
        read_sheet(data, "fichier", village, BAKERY)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("column", "written", "meant"),
    [
        ("price", "1,15", "1.15"),
        ("price", "1.15 €", "1.15"),
        ("price", "1€15", "1.15"),
        ("price", "1 234,50 €", "1234.5"),
        ("price", "12,90 € / kg", "12.9"),
        ("price", "3 euros", "3"),
        ("price", "gratuit", "gratuit"),
        ("unit", "Le kilo", "kg"),
        ("unit", "litre", "l"),
        ("available", "Oui", "1"),
        ("age_restricted", "", "0"),
        ("vat", "5,5 %", "5.5"),
        ("stock", "illimité", ""),
        ("aliases", "seigle, pain noir", "seigle|pain noir"),
        ("name", "'=pain", "=pain"),
    ],
)
def test_cells_are_read_with_peoples_habits(column: str, written: str, meant: str) -> None:
    assert read_cell(column, written) == meant


def test_a_reference_is_made_of_plain_letters() -> None:
    assert slug_of("Œufs « plein air » (x6)") == "oeufs-plein-air-x6"
    assert slug_of("Œufs", {"oeufs", "oeufs-2"}) == "oeufs-3"
    assert slug_of("Pain de seigle", passing_over={"de"}) == "pain-seigle"
    assert slug_of("🥖", nameless="produit") == "produit"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    village = read(Path("villages/saint-aubin")) if not _VILLAGE else _VILLAGE[0]
    _VILLAGE[:] = [village]
    try:
        sheet = read_sheet(data, "x", village, BAKERY)
    except SheetError:
        return
    assert all(isinstance(fault.value, str) for fault in sheet.faults)


_VILLAGE: list[Village] = []


def test_a_large_catalogue_is_compared_within_seconds(village: Village) -> None:
    base = village.products[0]
    products: list[Product] = [
        replace(base, sku=Sku(f"p-{n}"), name=f"Produit {n}") for n in range(3000)
    ]
    large = replace(village, products=tuple(products))
    sheet = read_sheet(write_csv(large, products, "fr"), "grand.csv", large, None)
    assert (sheet.rows, sheet.changes) == (3000, ())
