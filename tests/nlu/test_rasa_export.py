"""What `tournee nlu export-rasa` writes, as Rasa would read it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tournee.bot.cli import main
from tournee.nlu.intents.intents import Slot
from tournee.nlu.model import Intent

_ENTITY = re.compile(r"\[[^\[\]]+\]\((\w+)\)")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rasa") / "new" / "project"
    assert main(["nlu", "export-rasa", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def blocks(exported: Path) -> list[dict[str, Any]]:
    data = yaml.load((exported / "data" / "nlu.yml").read_bytes(), Loader=yaml.CSafeLoader)
    assert data["version"] == "3.1"
    return list(data["nlu"])


def test_the_domain_names_every_intent_and_entity(exported: Path) -> None:
    domain = yaml.safe_load((exported / "domain.yml").read_text())
    assert set(domain["intents"]) == {intent.value for intent in Intent}
    assert set(domain["entities"]) == {slot.value for slot in Slot} - {"item"}


def test_every_intent_stands_once_with_its_messages(blocks: list[dict[str, Any]]) -> None:
    named = [block["intent"] for block in blocks if "intent" in block]
    assert sorted(named) == sorted(intent.value for intent in Intent)
    assert all(len(block["examples"].splitlines()) > 100 for block in blocks if "intent" in block)


def test_annotations_name_entities_of_the_domain(blocks: list[dict[str, Any]]) -> None:
    examples = [line for b in blocks if "intent" in b for line in b["examples"].splitlines()]
    assert all(line.startswith("- ") and len(line) > 2 for line in examples)
    found = {slot for line in examples for slot in _ENTITY.findall(line)}
    assert {"product", "quantity", "day", "option", "person", "place", "shop"} <= found
    assert found <= {slot.value for slot in Slot}


def test_the_same_files_are_written_every_time(exported: Path, tmp_path: Path) -> None:
    assert main(["nlu", "export-rasa", str(tmp_path)]) == 0
    for file in ("config.yml", "domain.yml", "data/nlu.yml"):
        assert (tmp_path / file).read_bytes() == (exported / file).read_bytes()


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["nlu", "export-rasa", str(tmp_path / "file" / "x")]) == 1
    assert str(tmp_path) in capsys.readouterr().err
