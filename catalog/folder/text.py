"""Reading a file's bytes as UTF-8 text, whatever a spreadsheet made of them."""

from pathlib import Path

from tournee.catalog.expected import Want
from tournee.catalog.folder.faults import FaultLog

MAX_BYTES = 50_000_000
"""A catalogue of 100,000 products takes about 10 MB."""


def read_text(path: Path, log: FaultLog, unreadable: Want) -> str | None:
    """The file's text without a byte order mark; None, and a fault, where there is none."""
    try:
        if path.stat().st_size > MAX_BYTES:
            log.add(None, "", f"{path.stat().st_size} bytes", Want.BYTES, most=MAX_BYTES)
            return None
        data = path.read_bytes()
    except OSError as error:
        log.add(None, "", error.strerror or type(error).__name__, unreadable)
        return None
    return _decode(data.removeprefix(b"\xef\xbb\xbf"), log)


def _decode(data: bytes, log: FaultLog) -> str:
    """Decode line by line, so that one bad line does not hide the faults of the others.

    A file that is not UTF-8 anywhere has one fault; in one that is, each bad line has its own.
    """
    try:
        return data.decode()
    except UnicodeDecodeError:
        lines = data.split(b"\n")
    bad = [n for n, line in enumerate(lines) if not _is_utf8(line)]
    faulty = frozenset(bad)
    mixed = any(not lines[n].isascii() for n in range(len(lines)) if n not in faulty)
    for n in bad if mixed else bad[:1]:
        log.add(n + 1, "", _as_cp1252(lines[n]).strip(), Want.UTF8)
    return "\n".join(
        _as_cp1252(line) if n in faulty else line.decode() for n, line in enumerate(lines)
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _as_cp1252(line: bytes) -> str:
    return line.decode("cp1252", errors="replace")
