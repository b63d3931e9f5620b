"""`tournee village check | import | export`, as a person at a terminal runs it."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from tournee.bot.cli import main

SAMPLE = Path(__file__).parents[2] / "villages" / "saint-aubin"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `tournee village ...`; returns status, output and errors."""
    monkeypatch.setenv("TOURNEE_DATABASE_URL", f"sqlite:///{tmp_path / 'data' / 'x.sqlite3'}")

    def village(*arguments: object) -> tuple[int, str, str]:
        status = main(["village", *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return village


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return copytree(SAMPLE, tmp_path / "sample")


def spoil(sample: Path) -> None:
    file = sample / "products.csv"
    file.write_text(file.read_text().replace("1.10", "abc", 1).replace("1.35", '"1,35"', 1))


def test_a_sound_folder_is_summed_up(run: Run) -> None:
    status, out, err = run("check", SAMPLE)
    assert (status, err) == (0, "")
    assert "8 shops, 309 products" in out


def test_a_residents_landline_is_warned_of_and_is_no_fault(run: Run, sample: Path) -> None:
    file = sample / "village.toml"
    file.write_text(file.read_text().replace("+33639980001", "+33470123456"))
    status, out, err = run("check", sample)
    assert status == 0
    assert "no faults" in out
    assert err == "warning: durand: +33470123456 is a landline: no SMS arrives there\n"


def test_every_fault_is_a_line_on_standard_error(run: Run, sample: Path) -> None:
    spoil(sample)
    status, out, err = run("check", sample)
    assert (status, out) == (1, "")
    first, second, count = err.splitlines()
    assert first.startswith("products.csv, line 2, price: 'abc', expected")
    assert second.startswith("products.csv, line 3, price: '1,35', expected")
    assert count.endswith("2 faults")


def test_export_after_import_is_the_same_to_the_byte(run: Run, tmp_path: Path) -> None:
    assert run("import", SAMPLE)[0] == 0
    status, out, err = run("export", tmp_path / "out")
    assert (status, err) == (0, "")
    assert "309 products" in out
    for file in SAMPLE.iterdir():
        assert (tmp_path / "out" / file.name).read_bytes() == file.read_bytes()


def test_import_says_what_it_changed(run: Run, sample: Path) -> None:
    run("import", sample)
    assert run("import", sample)[1] == "saint-aubin: as it was\n"
    file = sample / "products.csv"
    _header, *rows = file.read_text().splitlines(keepends=True)
    file.write_text("".join([_header, *rows[:-1]]).replace("1.35", "1.40", 1))
    assert run("import", sample)[1] == "saint-aubin: 1 changed, 1 gone\n"


def test_a_faulty_folder_changes_nothing(run: Run, sample: Path, tmp_path: Path) -> None:
    run("import", sample)
    spoil(sample)
    assert run("import", sample)[0] == 1
    run("export", tmp_path / "out")
    assert (tmp_path / "out" / "products.csv").read_bytes() == (
        SAMPLE / "products.csv"
    ).read_bytes()


def test_one_of_several_villages_must_be_named(run: Run, sample: Path, tmp_path: Path) -> None:
    run("import", sample)
    file = sample / "village.toml"
    file.write_text(file.read_text().replace('"saint-aubin"', '"autre"', 1))
    run("import", sample)
    status, _, err = run("export", tmp_path / "out")
    assert (status, err.count("\n")) == (1, 1)
    assert "autre, saint-aubin" in err
    assert run("export", tmp_path / "out", "--village", "autre")[0] == 0
    assert run("export", tmp_path / "out", "--village", "paris")[0] == 1


@pytest.mark.parametrize(
    "arguments", [(), ("import",), ("check", "a", "b"), ("delete", "x"), ("check", "x", "--y")]
)
def test_wrong_usage_is_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    assert caught.value.code == 2


def test_a_database_out_of_reach_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for url in ("postgresql://postgres@127.0.0.1:1/x", "mysql://x/y", f"sqlite:///{SAMPLE}"):
        monkeypatch.setenv("TOURNEE_DATABASE_URL", url)
        status, out, err = run("export", tmp_path / "out")
        assert (status, out, err.count("\n")) == (1, "", 1)


def test_a_folder_that_cannot_be_written_is_one_line(
    run: Run, sample: Path, tmp_path: Path
) -> None:
    run("import", sample)
    (tmp_path / "file").touch()
    status, _, err = run("export", tmp_path / "file" / "out")
    assert (status, err.count("\n")) == (1, 1)
    status, _, err = run("export", tmp_path / "file")
    assert (status, err.count("\n")) == (1, 1)
