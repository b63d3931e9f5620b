"""The commands as a person or a pipe runs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.flow import SAINT_AUBIN

ORDERED = (
    {"at": "2026-11-23T09:00:00+01:00", "via": "sms", "from": "+33639980001", "text": "2 baguettes pour mardi"},
    {"at": "2026-11-23T09:01:00+01:00", "via": "sms", "from": "+33639980001", "text": "oui"},
    {"at": "2026-11-23T09:02:00+01:00", "via": "telegram", "from": 1001, "chat": "shop:boulangerie", "press": "accept"},
)  # fmt: skip


def tournee(*arguments: str | Path, lines: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tournee", *map(str, arguments)]
    return subprocess.run(
        command, input=lines, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_demo_plays_a_market_day_in_a_pipe_and_ends_well() -> None:
    played = tournee("demo")
    assert played.returncode == 0, played.stderr
    assert "obligation de paiement" in played.stdout
    assert "à la place de Croissant" in played.stdout
    assert "La tournée de mardi 24/11 est finie" in played.stdout
    assert played.stderr == ""


def test_a_simulation_answers_each_event_and_ends_with_the_account() -> None:
    run = tournee("simulate", SAINT_AUBIN, lines="\n".join(json.dumps(e) for e in ORDERED))
    assert run.returncode == 0, run.stderr
    *sent, last = [json.loads(line) for line in run.stdout.splitlines()]
    assert {o["via"] for o in sent} == {"sms", "telegram"}
    assert all(o["segments"] >= 1 for o in sent if o["via"] == "sms")
    (order,) = last["final"]["orders"]
    assert (order["shop"], order["status"], order["total"]) == ("boulangerie", "accepted", 2.2)
    assert order["lines"] == [
        {"sku": "baguette", "qty": 2, "unit": "piece", "options": [], "status": "accepted"}
    ]


UNLOADED = (
    "alembic", "holidays", "http.server", "matplotlib", "numpy", "openpyxl", "phonenumbers",
    "prometheus_client", "pyvrp", "rich", "starlette", "structlog", "telegram", "twilio", "typst",
    "tournee.bot.attachments", "tournee.bot.conversation.driver", "tournee.bot.conversation.operator",
    "tournee.bot.conversation.phrases", "tournee.bot.conversation.shop.money",
    "tournee.bot.conversation.shop.typed", "tournee.bot.prints", "tournee.bot.render.driver",
    "tournee.bot.render.operator", "tournee.bot.render.shop_aside",
)  # fmt: skip
"""What an order by SMS and a shop's tap need nothing of: a start is short for want of it."""
SIMULATED = f"""
import json, sys
from tournee.bot.cli import main
assert main(["simulate", sys.argv[1]]) == 0
print(json.dumps([name for name in {UNLOADED} if name in sys.modules]))
"""


def test_an_order_and_a_tap_load_nothing_that_they_do_not_need() -> None:
    command = [sys.executable, "-c", SIMULATED, str(SAINT_AUBIN)]
    lines = "\n".join(json.dumps(e) for e in ORDERED)
    run = subprocess.run(
        command, input=lines, capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.splitlines()[-1]) == []


@pytest.mark.parametrize(
    "line",
    ["not json", "[]", '{"text": "bonjour"}', '{"at": "2026-11-23T09:00:00", "from": 1}',
     '{"at": "2026-11-23T09:00:00Z", "via": "fax", "from": 1, "text": "x"}'],
)  # fmt: skip
def test_a_wrong_event_is_named_and_the_run_goes_on(line: str) -> None:
    run = tournee("simulate", SAINT_AUBIN, lines=line + "\n")
    assert run.returncode == 1
    assert run.stderr.startswith("tournee simulate: line 1:")
    assert "Traceback" not in run.stderr
    assert json.loads(run.stdout.splitlines()[-1]) == {"final": {"orders": [], "baskets": []}}


def test_wrong_usage_is_status_two() -> None:
    assert tournee("dance").returncode == 2
    assert tournee("simulate").returncode == 2


def test_a_faulty_village_is_one_line_and_status_one(tmp_path: Path) -> None:
    run = tournee("simulate", tmp_path / "nowhere")
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "nowhere" in run.stderr


def test_a_missing_file_of_cases_is_named() -> None:
    done = tournee("nlu", "evaluate", "/nowhere.yml")
    assert done.returncode == 1
    assert done.stderr == "tournee nlu: /nowhere.yml: No such file or directory\n"
