"""What is said of sheets that were dropped into the chat, and of files that are sent."""

from collections import Counter
from typing import Final

from tournee.bot.conversation.catalogue.sheet_replies import (
    PrintSent,
    SheetOffered,
    SheetRefused,
    SheetReply,
    SheetSent,
)
from tournee.bot.render.catalogue import changes
from tournee.bot.render.expected import column, expected
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.catalog.errors import Fault

MOST_CHANGES: Final = 8
"""Of a sheet's changes, so many are shown; the rest is counted."""
MOST_FAULTS: Final = 10


def words(reply: SheetReply, voice: Voice) -> Rendered:
    match reply:
        case SheetOffered():
            return _offered(reply, voice)
        case SheetRefused():
            return Rendered(text=_refused(reply, voice))
        case SheetSent():
            return _sent(reply, voice)
        case PrintSent():
            return _printed(reply, voice)


def _offered(reply: SheetOffered, voice: Voice) -> Rendered:
    left_out = len({fault.line for fault in reply.faults})
    parts = [
        voice.plural(
            "📄 %(name)s: %(count)s product read.",
            "📄 %(name)s: %(count)s products read.",
            reply.rows,
            name=reply.name,
        ),
        _summary(reply, voice),
        *_lines(reply, voice),
        *_faults(reply.faults, voice),
    ]
    if reply.ignored:
        names = ", ".join(f"« {name} »" for name in reply.ignored[:MOST_FAULTS])
        parts.append(voice.text("Columns passed over: %(names)s.", names=names))
    if reply.strange:
        parts.append(voice.text("👀 Please check these prices:"))
        parts += [f"• {changes.line(c, voice)}" for c in reply.strange[:MOST_CHANGES]]
    if reply.denied:
        parts.append(
            voice.plural(
                "%(count)s change is for the town hall to make: new goods, names, units and so on.",
                "%(count)s changes are for the town hall to make: new goods, names, units and so"
                " on.",
                reply.denied,
            )
        )
    if not reply.changes and not reply.absent:
        parts.append(voice.text("There is nothing to change."))
        return Rendered(text=joined(parts))
    if left_out and reply.changes:
        parts.append(voice.text("The other lines can be applied without these."))
    parts.append(voice.text("Nothing has been changed yet."))
    return Rendered(text=joined(parts), buttons=_buttons(reply, voice))


def _buttons(reply: SheetOffered, voice: Voice) -> tuple[tuple[Button, ...], ...]:
    rows = []
    if reply.changes:
        rows.append((Button(voice.text("✅ Apply"), "apply"),))
    if reply.absent:
        label = voice.plural(
            "Apply and remove %(count)s product",
            "Apply and remove %(count)s products",
            reply.absent,
        )
        rows.append((Button(label, "all"),))
    return (*rows, (Button(voice.text("✖️ Leave it"), "no"),))


def _summary(reply: SheetOffered, voice: Voice) -> str:
    """'12 nouveaux · 31 prix changés · 2 absents du fichier'."""
    kinds: Counter[str] = Counter()
    for change in reply.changes:
        kinds["new" if change.before is None else _kind(change.fields)] += 1
    told = [
        voice.plural("%(count)s new", "%(count)s new ones", kinds["new"]) if kinds["new"] else "",
        voice.plural("%(count)s price changed", "%(count)s prices changed", kinds["price"])
        if kinds["price"]
        else "",
        voice.plural("%(count)s otherwise changed", "%(count)s otherwise changed", kinds["other"])
        if kinds["other"]
        else "",
        voice.plural("%(count)s not in the file", "%(count)s not in the file", reply.absent)
        if reply.absent
        else "",
    ]
    return " · ".join(part for part in told if part)


def _kind(fields: tuple[str, ...]) -> str:
    return "price" if fields == ("price",) else "other"


def _lines(reply: SheetOffered, voice: Voice) -> list[str]:
    told = [f"• {changes.line(c, voice)}" for c in reply.changes[:MOST_CHANGES]]
    left = len(reply.changes) - len(told)
    more = voice.plural("… and %(count)s more", "… and %(count)s more", left) if left else ""
    return [*told, more]


def _faults(faults: tuple[Fault, ...], voice: Voice) -> list[str]:
    if not faults:
        return []
    heading = voice.plural(
        "⚠️ %(count)s line I cannot take:",
        "⚠️ %(count)s lines I cannot take:",
        len({fault.line for fault in faults}),
    )
    shown = [_fault(fault, voice) for fault in faults[:MOST_FAULTS]]
    left = len(faults) - len(shown)
    more = voice.plural("… and %(count)s more", "… and %(count)s more", left) if left else ""
    return [heading, *shown, more]


def _fault(fault: Fault, voice: Voice) -> str:
    where = voice.text("line %(line)s", line=fault.line)
    named = f"{where}, {column(fault.column, voice)}" if fault.column else where
    quoted = f" : « {fault.value} »" if fault.value else ""
    return f"• {named}{quoted} → {expected(fault.expected, voice)}"


def _refused(reply: SheetRefused, voice: Voice) -> str:
    match reply.why:
        case "empty":
            return voice.text("%(name)s is empty: nothing was changed.", name=reply.name)
        case "too_large":
            return voice.text(
                "%(name)s is too large for me (5 MB at most). Please send only the sheet with the"
                " products.",
                name=reply.name,
            )
        case "too_many_rows":
            return voice.text(
                "%(name)s has too many lines for a chat. Please send it shop by shop, or import"
                " the village's folder.",
                name=reply.name,
            )
        case "old_excel":
            return voice.text(
                "%(name)s is in the old Excel format. Please save it as .xlsx or .csv and send it"
                " again.",
                name=reply.name,
            )
        case "unreadable" if reply.seen:
            return voice.text(
                "I do not know which column of %(name)s is which. I see: %(columns)s. One has to be"
                " called name, another price. /catalogue sends you a file to start from.",
                name=reply.name,
                columns=", ".join(f"« {title} »" for title in reply.seen[:MOST_FAULTS]),
            )
        case _:
            return voice.text(
                "I cannot read %(name)s as a price list. A line with the columns' names is needed,"
                " such as: name, price. /catalogue sends you a file to start from.",
                name=reply.name,
            )


def _sent(reply: SheetSent, voice: Voice) -> Rendered:
    text = voice.plural(
        "📄 The catalogue: %(count)s product. Change it and send the file back: you will see what"
        " changes before it is done.",
        "📄 The catalogue: %(count)s products. Change it and send the file back: you will see what"
        " changes before it is done.",
        reply.products,
    )
    return Rendered(text=text, attachment=reply.file)


def _printed(reply: PrintSent, voice: Voice) -> Rendered:
    if reply.file.sheet == "poster":
        text = voice.text("🖨 The poster for the shops' windows, to print on A4.")
    else:
        text = voice.text("🖨 The leaflet, two pages of A4: front and back.")
    return Rendered(text=text, attachment=reply.file)
