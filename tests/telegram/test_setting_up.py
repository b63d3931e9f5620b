"""docs/telegram.md, followed: its commands run as they stand there, what it names exists."""

import io
import re
from pathlib import Path

import pytest

from tournee.bot.cli import main
from tournee.bot.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "telegram.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^ {4}(tournee .+?)(?:\s+#.*)?$", PAGE, re.MULTILINE)
LINK = re.compile(r"https://t\.me/saint_aubin_bot\?start(group)?=[A-Za-z0-9_-]{1,64}\s*")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer in the town hall on which nothing is set up yet."""
    monkeypatch.setenv("TOURNEE_DATABASE_URL", f"sqlite:///{tmp_path}/tournee.sqlite3")
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.stdin", io.StringIO("4711:AAE-of-the-page\n"))


@pytest.mark.usefixtures("machine")
def test_the_pages_commands_run_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert [command.split()[1] for command in COMMANDS] == [
        "village", "telegram", "serve", "telegram", "telegram", "telegram",
    ]  # fmt: skip
    for command in COMMANDS:
        if command == "tournee serve":  # stays; `make demo-telegram` runs it
            continue
        capsys.readouterr()
        assert main(command.split()[1:]) == 0, command
        if " link " in command:
            assert LINK.fullmatch(capsys.readouterr().out)


def test_the_page_names_settings_logs_and_results_that_exist() -> None:
    settings = {f"TOURNEE_{name.upper()}" for name in Settings.__dataclass_fields__}
    assert set(re.findall(r"`(TOURNEE_\w+)`", PAGE)) <= settings
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py") if path.is_file()
    )
    for event in re.findall(r"`(telegram_\w+)`", PAGE):
        assert f'"{event}"' in sources, event
    for result in re.findall(r"`((?:refused|dropped|ignored|malformed|failed)\w*)`", PAGE):
        assert f'"{result.removeprefix("refused_")}"' in sources, result
