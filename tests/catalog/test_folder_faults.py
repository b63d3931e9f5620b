"""Every fault of a village folder: the file, the line, the column, the value, what was expected."""

from pathlib import Path

import pytest

from tournee.catalog import folder
from tournee.catalog.errors import Fault

TOML = """\
[village]
slug = "val"
name = "Le Val"
timezone = "Europe/Paris"
currency = "EUR"
locales = ["fr"]
phone = "+33199000010"

[[shops]]
slug = "boulangerie"
name = "Boulangerie"
hours = "Tu-Sa 07:00-13:00"
place = "bourg"

[[shops]]
slug = "pizza"
name = "Pizza"
hours = "Fr 17:00-21:00"

[[places]]
slug = "bourg"
name = "Le Bourg"
aliases = [
    "centre",  # [not a table]
]
lat = 46.87
lon = 3.4

[[rounds]]
slug = "mardi"
name = "Mardi"
days = ["tue"]
departs = "09:30"
ends = "12:00"
cutoff = "mon 18:00"
places = ["bourg"]

[[people]]
slug = "morel"
role = "shopkeeper"
name = "Marie Morel"
shop = "boulangerie"
phone = "+33639980002"

[[people]]
slug = "durand"
role = "resident"
name = "Jeanne Durand"
phone = "+33639980001"
place = "bourg"
"""
PRODUCTS = """\
shop,sku,name,aliases,category,price,unit,stock,age_restricted
boulangerie,baguette,Baguette,tradi|french stick,pain,1.10,piece,,0
pizza,reine,Pizza reine,,pizza,9.50,piece,12,0
"""
OPTIONS = """\
shop,group,code,name,aliases,price,applies_to,required
pizza,taille,grande,Grande,,2.00,category:pizza,1
pizza,taille,petite,Petite,,0,category:pizza,1
"""


@pytest.fixture
def village(tmp_path: Path) -> Path:
    (tmp_path / "village.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "products.csv").write_text(PRODUCTS, encoding="utf-8")
    (tmp_path / "options.csv").write_text(OPTIONS, encoding="utf-8")
    return tmp_path


def faults(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(folder.FolderError) as caught:
        folder.read(path)
    return caught.value.faults


def with_edit(path: Path, file: str, old: str, new: str) -> tuple[Fault, ...]:
    text = (path / file).read_text(encoding="utf-8")
    assert old in text
    (path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return faults(path)


def test_a_sound_folder_has_none(village: Path) -> None:
    assert folder.read(village).settings.name == "Le Val"


def test_options_may_be_missing(village: Path) -> None:
    (village / "options.csv").unlink()
    assert folder.read(village).option_rules == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "value", "expected"),
    [
        ("1.10", '"2,50"', 2, "price", "2,50", "2.50"),
        ("1.10", "abc", 2, "price", "abc", "2.50"),
        ("1.10", "-1", 2, "price", "-1", "not negative"),
        ("1.10", "1.105", 2, "price", "1.105", "two decimals"),
        ("1.10", "", 2, "price", "", "2.50"),
        ("1.10", "NaN", 2, "price", "NaN", "2.50"),
        ("1.10", "1e3", 2, "price", "1e3", "2.50"),
        ("1.10", "١", 2, "price", "١", "2.50"),
        ("1.10,piece", "1.10,pieces", 2, "unit", "pieces", "piece, kg or l"),
        (",pizza,9.50", ",a|b,9.50", 3, "category", "a|b", "without |"),
        ("piece,12", "piece,-3", 3, "stock", "-3", "12 or 0.25"),
        ("piece,12", "piece,1.5", 3, "stock", "1.5", "whole number of pieces"),
        ("12,0", "12,yes", 3, "age_restricted", "yes", "0 or 1"),
        ("boulangerie,", "boucherie,", 2, "shop", "boucherie", "a shop in village.toml"),
        ("reine,", "baguette,", 3, "sku", "baguette", "line 2 has the same"),
        ("baguette,", "Baguette !,", 2, "sku", "Baguette !", "a slug"),
        ("Baguette,", ",", 2, "name", "", "some text"),
        ("tradi|french stick", "a\x07b", 2, "aliases", "a\x07b", "control characters"),
        (",0\npizza", "\npizza", 2, "age_restricted", "", "9 columns"),
        (",0\npizza", ",0,x,y\npizza", 2, "column 10", "x,y", "9 columns"),
        ("price", "prix", 1, "price", "prix", "a column named price"),
        ("stock", "stock,colour", 1, "colour", "colour", "vat, allergens, available, weight, "),
        ("stock", "price", 1, "price", "price", "one column named price"),
        ("Pizza reine", '"Pizza" reine', 3, "", "expected", "quotes"),
    ],
)  # fmt: skip
def test_each_fault_of_the_products(
    village: Path, old: str, new: str, line: int, column: str, value: str, expected: str
) -> None:
    found = with_edit(village, "products.csv", old, new)
    assert any(
        fault.file == "products.csv"
        and (fault.line, fault.column) == (line, column)
        and value in fault.value
        and expected in str(fault.expected)
        for fault in found
    ), found


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "value", "expected"),
    [
        ("2.00", "-2", 2, "price", "-2", "not negative"),
        ("category:pizza", "category:pain", 2, "applies_to", "category:pain", "of pizza"),
        ("category:pizza", "calzone", 2, "applies_to", "calzone", "the sku of pizza"),
        ("category:pizza", "baguette", 2, "applies_to", "baguette", "the sku of pizza"),
        ("category:pizza", "", 2, "applies_to", "", "category:NAME"),
        ("petite,", "grande,", 3, "code", "grande", "line 2 (group taille)"),
        ("taille,petite", "base,grande", 3, "code", "grande", "line 2 (group taille)"),
        ("petite,", "pe*tite,", 3, "code", "pe*tite", "a code"),
        ("pizza,1", "pizza,2", 2, "required", "2", "0 or 1"),
        ("pizza,taille", "pizzeria,taille", 2, "shop", "pizzeria", "a shop"),
    ],
)
def test_each_fault_of_the_options(
    village: Path, old: str, new: str, line: int, column: str, value: str, expected: str
) -> None:
    (fault, *_) = with_edit(village, "options.csv", old, new)
    assert (fault.file, fault.line, fault.column, fault.value) == (
        "options.csv", line, column, value
    )  # fmt: skip
    assert expected in str(fault.expected)


def test_one_maximum_holds_for_a_group(village: Path) -> None:
    options = OPTIONS.replace("required", "required,max").replace(",1\n", ",1,2\n")
    (village / "options.csv").write_text(options.replace(",0,category:pizza,1,2", ",0,reine,1,3"))
    (fault,) = faults(village)
    assert (fault.line, fault.column, fault.value) == (3, "max", "3")


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "value", "expected"),
    [
        ('"val"', "1", 2, "village.slug", "1", "a slug"),
        ('"val"', f'"{"a" * 65}"', 2, "village.slug", "a" * 65, "at most 64"),
        ('"Le Val"', "1", 3, "village.name", "1", "text in quotes"),
        ('"Le Val"', f'"{"a" * 256}"', 3, "village.name", "a" * 80 + "…", "at most 255"),
        ('"Marie Morel"', "true", 41, "people.name", "true", "text in quotes"),
        ('"val"', '"Le Val"', 2, "village.slug", "Le Val", "a slug"),
        ("Europe/Paris", "Europe/Pari", 4, "village.timezone", "Europe/Pari", "Europe/Paris"),
        ('"EUR"', '"euros"', 5, "village.currency", "euros", "EUR"),
        ('["fr"]', "[]", 6, "village.locales", "", "at least one"),
        ('["fr"]', '"fr"', 6, "village.locales", "fr", "square brackets"),
        ("+33199000010", "0199000010", 7, "village.phone", "0199000010", "+33639980001"),
        ("name = ", "nom = ", 3, "village.nom", "Le Val", "a known key: name"),
        ("Tu-Sa 07:00-13:00", "Lu-Ve 8h", 12, "shops.hours", "Lu-Ve 8h", "'Lu-Ve 8h' on"),
        ("Fr 17:00-21:00", "Fr 17:00-25:90", 18, "shops.hours", "Fr 17:00-25:90", "'90' on"),
        ('place = "bourg"', 'place = "port"', 13, "shops.place", "port", "slug of a place"),
        ('"pizza"', '"boulangerie"', 16, "shops.slug", "boulangerie", "line 9 has the same"),
        ("lat = 46.87", "lat = 146.87", 26, "places.lat", "146.87", "between -90 and 90"),
        ("lat = 46.87", 'lat = "46.87"', 26, "places.lat", "46.87", "a latitude"),
        ("lat = 46.87\nlon = 3.4", "lat = 3.4\nlon = 46.87", 26, "places.lat", "3.4, 46.87", "other way round"),
        (
            '"Jeanne Durand"',
            '"Jeanne Durand"\nlat = 3.4\nlon = 46.87',
            49,
            "people.lat",
            "3.4, 46.87",
            "other way round",
        ),
        ('"Jeanne Durand"', '"Jeanne Durand"\nlat = 99', 49, "people.lat", "99", "a latitude"),
        ('"Jeanne Durand"', '"Jeanne Durand"\nhours = "soir"', 49, "people.hours", "soir", "hours"),
        ('["tue"]', '["mardi"]', 32, "rounds.days", "mardi", "mon, tue"),
        ('["tue"]', '["tue", "tue"]', 32, "rounds.days", "tue, tue", "once"),
        ('"09:30"', "12:30:00", 34, "rounds.ends", "12:00", "the departure at 12:30"),
        ("mon 18:00", "mon 25:00", 35, "rounds.cutoff", "mon 25:00", "mon 18:00"),
        ("mon 18:00", "lun 18:00", 35, "rounds.cutoff", "lun 18:00", "mon 18:00"),
        ('"09:30"', '"9h30"', 33, "rounds.departs", "9h30", "09:30"),
        ('"12:00"', '"08:00"', 34, "rounds.ends", "08:00", "after the departure"),
        ("mon 18:00", "lundi 18h", 35, "rounds.cutoff", "lundi 18h", "mon 18:00"),
        ("mon 18:00", "0d 10:00", 35, "rounds.cutoff", "0d 10:00", "before the departure"),
        ("mon 18:00", "+1d 10:00", 35, "rounds.cutoff", "+1d 10:00", "-1d 18:00"),
        ('["bourg"]', '["bourg", "port"]', 36, "rounds.places", "bourg, port", "slug of a place"),
        ('["bourg"]', '["bourg"]\ncapacity = 10000', 37, "rounds.capacity", "10000", "9999"),
        ('["bourg"]', '["bourg"]\ncapacity = 0', 37, "rounds.capacity", "0", "from 1"),
        ('"shopkeeper"', '"baker"', 40, "people.role", "baker", "shopkeeper"),
        ('shop = "boulangerie"', "", 38, "people.shop", "", "shopkeeper's shop"),
        ('shop = "boulangerie"', 'shop = "x"', 42, "people.shop", "x", "slug of a shop"),
        ("+33639980001", "+33639980002", 49, "people.phone", "+33639980002", "line 38 has the same"),
        ("+33639980001", "+3363998000", 49, "people.phone", "+3363998000", "international form"),
        ('"durand"', '"morel"', 46, "people.slug", "morel", "line 38 has the same"),
        ("[[rounds]]", "[[tours]]", 29, "tours", "tours", "a known table"),
        ("[[rounds]]", "[rounds]", 29, "rounds", "", "[[rounds]]"),
        ("[village]", "[town]", 1, "village", "", "a table [village]"),
        ('slug = "bourg"', "slug = bourg", 21, "", "slug = bourg", "TOML"),
    ],
)  # fmt: skip
def test_each_fault_of_the_village(
    village: Path, old: str, new: str, line: int, column: str, value: str, expected: str
) -> None:
    found = with_edit(village, "village.toml", old, new)
    assert any(
        (fault.file, fault.line, fault.column, fault.value) == ("village.toml", line, column, value)
        and expected in str(fault.expected)
        for fault in found
    ), found


def test_the_faults_of_all_files_are_listed(village: Path) -> None:
    (village / "village.toml").write_text(TOML.replace("+33199000010", "x"))
    (village / "products.csv").write_text(PRODUCTS.replace("1.10", "a").replace("9.50", "b"))
    (village / "options.csv").write_text(OPTIONS.replace("2.00", "c"))
    found = faults(village)
    assert [(fault.file, fault.value) for fault in found] == [
        ("village.toml", "x"),
        ("products.csv", "a"),
        ("products.csv", "b"),
        ("options.csv", "c"),
    ]


def test_a_faulty_shop_does_not_make_its_products_faulty(village: Path) -> None:
    (village / "village.toml").write_text(TOML.replace("Tu-Sa 07:00-13:00", "never"))
    assert [fault.column for fault in faults(village)] == ["shops.hours"]


def test_a_missing_file_is_named(village: Path) -> None:
    (village / "products.csv").unlink()
    (village / "village.toml").unlink()
    assert [(fault.file, fault.line) for fault in faults(village)] == [
        ("village.toml", None),
        ("products.csv", None),
    ]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path / "nowhere")
    assert fault.file.endswith("nowhere")


def test_semicolons_are_named_once_and_the_rest_is_read_on(village: Path) -> None:
    (village / "products.csv").write_text(PRODUCTS.replace(",", ";").replace("1.10", "1,10"))
    assert [(fault.line, fault.column, fault.value[:8]) for fault in faults(village)] == [
        (1, "", "shop;sku"),
        (2, "price", "1,10"),
    ]


def test_a_file_in_windows_1252_has_one_fault(village: Path) -> None:
    products = PRODUCTS.replace("Baguette", "Bâguette").replace("Pizza reine", "Crêpe")
    (village / "products.csv").write_bytes(products.encode("cp1252"))
    (fault,) = faults(village)
    assert (fault.line, "Bâguette" in fault.value) == (2, True)
    assert "UTF-8" in str(fault.expected)


def test_one_bad_line_in_a_file_of_utf8_is_named(village: Path) -> None:
    good = PRODUCTS.replace("Baguette", "Bâguette").encode()
    (village / "products.csv").write_bytes(good.replace(b"Pizza reine", b"Cr\xeape"))
    assert [fault.line for fault in faults(village)] == [3]


@pytest.mark.parametrize("file", ["village.toml", "products.csv", "options.csv"])
def test_a_byte_order_mark_and_windows_line_ends_are_no_faults(village: Path, file: str) -> None:
    before = folder.read(village)
    data = (village / file).read_bytes().replace(b"\n", b"\r\n")
    (village / file).write_bytes(b"\xef\xbb\xbf" + data)
    assert folder.read(village) == before


def test_a_blank_line_is_no_fault_and_lines_are_still_counted(village: Path) -> None:
    text = PRODUCTS.replace("pizza,", "\n,,,,,,,,\npizza,", 1).replace("9.50", "x")
    (village / "products.csv").write_text(text)
    assert [fault.line for fault in faults(village)] == [5]


def test_a_text_over_two_lines_is_a_fault_where_it_starts(village: Path) -> None:
    text = PRODUCTS.replace("Baguette,", '"Ba\nguette",').replace("9.50", "x")
    (village / "products.csv").write_text(text)
    assert [(fault.line, fault.column) for fault in faults(village)] == [(2, "name"), (4, "price")]


def test_a_quote_that_never_closes_is_named_where_it_starts(village: Path) -> None:
    (village / "products.csv").write_text(PRODUCTS.replace("Baguette,", '"Baguette,'))
    assert faults(village)[0].line == 2


def test_a_fault_reads_as_one_line(village: Path) -> None:
    (fault,) = with_edit(village, "products.csv", "1.10", "abc")
    assert str(fault).startswith("products.csv, line 2, price: 'abc', expected an amount")
    assert "\n" not in str(fault)


def test_an_empty_file_lacks_its_columns(village: Path) -> None:
    (village / "products.csv").write_bytes(b"")
    found = faults(village)
    assert {fault.column for fault in found} >= {"sku", "price"}
    assert all(fault.line == 1 for fault in found if fault.file == "products.csv")


def test_the_odd_place_among_neighbours_is_swapped_outside_europe_too(village: Path) -> None:
    place = '[[places]]\nslug = "{}"\nname = "P"\nlat = {}\nlon = {}\n\n'
    toml = TOML.replace("Europe/Paris", "America/Cayenne").replace(
        "lat = 46.87\nlon = 3.4", "lat = 4.9\nlon = -52.3"
    )
    toml += "\n" + place.format("a", 4.91, -52.3) + place.format("b", -52.2, 4.8)
    (village / "village.toml").write_text(toml)
    (fault,) = faults(village)
    assert fault.value == "-52.2, 4.8"


def test_a_weight_of_nothing_is_a_fault(village: Path) -> None:
    text = PRODUCTS.replace("restricted\n", "restricted,weight\n").replace(",0\n", ",0,0\n")
    (village / "products.csv").write_text(text)
    assert [(fault.line, fault.column) for fault in faults(village)] == [
        (2, "weight"),
        (3, "weight"),
    ]


def test_a_file_too_large_to_be_a_catalogue_is_not_read(
    village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tournee.catalog.folder.text.MAX_BYTES", 100)
    assert {str(fault.expected) for fault in faults(village)} == {"at most 100 bytes"}
