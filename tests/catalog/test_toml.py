"""Where keys stand in a TOML file, however it is written."""

from pathlib import Path

import pytest

from tournee.catalog.folder.faults import FaultLog
from tournee.catalog.folder.toml import Document, read_document


def document(tmp_path: Path, text: str) -> Document:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    log = FaultLog("x.toml")
    found = read_document(tmp_path / "x.toml", log)
    assert found is not None, log.faults
    return found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[village]\nname = "x"\nslug = "y"', 3),
        ('[village]  # [not this]\n"slug" = "y"', 2),
        ('\n\n[ village ]\n\nslug="y"', 5),
        ('[village]\nname = """\nslug = no\n"""\nslug = "y"', 5),
        ("[village]\nname = '''\n[village]\nslug = no '''\nslug = 'y'", 5),
        ('[village]\nname = "a # [b"\nslug = "y"', 3),
        ('[village]\nlocales = [\n  "fr", # ]\n  "[",\n]\nslug = "y"', 6),
        ('[village]\nlocales = [["a"], [\n"b"]]\nslug = "y"', 4),
        ('[[shops]]\nslug = "a"\n[village]\nslug = "y"\n[[shops]]\nslug = "b"', 4),
        ('village = { name = "x", slug = "y" }', 1),
        ('a = 1\nvillage.slug = "y"', 1),
    ],
)
def test_a_key_has_its_line_or_that_of_its_table(tmp_path: Path, text: str, line: int) -> None:
    table = document(tmp_path, text).table("village")
    assert table is not None
    assert table.line_of("slug") == line


def test_each_table_of_a_name_has_its_own_lines(tmp_path: Path) -> None:
    text = '[[shops]]\nslug = "a"\n\n[[places]]\nslug = "p"\n\n[[shops]]\n\nslug = "b"\n'
    tables = list(document(tmp_path, text).tables("shops"))
    assert [(table.line, table.line_of("slug")) for table in tables] == [(1, 2), (7, 9)]


def test_tables_in_an_array_are_tables_too(tmp_path: Path) -> None:
    text = 'shops = [\n  { slug = "a" },\n  { slug = "b" },\n]\n'
    found = document(tmp_path, text)
    assert found.slugs("shops") == {"a", "b"}
    assert [table.line for table in found.tables("shops")] == [1, 1]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[village\n", 1),
        ('[village]\nslug = "a"\nslug = "b"\n', 3),
        ('[village]\nname = "a\n', 2),
        ("[village]\nlocales = [\n", 3),
        ("a = " + "[" * 5000, 1),
    ],
)
def test_what_is_not_toml_says_on_which_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "x.toml").write_text(text)
    log = FaultLog("x.toml")
    assert read_document(tmp_path / "x.toml", log) is None
    (fault,) = log.faults
    assert fault.line == line
    assert str(fault.expected).startswith("TOML")
