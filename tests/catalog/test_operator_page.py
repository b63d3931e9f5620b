"""What docs/operator.md tells a town hall to write is what the program reads."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

from tournee.catalog import folder

PAGE = (Path(__file__).parents[2] / "docs" / "operator.md").read_text("utf-8")
BLOCKS = [dedent(block) + "\n" for block in re.findall(r"(?:^(?: {4}.*)?\n)+", PAGE, re.MULTILINE)]
FILES = {"village.toml": "[village]", "products.csv": "shop,sku", "options.csv": "shop,group"}


def _table(heading: str) -> list[str]:
    section = PAGE.partition(f"### {heading}")[2].partition("\n## ")[0].partition("\n### ")[0]
    return re.findall(r"^\| `(.+?)` \|", section, re.MULTILINE)


def _write(directory: Path, old: str = "", new: str = "") -> None:
    for name, start in FILES.items():
        block = next(b.strip() for b in BLOCKS if b.strip().startswith(start))
        (directory / name).write_text(re.sub(old, new, block) if old else block, "utf-8")


def test_the_village_of_the_page_has_no_faults(tmp_path: Path) -> None:
    _write(tmp_path)
    village = folder.read(tmp_path)
    assert village.settings.name == "Bellefontaine"
    assert [len(product.groups) for product in village.products] == [1, 1, 0]


@pytest.mark.parametrize("hours", _table("Opening hours"))
def test_the_opening_hours_of_the_page_are_read(hours: str, tmp_path: Path) -> None:
    _write(tmp_path, r"(?m)^hours = .*", f'hours = "{hours}"')
    assert folder.read(tmp_path).shops[0].hours


@pytest.mark.parametrize("cutoff", _table("Cut-offs"))
def test_the_cut_offs_of_the_page_are_read(cutoff: str, tmp_path: Path) -> None:
    _write(tmp_path, r"(?m)^cutoff = .*", f'cutoff = "{cutoff}"')
    assert folder.read(tmp_path).rounds[0].cutoff


def test_the_faults_of_the_page_are_those_that_check_finds(tmp_path: Path) -> None:
    _write(tmp_path)
    wrong = {
        "village.toml": [
            (r'hours = ".*?"', 'hours = "Tue-Sat 7-13"'),
            (r"thu 18:00", "thursday 6pm"),
            (r'"la-roche"\]', '"la-rocher"]'),
        ],
        "products.csv": [(r"1\.10,piece", "1;20,piece"), (r"4\.80,kg", "4.80,kilo")],
    }
    for name, slips in wrong.items():
        text = (tmp_path / name).read_text("utf-8")
        for right, slip in slips:
            text = re.sub(right, slip, text)
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(folder.FolderError) as found:
        folder.read(tmp_path)
    assert dedent(str(found.value)).strip() in dedent("\n".join(BLOCKS))
