"""The whole load table and its bars, in about nine minutes of a quiet computer.

`python -m benchmarks.load_table [--quick]` prints Markdown for `benchmarks/README.md`: one and two
processes beside the floor (and beside Rasa, where `make rasa` has set it up), many villages, a long
history; then each bar with what was measured. A run that does not fit into the time any more is
left out, and its bars are called not measured.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from benchmarks.contestants import RASA_MODEL, Contestant, Floor, Rasa, Tournee
from benchmarks.load import HEAD, Load, Row, measure

LAST_START = 520.0
"""Seconds after which no further run begins."""
SETTING_UP = 10
"""Villages that are imported; the others are copies made by the database."""
FLAT = 1.15
"""What a message may take more with many villages or much history, and still count as the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One contestant with what is asked of it."""

    start: Callable[[], Contestant]
    load: Load


def runs(seconds: float) -> dict[str, Run]:
    """Return what is measured, the most wanted first."""

    def ours(processes: int, residents: int = 200) -> Callable[[], Contestant]:
        return lambda: Tournee(processes, SETTING_UP, residents)

    some, many = Load(seconds=seconds), Load(seconds=seconds, residents=20)
    return {
        "two": Run(start=ours(2), load=_with(some, rates=(50, 100, 150))),
        "floor two": Run(start=lambda: Floor(2), load=_with(some, rates=(150,))),
        "one": Run(start=ours(1), load=_with(some, rates=(1, 10, 50, 100))),
        "floor one": Run(start=lambda: Floor(1), load=_with(some, rates=(50, 100))),
        "hundred": Run(
            start=ours(2, 20),
            load=_with(many, stored=100, written=100, rates=(50,), label=", 100 villages"),
        ),
        "history": Run(
            start=ours(2),
            load=_with(some, history=1_000_000, rates=(50,), label=", after 1,000,000 messages"),
        ),
        "rasa": Run(start=lambda: Rasa(1), load=_with(some, residents=100, rates=(10,))),
        "thousand": Run(
            start=ours(2, 20),
            load=_with(
                many, stored=1000, written=100, rates=(50,), label=", 100 of 1,000 villages"
            ),
        ),
    }


def _with(load: Load, **changes: object) -> Load:
    return replace(load, **changes)  # type: ignore[arg-type]


def bars(found: dict[str, list[Row]]) -> list[str]:
    """Return a line for each bar: what was aimed at, what was measured, whether it is reached."""

    def saturated(run: str) -> Row | None:
        return next((row for row in found.get(run, ()) if row.load == "saturated"), None)

    def at(run: str, load: str) -> Row | None:
        return next((row for row in found.get(run, ()) if row.load == load), None)

    two, one, floor = saturated("two"), saturated("one"), saturated("floor one")
    half, rasa = at("two", "150/s"), saturated("rasa")
    hundred = saturated("hundred")
    return [
        _bar("300 messages/s with two processes", two and two.rate, lambda v: v >= 300, "/s"),
        _bar("p95 below 50 ms at 150/s", half and half.p95, lambda v: v < 50, " ms"),
        _bar(
            "at most 3 times the floor's time for a message, one process",
            one and floor and floor.rate / one.rate,
            lambda v: v <= 3,
            " times",
        ),
        _bar(
            "at most 3 times the floor's own processor time",
            one and floor and one.own / floor.own,
            lambda v: v <= 3,
            " times",
        ),
        _bar(
            "at least 15 times Rasa, one process",
            one and rasa and one.rate / rasa.rate,
            lambda v: v >= 15,
            " times",
        ),
        _flat("in villages", "10 villages", hundred, two),
        _flat("in villages stored", "100 villages", saturated("thousand"), hundred),
        _flat("in history", "none", saturated("history"), two),
        _bar(
            "memory of a process with 100 villages' lexicons below 250 MB",
            hundred and max(hundred.memory),
            lambda v: v < 250,
            " MB",
        ),
    ]


def _flat(what: str, beside: str, more: Row | None, fewer: Row | None) -> str:
    return _bar(
        f"flat {what}: a message's processor time beside that of {beside}",
        more and fewer and (more.own + more.database) / (fewer.own + fewer.database),
        lambda v: v <= FLAT,
        " times",
    )


def _bar(what: str, value: float | None, reached: Callable[[float], bool], unit: str) -> str:
    if value is None:
        return f"| {what} | - | not measured |"
    shown = f"{value:.0f}" if value >= 10 else f"{value:.2f}"
    return f"| {what} | {shown}{unit} | {'reached' if reached(value) else '**not reached**'} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two seconds of each load")
    args = parser.parse_args()
    begun = time.monotonic()
    found: dict[str, list[Row]] = {}
    print(HEAD)
    for name, run in runs(2 if args.quick else 6).items():
        if name == "rasa" and not RASA_MODEL.exists():  # training takes longer than all of this
            continue
        if time.monotonic() - begun > LAST_START:
            print(f"{name}: left out, no time", file=sys.stderr)
            continue
        try:
            found[name] = asyncio.run(measure(run.start(), run.load))
        except (OSError, RuntimeError, TimeoutError) as error:
            print(f"{name}: {error}", file=sys.stderr)
    print("\n| bar | measured | |\n| --- | --- | --- |")
    print("\n".join(bars(found)))
    print(f"\n{time.monotonic() - begun:.0f} s in all", file=sys.stderr)


if __name__ == "__main__":
    main()
