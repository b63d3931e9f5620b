"""Labelled messages to measure with: what was written and what it asks for.

JSON lines with the fields of `tournee parse`, or YAML that a person writes more easily:

    now: 2026-11-23T09:00:00+01:00
    cases:
    - text: deux faisselles et un crottin svp
      lines: [{sku: faisselle, qty: 2}, {sku: crottin, qty: 1}]

There `now` and `locale` hold for all, the intent is `order` unless said. `accept_intents`, and
`qty_or` and `or` on a line, name other answers that a fair reader would accept.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from tournee.nlu.model import Intent


class CaseError(ValueError):
    """A file holds no labelled messages; its text says where and why."""


def read(path: Path) -> list[dict[str, Any]]:
    """Read all cases of one file; raises CaseError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CaseError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from None
    rows = _yaml(text, path) if path.suffix in {".yml", ".yaml"} else _json(text, path)
    return [_checked(case, f"{path}, {where}") for where, case in rows]


def folder_of(path: Path) -> Path | None:
    """Find the village folder that a file lies in."""
    parents = path.resolve().parents
    return next((folder for folder in parents if (folder / "village.toml").exists()), None)


def _json(text: str, path: Path) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except ValueError as error:
                raise CaseError(f"{path}, line {number}: no labelled message: {error}") from None


def _yaml(text: str, path: Path) -> Iterable[tuple[str, Any]]:
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CaseError(f"{path}: {error}") from None
    if not isinstance(data, dict) or not isinstance(data.get("cases"), list):
        raise CaseError(f"{path}: no list of cases")
    shared = {"intent": Intent.ORDER.value}
    if isinstance(now := data.get("now"), datetime):
        shared["now"] = now.isoformat()
    if isinstance(locale := data.get("locale"), str):
        shared["locale"] = locale
    for number, case in enumerate(data["cases"], 1):
        if not isinstance(case, dict):
            raise CaseError(f"{path}, case {number}: no message")
        day = case.get("day")
        plain = day.isoformat() if isinstance(day, date) else day
        yield f"case {number}", {"id": number, **shared, **case, "day": plain}


def _checked(case: Any, where: str) -> dict[str, Any]:
    try:
        Intent(case["intent"]), str(case["text"])
    except (ValueError, TypeError, KeyError) as error:
        raise CaseError(f"{where}: no labelled message: {error}") from None
    return dict(case)
