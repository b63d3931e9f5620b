from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from tests.catalog.villages import villages
from tournee.catalog import folder
from tournee.catalog.model import Village

SAMPLE = Path(__file__).parents[2] / "villages" / "saint-aubin"


def files(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


@given(village=villages())
@settings(max_examples=150, deadline=None)
def test_what_was_written_reads_as_it_was(village: Village) -> None:
    with TemporaryDirectory() as name:
        folder.write(village, Path(name))
        assert folder.read(Path(name)) == village


@given(village=villages())
@settings(max_examples=50, deadline=None)
def test_writing_again_changes_no_byte(village: Village) -> None:
    with TemporaryDirectory() as name:
        folder.write(village, Path(name))
        before = files(Path(name))
        folder.write(folder.read(Path(name)), Path(name))
        assert files(Path(name)) == before


def test_the_sample_village_is_in_canonical_form(tmp_path: Path) -> None:
    folder.write(folder.read(SAMPLE), tmp_path)
    assert files(tmp_path) == files(SAMPLE)


def test_a_village_whose_options_are_gone_has_no_file_of_them(tmp_path: Path) -> None:
    village = folder.read(SAMPLE)
    folder.write(village, tmp_path)
    (tmp_path / "notes.txt").touch()
    folder.write(Village(settings=village.settings), tmp_path)
    assert set(files(tmp_path)) == {"village.toml", "products.csv", "notes.txt"}


def test_the_sample_village_is_as_rich_as_promised() -> None:
    village = folder.read(SAMPLE)
    roles = {person.role for person in village.people}
    kept = {person.shop for person in village.people if person.shop}
    assert len(village.products) > 300
    assert len(roles) == 4
    assert kept == {shop.slug for shop in village.shops}
    assert all(product.vat is not None for product in village.products)
