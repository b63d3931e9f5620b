"""Leaflets and posters: what they say, and that they fit their pages."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tournee.bot.cli import main
from tournee.bot.prints.flyer import Flyer
from tournee.bot.prints.typeset import PAGES, Sheet, typeset
from tournee.bot.render.prints import flyer
from tournee.bot.render.voice import Voice
from tournee.catalog.folder import read
from tournee.catalog.model import Channel, Shop, ShopSlug, Village

FOLDER = Path("villages/saint-aubin")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
WITHOUT_PHONE = """
[village]
slug = "v"
name = "V"
timezone = "Europe/Paris"
currency = "EUR"
locales = ["fr"]
"""


@pytest.fixture(scope="module")
def village() -> Village:
    return read(FOLDER)


def words(village: Village, locale: str = "fr") -> Flyer:
    return flyer(Voice(locale=locale, channel=Channel.SMS, village=village), MONDAY)


def test_a_leaflet_says_how_to_order_from_this_village(village: Village) -> None:
    said = words(village)
    assert said.phone == "01 99 00 00 10"
    assert said.link == f"smsto:+33199000010:{said.you_write}"
    assert said.you_write == "Bonjour, 1 baguette et 300 g de viande hachée de bœuf s'il vous plaît"
    assert "4,47\xa0€" in said.answer  # 300 g at 14,90 the kilo
    assert "obligation de paiement" in said.answer
    tuesday = next(r for r in said.rounds if r.when.startswith("mardi"))
    assert (tuesday.cutoff, tuesday.places) == ("à commander avant lundi 18h", "partout")


def test_days_that_are_alike_share_a_line(village: Village) -> None:
    bakery = words(village).shops[0]
    assert bakery.hours == ("mar.–sam. 6h45–13h, 16h–19h", "dim. 6h45–12h30")


def test_every_shop_has_some_of_its_prices_on_the_leaflet(village: Village) -> None:
    said = words(village)
    assert [s.shop for s in said.products] == [shop.name for shop in village.shops]
    assert all(len(s.prices) >= 5 for s in said.products)
    listed = sum(len(s.prices) for s in said.products)
    assert listed < len(village.products)
    assert all(s.more for s in said.products)


@pytest.mark.parametrize("sheet", PAGES)
@pytest.mark.parametrize("locale", ["fr", "en", "es"])
def test_a_sheet_fits_its_pages_in_every_language(
    village: Village, sheet: Sheet, locale: str
) -> None:
    assert len(typeset(sheet, words(village, locale), "png")) == PAGES[sheet]
    [pdf] = typeset(sheet, words(village, locale))
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("sheet", PAGES)
def test_a_village_of_thirty_shops_is_set_smaller(village: Village, sheet: Sheet) -> None:
    more = tuple(
        Shop(
            slug=ShopSlug(f"shop-{n}"), name=f"Atelier de la Rivière {n}", hours="Mo-Fr 09:00-18:00"
        )
        for n in range(22)
    )
    large = replace(village, shops=(*village.shops, *more))
    assert len(typeset(sheet, words(large), "png")) == PAGES[sheet]


def test_the_command_writes_a_file_for_each_sheet_and_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["print", str(FOLDER), "--into", str(tmp_path / "out")]) == 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {f"{s}-{lang}.pdf" for s in PAGES for lang in ("fr", "en", "es")}
    assert len(capsys.readouterr().out.splitlines()) == len(written)


def test_a_village_that_cannot_be_written_to_is_not_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "village.toml").write_text(WITHOUT_PHONE)
    (tmp_path / "products.csv").write_text(
        "shop,sku,name,aliases,category,price,unit,stock,age_restricted\n"
    )
    assert main(["print", str(tmp_path)]) == 1
    assert "village.toml" in capsys.readouterr().err
