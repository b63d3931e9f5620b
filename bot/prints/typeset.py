"""Turns what a flyer or a worksheet says into PDF, with Typst (no system libraries, own fonts)."""

import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Literal

from tournee.bot.prints.flyer import Flyer
from tournee.bot.prints.worksheets import RouteSheet, Worksheet

TEMPLATES = Path(__file__).parent
PAGES: Final = {"leaflet": 2, "poster": 1}
"""Front and back; one side of a window."""
SIZES: Final = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
"""A village of many shops is set smaller, until it fits its pages."""
DRAFT_PPI: Final = 18
PPI: Final = 144

Sheet = Literal["leaflet", "poster"]
Format = Literal["pdf", "png"]


def typeset(sheet: Sheet, flyer: Flyer, made_as: Format = "pdf") -> list[bytes]:
    """Return one PDF, or each page as a picture of 144 dots an inch.

    What does not fit even in the smallest size takes more pages. A character that the fonts lack
    is left out; nothing else of the words can fail.
    """
    import segno  # noqa: PLC0415 - only printing needs it

    code = io.BytesIO()
    segno.make(flyer.link, error="m").save(code, kind="svg", border=0, xmldecl=False)
    words = json.dumps(asdict(flyer), ensure_ascii=False).replace("'", "’")
    words = json.dumps(json.loads(words) | {"link": flyer.link, "qr": code.getvalue().decode()})
    size = next(
        (s for s in SIZES if len(_compiled(sheet, words, s, "png", DRAFT_PPI)) <= PAGES[sheet]),
        SIZES[-1],
    )
    return _compiled(sheet, words, size, made_as, PPI)


def worksheet(sheet: Worksheet, made_as: Format = "pdf") -> list[bytes]:
    """Return a picking list or a route sheet as one PDF, or each page as a picture."""
    words: dict[str, Any] = asdict(sheet)
    if isinstance(sheet, RouteSheet) and sheet.sketch is not None:
        from tournee.bot.render import drawing  # noqa: PLC0415 - half a second, for this alone

        words["way"] = drawing.draw(sheet.sketch, "svg").decode()
        words["flat"] = drawing.draw(sheet.sketch, "svg", drawing.FLAT).decode()
    return _typst(sheet.kind, {"sheet": json.dumps(words, ensure_ascii=False)}, made_as, PPI)


def _compiled(sheet: Sheet, words: str, size: float, made_as: Format, ppi: int) -> list[bytes]:
    return _typst(sheet, {"flyer": words, "size": str(size)}, made_as, ppi)


def _typst(name: str, inputs: dict[str, str], made_as: Format, ppi: int) -> list[bytes]:
    import typst  # noqa: PLC0415 - 80 MB that only printing needs

    made = typst.compile(
        TEMPLATES / f"{name}.typ",
        root=TEMPLATES,
        format=made_as,
        ppi=ppi,
        sys_inputs=inputs,
        ignore_system_fonts=True,
    )
    return made if isinstance(made, list) else [made]
