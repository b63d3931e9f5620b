"""Keeps the gettext catalogues in step with the code: `update`, `compile` and `check`.

English is the source: its sentences are the msgids, its catalogue is filled in by `update`. A new
sentence appears empty in the others, for somebody to translate; `check` fails until it is, and on
anything stale or fuzzy, or where a translation lost a placeholder.
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tournee.catalog.expected import Want

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "locales"
TEMPLATE = LOCALES / "messages.pot"
SOURCE = "en"
KEYWORDS = {"text": (1,), "plural": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
BEGUN = datetime(2026, 11, 23, tzinfo=UTC)
"""A fixed date: the catalogues change with the sentences only."""


def extracted() -> Catalog:
    """Return the sentences of the code."""
    catalog = Catalog(
        project="tournee",
        header_comment="# Translations of Tournée.",
        creation_date=BEGUN,
        revision_date=BEGUN,
        fuzzy=False,
    )
    methods = [("render/**.py", "python")]
    for name, _, ids, comments, _ in extract_from_dir(
        ROOT / "bot", methods, keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        catalog.add(ids, None, [(f"bot/{name}", 0)], auto_comments=comments)
    for want in Want:
        catalog.add(want.value, None, [("catalog/expected.py", 0)])
    return catalog


def po_files() -> list[Path]:
    return sorted(LOCALES.glob("*/LC_MESSAGES/messages.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3] if path != TEMPLATE else None)


def write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as file:
        write_po(
            file, catalog, include_lineno=False, ignore_obsolete=True, sort_by_file=True, width=100
        )


def update() -> None:
    """Bring the template and every catalogue up to the code."""
    write(TEMPLATE, extracted())
    for path in po_files():
        catalog = read(path)
        catalog.update(extracted(), no_fuzzy_matching=True)
        catalog.creation_date = catalog.revision_date = BEGUN
        if path.parts[-3] == SOURCE:
            for message in catalog:
                if message.id and not is_translated(message):
                    message.string = message.id
        write(path, catalog)


def compile_all() -> None:
    """Write each `.mo` that is older than its `.po`."""
    for path in po_files():
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            with target.open("wb") as file:
                write_mo(file, read(path))


def faults() -> Iterator[str]:
    """Yield every missing, fuzzy, stale or damaged entry."""
    source = {message.id for message in extracted() if message.id}
    for path in (TEMPLATE, *po_files()):
        name = path.relative_to(ROOT)
        catalog = read(path)
        known = {message.id for message in catalog if message.id}
        yield from (f"{name}: missing: {first(i)!r}" for i in source - known)
        yield from (f"{name}: stale: {first(i)!r}" for i in known - source)
        if path != TEMPLATE:
            yield from (f"{name}: {fault}" for m in catalog if m.id for fault in damage(m))


def damage(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield f"fuzzy: {first(message.id)!r}"
    if not is_translated(message):
        yield f"untranslated: {first(message.id)!r}"
        return
    wanted = set(PLACEHOLDER.findall(" ".join(strings(message.id))))
    for string in strings(message.string):
        found = set(PLACEHOLDER.findall(string))
        if not found <= wanted or wanted - found - {"count"}:
            yield f"placeholders differ: {string!r}"


def strings(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value or "",) if isinstance(value, str | None) else tuple(s or "" for s in value)


def first(value: str | tuple[str, ...] | list[str]) -> str:
    return strings(value)[0]


def is_translated(message: Message) -> bool:
    return all(strings(message.string))


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = sorted(faults())
            print(*found, sep="\n", end="\n" if found else "")
            return 1 if found else 0
        case _:
            print("usage: catalogues.py update | compile | check", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
