"""Measure Rasa beside the embedded models, through a server that this starts and ends.

    python benchmarks/rasa.py --rasa .venv-rasa/bin/rasa --project .rasa/project

Runs the backend's tests against the server first, then the messages of `messages.jsonl` (and of
files named with --messages) through `tournee`'s parser with each of the two.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from json import loads
from pathlib import Path

import httpx

from tournee.catalog import folder
from tournee.nlu import wire
from tournee.nlu.evaluation import evaluate
from tournee.nlu.intents.hint import Hint, source
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context
from tournee.nlu.parse import parse

ROOT = Path(__file__).parents[1]
PORT = int(os.environ.get("RASA_PORT", "5005"))
URL = f"http://127.0.0.1:{PORT}"
STARTED_WITHIN = 600.0
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    process: int
    start: float
    """Seconds until it answered."""


@contextmanager
def serving(rasa: Path, project: Path) -> Iterator[Server]:
    """Start a Rasa server on the trained model; end it afterwards."""
    command = [rasa.absolute(), "run", "--enable-api", "--interface", "127.0.0.1"]
    command += ["--port", str(PORT), "--model", "models/tournee.tar.gz"]
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    begun = time.monotonic()
    with (project / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=project, env=os.environ | quiet, stdout=log, stderr=log
        )
        try:
            _wait(process, begun + STARTED_WITHIN)
            yield Server(process=process.pid, start=time.monotonic() - begun)
        finally:
            process.terminate()
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], until: float) -> None:
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{URL}/status", timeout=2).json().get("model_id"):
                return
        except (httpx.HTTPError, ValueError):
            time.sleep(0.5)
    raise SystemExit("the Rasa server did not start: see server.log in its project")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    report: evaluate.Report
    milliseconds: list[float]
    unheard: int
    """Messages to which the server gave no answer in time."""


def measure(village: Path, messages: Path, hint: Callable[[str], Hint | None]) -> Figures:
    """Parse and score a file, each message timed."""
    lexicon = Lexicon(folder.read(village))
    outcomes, times, unheard = [], [], 0
    for line in messages.read_text(encoding="utf-8").splitlines():
        case = loads(line)
        context = Context(now=datetime.fromisoformat(case["now"]))
        begun = time.perf_counter()
        heard = hint(case["text"])
        found = parse(case["text"], lexicon, context, heard)
        times.append(1000 * (time.perf_counter() - begun))
        unheard += heard is None
        outcomes.append(evaluate.compare(case, loads(wire.write(case["id"], found))))
    return Figures(report=evaluate.report(outcomes), milliseconds=times, unheard=unheard)


def show(name: str, figures: Figures) -> None:
    """Print one row of the table."""
    cuts = statistics.quantiles(figures.milliseconds, n=20)
    slots = figures.report.slots
    shares = (figures.report.intent, slots["products"], slots["quantity"], figures.report.entire)
    cells = [f"{100 * share.value:.1f} %" for share in shares]
    cells += [f"{statistics.median(figures.milliseconds):.1f} ms", f"{cuts[18]:.1f} ms"]
    print(f"| {name} | {' | '.join(cells)} |")


def memory(process: int) -> int:
    """Resident memory in MB, as Linux tells it."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rasa", type=Path, required=True, help="the rasa command")
    parser.add_argument("--project", type=Path, required=True, help="holds models/tournee.tar.gz")
    parser.add_argument("--messages", type=Path, default=ROOT / "benchmarks" / "messages.jsonl")
    parser.add_argument("--village", type=Path, default=ROOT / "villages" / "saint-aubin")
    args = parser.parse_args()
    with serving(args.rasa, args.project) as server:
        tested = subprocess.run(
            [sys.executable, "-m", "pytest", "-n0", "tests/nlu/test_rasa_server.py"],
            cwd=ROOT,
            env=os.environ | {"TOURNEE_TEST_RASA": URL},
            check=False,
        )
        hint = source(URL)
        hint("bonjour")
        print("| | intent | products | quantity | entirely right | median | 95th percentile |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        embedded = source("embedded")
        measure(args.village, args.messages, embedded)
        show("embedded", measure(args.village, args.messages, embedded))
        figures = measure(args.village, args.messages, hint)
        show("Rasa", figures)
        print(f"server: up after {server.start:.0f} s, {memory(server.process)} MB; ", end="")
        print(f"no answer in time to {figures.unheard} of {len(figures.milliseconds)}")
    return tested.returncode


if __name__ == "__main__":
    sys.exit(main())
