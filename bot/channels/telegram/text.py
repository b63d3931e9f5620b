"""Messages that are longer than Telegram takes."""

from typing import Final

LONGEST: Final = 4096
"""Characters as Telegram counts them: UTF-16 units."""


def length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parts(text: str, longest: int = LONGEST) -> list[str]:
    """Split at the ends of lines; a line that alone is too long is cut."""
    found: list[str] = []
    current = ""
    for line in text.split("\n"):
        joined = f"{current}\n{line}" if current else line
        if length(joined) <= longest:
            current = joined
            continue
        if current.strip():
            found.append(current)
        *whole, current = _cut(line, longest)
        found += whole
    return [*found, current] if current.strip() or not found else found


def _cut(line: str, longest: int) -> list[str]:
    pieces: list[str] = []
    piece: list[str] = []
    units = 0
    for char in line:
        size = length(char)
        if units + size > longest:
            pieces.append("".join(piece))
            piece, units = [], 0
        piece.append(char)
        units += size
    return [*pieces, "".join(piece)]
