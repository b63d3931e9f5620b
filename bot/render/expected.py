"""What should stand in a file instead, said to whoever sent it.

A chat reads decimal commas and words, so what it says of a price list is more lenient than what a
village folder is told; all else is the folder's own sentence, in the reader's language.
"""

from typing import Final

from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Voice
from tournee.catalog.errors import Fault
from tournee.catalog.expected import Expected, Want

MOST_SHOWN: Final = 10


def expected(wanted: Expected, voice: Voice) -> str:
    values = {k: ", ".join(v) if isinstance(v, tuple) else v for k, v in wanted.values}
    in_chat = _in_chat(wanted.want, voice)
    if in_chat is not None:
        return in_chat % values if values else in_chat
    return voice.text(wanted.want.value, **values)


def _in_chat(want: Want, voice: Voice) -> str | None:
    """Return what a chat says otherwise; placeholders are still to be filled in."""
    match want:
        case Want.PRICE | Want.MONEY:
            return voice.text("a price such as 2.50")
        case Want.AMOUNT:
            return voice.text("a number such as 12 or 0.25")
        case Want.PERCENT:
            return voice.text("a percentage such as 5.5")
        case Want.WEIGHT:
            return voice.text("a weight in kilos, such as 0.25")
        case Want.UNIT:
            return voice.text("piece, kg or litre")
        case Want.FLAG | Want.TRUTH:
            return voice.text("yes or no")
        case Want.COUNT | Want.WHOLE:
            return voice.text("a whole number")
        case Want.TEXT:
            return voice.text("something must be written here")
        case Want.NAMES:
            return voice.text("a column with the products' names is missing")
        case Want.KNOWN:
            return voice.text(
                "no product of that name; for a new one, write its shop's name below the file, or"
                " add a column with the shops"
            )
        case Want.ONE_MEANING:
            return voice.text("two columns say the same")
        case Want.TOML:
            return voice.text("this file, readable")
        case _:
            return None


def faults(found: tuple[Fault, ...], voice: Voice) -> str:
    """A line for each: what stands there, and what should."""
    lines = [line(fault, voice) for fault in found[:MOST_SHOWN]]
    left = len(found) - len(lines)
    more = voice.plural("… and %(count)s more", "… and %(count)s more", left) if left else ""
    return joined([*lines, more])


def line(fault: Fault, voice: Voice) -> str:
    quoted = f"« {fault.value} » → " if fault.value else ""
    colon = " : " if voice.locale == "fr" else ": "
    return f"• {column(fault.column, voice)}{colon}{quoted}{expected(fault.expected, voice)}"


def column(name: str, voice: Voice) -> str:
    """A column or key of the village folder in the reader's words; a title of theirs stays."""
    key = name.rpartition(".")[2]
    said = {
        "address": voice.text("address"),
        "aliases": voice.text("other names"),
        "allergens": voice.text("allergens"),
        "applies_to": voice.text("goes with"),
        "capacity": voice.text("number of doors"),
        "category": voice.text("category"),
        "code": voice.text("option's code"),
        "cutoff": voice.text("cut-off"),
        "days": voice.text("days"),
        "departs": voice.text("departure"),
        "deposit": voice.text("deposit"),
        "ends": voice.text("return"),
        "group": voice.text("group"),
        "hours": voice.text("opening hours"),
        "lat": voice.text("latitude"),
        "lead": voice.text("hours ahead"),
        "lon": voice.text("longitude"),
        "max": voice.text("at most"),
        "name": voice.text("name"),
        "phone": voice.text("telephone"),
        "place": voice.text("place"),
        "places": voice.text("places"),
        "price": voice.text("price"),
        "shop": voice.text("shop"),
        "sku": voice.text("reference"),
        "slug": voice.text("short name"),
        "start": voice.text("start"),
        "stock": voice.text("stock"),
        "unit": voice.text("unit"),
        "vat": voice.text("VAT"),
        "weight": voice.text("weight"),
    }
    return said.get(key, name)
