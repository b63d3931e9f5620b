"""docker-compose.yml and Dockerfile: what they say holds, and their commands start what they say."""

import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tournee.bot.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
INSTRUCTIONS = re.findall(r"^([A-Z]+) (.*(?:\\\n.*)*)", DOCKERFILE, re.MULTILINE)
OURS = ("migrate", "bot")
EVERYWHERE = "0.0.0.0"  # noqa: S104 - inside a container


def test_the_bots_processes_cannot_write_nor_gain_rights() -> None:
    for name in OURS:
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in SERVICES[name]["security_opt"]


def test_what_serves_is_watched_and_comes_back() -> None:
    for name in ("bot", "postgres", "redis"):
        assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
        assert SERVICES[name]["restart"] == "unless-stopped"


def test_the_bot_waits_for_the_migration_and_that_for_the_database() -> None:
    assert SERVICES["bot"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"


def test_only_the_front_door_is_open() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["front"]


def test_images_are_of_a_named_version() -> None:
    images = [s["image"] for s in SERVICES.values() if not s["image"].startswith("tournee:")]
    images += [told.split()[0] for word, told in INSTRUCTIONS if word == "FROM"]
    assert all(re.search(r":[\w.-]*\d", image) for image in images), images


def test_every_variable_is_a_setting() -> None:
    given = dict.fromkeys(SERVICES["bot"]["environment"], "")
    Settings.from_environment(given)


def test_every_setting_can_be_given_and_is_told() -> None:
    known = {f"TOURNEE_{name.upper()}" for name in Settings.__dataclass_fields__}
    known -= {"TOURNEE_TELEGRAM_API", "TOURNEE_TWILIO_API"}  # for tests
    assert known <= set(SERVICES["bot"]["environment"])
    assert known <= set(re.findall(r"TOURNEE_[A-Z_]+", (ROOT / "docs" / "deploy.md").read_text()))


def test_rasa_starts_only_when_asked_for() -> None:
    assert [n for n, s in SERVICES.items() if "profiles" in s] == ["rasa"]


def test_the_image_is_built_in_two_steps_and_runs_as_nobody_in_particular() -> None:
    words = [word for word, _ in INSTRUCTIONS]
    assert words.count("FROM") == 2
    last = INSTRUCTIONS[len(words) - words[::-1].index("FROM") - 1 :]
    users = [told for word, told in last if word == "USER"]
    assert users == ["10001:10001"]
    assert "ADD" not in words
    assert not [told for word, told in last if word == "RUN" and "apt-get" in told]


def test_what_starts_is_a_list_and_no_shell() -> None:
    started = [told for word, told in INSTRUCTIONS if word in {"ENTRYPOINT", "CMD"}]
    assert len(started) == 2
    assert all(isinstance(json.loads(told), list) for told in started)


def test_the_image_holds_no_secrets_and_no_rubbish() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", "data"} <= set(ignored)
    assert not re.search(r"(TOKEN|PASSWORD|SECRET)=", DOCKERFILE)


# --- what Compose itself makes of the file --------------------------------------------------------


PASSWORD = "s3cret"


@cache
def compose_program() -> list[str]:
    """Docker's own plugin, or the program that came before it."""
    for program in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(program[0]) is not None:
            told = subprocess.run([*program, "version"], capture_output=True, check=False)
            if told.returncode == 0:
                return program
    pytest.skip("neither docker compose nor docker-compose is here")


def config(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What Compose makes of the file, put where no .env lies beside it, with every profile."""
    shutil.copy(ROOT / "docker-compose.yml", folder)
    return subprocess.run(
        [*compose_program(), "--profile", "rasa", "config"],
        cwd=folder,
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def read(tmp_path: Path) -> dict[str, dict[str, Any]]:
    """The services as Compose would start them."""
    done = config(tmp_path, POSTGRES_PASSWORD=PASSWORD)
    assert done.returncode == 0, done.stderr
    services: dict[str, dict[str, Any]] = yaml.safe_load(done.stdout)["services"]
    return services


def test_compose_reads_what_the_file_says(read: dict[str, dict[str, Any]]) -> None:
    assert read.keys() == {"migrate", "bot", "front", "postgres", "redis", "rasa"}
    assert read["rasa"]["profiles"] == ["rasa"]
    for name in OURS:
        told = read[name]["environment"]
        assert told["TOURNEE_DATABASE_URL"] == f"postgresql://tournee:{PASSWORD}@postgres/tournee"
        assert told["TOURNEE_REDIS_URL"] == "redis://redis:6379/0"
        Settings.from_environment(told)
        assert read[name]["command"] == SERVICES[name]["command"]
        assert read[name]["read_only"] is True
        assert list(read[name]["tmpfs"]) == ["/tmp"]  # noqa: S108 - inside a container
    assert read["postgres"]["environment"]["POSTGRES_PASSWORD"] == PASSWORD
    assert read["redis"]["user"] == "999"
    assert read["bot"]["deploy"]["replicas"] == 2


def test_compose_watches_all_that_serves_and_starts_it_in_order(
    read: dict[str, dict[str, Any]],
) -> None:
    for name in ("bot", "postgres", "redis", "rasa"):
        watched = read[name]["healthcheck"]
        assert watched["test"][0] == "CMD"
        assert watched.keys() >= {"interval", "timeout", "retries"}
    before = {name: service.get("depends_on", {}) for name, service in read.items()}
    assert before["bot"]["migrate"]["condition"] == "service_completed_successfully"
    assert before["migrate"]["postgres"]["condition"] == "service_healthy"
    assert "bot" in before["front"]


def test_compose_lets_nothing_but_the_front_door_gain_rights_or_be_reached(
    read: dict[str, dict[str, Any]],
) -> None:
    assert [name for name, service in read.items() if service.get("ports")] == ["front"]
    for name, service in read.items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service.get("privileged") is None, name
        if name != "postgres":  # its start gives the files to its own user
            assert service["cap_drop"] == ["ALL"], name
    assert [name for name, service in read.items() if service.get("cap_add")] == ["front"]


def test_compose_starts_nothing_without_a_password(tmp_path: Path) -> None:
    done = config(tmp_path)
    assert done.returncode != 0
    assert "POSTGRES_PASSWORD" in done.stderr
    assert "set it in .env" in done.stderr


# --- a root file system that cannot be written to -------------------------------------------------

PRINTING = """
import os, sys

written = set()
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def watch(event, args):
    if event == "open" and isinstance(args[0], str | bytes):
        if (isinstance(args[1], str) and set(args[1]) & set("wax+")) or (args[2] & WRITING):
            written.add(os.fsdecode(args[0]))
    if event in ("os.mkdir", "os.rename"):
        written.add(os.fsdecode(args[0]))

sys.addaudithook(watch)
import io
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from openpyxl import Workbook
from tests.bot.test_prints import FOLDER, words
from tournee.bot.prints.typeset import typeset
from tournee.catalog.folder import read

typeset("leaflet", words(read(FOLDER)))
figure = Figure()
figure.text(0.1, 0.1, "été")
FigureCanvasAgg(figure).print_png(io.BytesIO())
Workbook().save(io.BytesIO())
for path in sorted(written):
    print(path)
"""


def test_pictures_and_papers_are_made_where_nothing_but_tmp_can_be_written_to(
    tmp_path: Path,
) -> None:
    (settings,) = re.findall(r"MPLCONFIGDIR=(/tmp/\S+)", DOCKERFILE)
    assert SERVICES["bot"]["tmpfs"] == ["/tmp"]  # noqa: S108 - inside a container
    folder = tmp_path / settings.removeprefix("/tmp/")  # noqa: S108 - as above
    done = subprocess.run(
        [sys.executable, "-B", "-c", PRINTING],
        env={"MPLCONFIGDIR": str(folder), "HOME": "/nonexistent", "TMPDIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    outside = [p for p in done.stdout.split() if not p.startswith((str(tmp_path), "/dev/"))]
    assert outside == []


# --- the same commands by hand -------------------------------------------------------------------


def environment(database: str, redis: str) -> dict[str, str]:
    told = dict.fromkeys(SERVICES["bot"]["environment"], "")
    told |= {"TOURNEE_DATABASE_URL": database, "TOURNEE_REDIS_URL": redis, "TOURNEE_THREADS": "4"}
    return {k: v for k, v in os.environ.items() if not k.startswith("TOURNEE_")} | told


def command(name: str, port: int = 0) -> list[str]:
    told = [
        {EVERYWHERE: "127.0.0.1", "8000": str(port)}.get(w, w) for w in SERVICES[name]["command"]
    ]
    return [sys.executable, "-m", "tournee", *told]


def free_port() -> int:
    """A port that nobody has, from below those that the system gives to whoever connects."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


def await_answer(url: str, *, seconds: float = 120) -> httpx.Response:
    deadline = time.monotonic() + seconds
    while True:
        try:
            return httpx.get(url, timeout=5)
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture
def started(
    empty_postgresql_url: str, redis_url: str
) -> Iterator[list[tuple[int, subprocess.Popen[str]]]]:
    """Migrate, then two bots, as the compose file starts them."""
    told = environment(empty_postgresql_url, redis_url)
    subprocess.run(command("migrate"), env=told, cwd="/", check=True)
    ports = [free_port() for _ in range(SERVICES["bot"]["deploy"]["replicas"])]
    bots = [
        subprocess.Popen(command("bot", p), env=told, cwd="/", stderr=subprocess.PIPE, text=True)
        for p in ports
    ]
    yield list(zip(ports, bots, strict=True))
    for bot in bots:
        if bot.poll() is None:
            bot.kill()
        bot.communicate()


def test_the_commands_of_the_file_start_bots_that_are_ready_count_and_stop_when_told(
    started: list[tuple[int, subprocess.Popen[str]]],
) -> None:
    for port, _ in started:
        await_answer(f"http://127.0.0.1:{port}/healthz")
        deadline = time.monotonic() + 60
        while (ready := httpx.get(f"http://127.0.0.1:{port}/readyz")).text != "ready, redis":
            assert time.monotonic() < deadline, ready.text
            time.sleep(0.1)
        figures = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert "tournee_outbox_age_seconds 0.0" in figures
        assert "tournee_redis_up 1.0" in figures
    for _, bot in started:
        bot.send_signal(signal.SIGTERM)
    for _, bot in started:
        _, log = bot.communicate(timeout=90)
        assert bot.returncode in {0, -signal.SIGTERM}, log
        lines = [json.loads(line) for line in log.splitlines()]
        assert lines[-1]["event"] == "stopped" or any(x["event"] == "stopped" for x in lines)
