"""Each golden dialogue is one case; `pytest --update-dialogues` writes what is said now."""

from pathlib import Path

import pytest

from tests.dialogues import script


@pytest.mark.parametrize("path", script.files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_dialogue_goes_as_written(path: Path, pytestconfig: pytest.Config) -> None:
    written = script.load(path)
    played = script.play(written)
    if pytestconfig.getoption("--update-dialogues"):
        path.write_text(script.dump(played), encoding="utf-8")
        return
    assert script.dump(played) == script.dump(written)


def test_every_file_is_written_as_the_update_writes_it() -> None:
    odd = [p.name for p in script.files() if script.dump(script.load(p)) != p.read_text("utf-8")]
    assert odd == []
