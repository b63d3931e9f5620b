"""Questions to those who keep the catalogue."""

from typing import Final, assert_never

from tournee.bot.conversation.catalogue.replies import (
    Line,
    LinesShown,
    PhraseShown,
    PhrasesWait,
    Settled,
    SureAsked,
    ValueAsked,
    WhichProduct,
    WhichShop,
)
from tournee.bot.conversation.catalogue.state import Verb
from tournee.bot.render.catalogue import changes, faults, hours
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Button, Rendered, Voice

_ANYWAY: Final = frozenset({"since", "ordered"})


def words(
    reply: WhichProduct | SureAsked | WhichShop | ValueAsked | Settled | LinesShown, voice: Voice
) -> Rendered:
    match reply:
        case WhichProduct():
            return _which(reply, voice)
        case SureAsked():
            return _sure(reply, voice)
        case WhichShop(text=text, shops=shops):
            rows = tuple((Button(s.name, f"choose:{n}"),) for n, s in enumerate(shops, 1))
            asked = voice.text("In which shop is “%(text)s” new?", text=text)
            return Rendered(text=asked, buttons=(*rows, (_no(voice),)))
        case ValueAsked():
            text = value_question(reply.verb, reply.product.name, voice)
            return Rendered(text=text, buttons=((_no(voice),),))
        case LinesShown():
            return _lines(reply, voice)
        case Settled(done=False):
            return Rendered(text=voice.text("👌 Nothing was changed."))
        case Settled(what=what):
            return Rendered(text=f"👉 {what}" if what else voice.text("👍 Yes."))
        case _:
            assert_never(reply)


def _no(voice: Voice) -> Button:
    return Button(voice.text("✖️ Leave it"), "no")


def _which(reply: WhichProduct, voice: Voice) -> Rendered:
    several_shops = len({p.shop for p in reply.products}) > 1
    rows = []
    for n, product in enumerate(reply.products, 1):
        shop = voice.village.shop_by_slug[product.shop].name
        label = f"{product.name} · {voice.money(product.price)}"
        rows.append((Button(f"{label} ({shop})" if several_shops else label, f"choose:{n}"),))
    if reply.near:
        text = voice.text("I find no “%(text)s”. Did you mean:", text=reply.text)
    else:
        text = voice.text("Which “%(text)s”?", text=reply.text)
    every = ((Button(voice.text("All of them"), "all"),),) if reply.all else ()
    return Rendered(text=text, buttons=(*rows, *every, (_no(voice),)))


def _sure(reply: SureAsked, voice: Voice) -> Rendered:
    told = changes.lines(reply.changes, voice)
    match reply.why:
        case "free":
            heading = voice.text("A price of nothing? Please confirm:")
        case "far":
            heading = voice.text("That is far from the price before. Please confirm:")
        case "ordered":
            heading = voice.plural(
                "%(count)s open order holds it: %(numbers)s. Off sale is enough for now: once the"
                " orders are delivered, it can go.",
                "%(count)s open orders hold it: %(numbers)s. Off sale is enough for now: once the"
                " orders are delivered, it can go.",
                len(reply.orders),
                numbers=", ".join(str(n) for n in reply.orders),
            )
        case "dated":
            heading = voice.text("A price changes at once, not on a later day. Change it now?")
        case "hours":
            heading = voice.text("The usual week from now on, as I understand it:")
            told = hours.week(reply.changes, voice)
        case "since":
            heading = (
                voice.text("%(name)s has changed it since:", name=reply.by)
                if reply.by
                else voice.text("It was changed since:")
            )
    yes = voice.text("✅ Yes, that is right")
    if reply.why in _ANYWAY:
        yes = voice.text("✅ Do it anyway")
    if reply.why == "dated":
        yes = voice.text("✅ Change it now")
    buttons = ((Button(yes, "apply"), _no(voice)),)
    return Rendered(text=joined([heading, *told]), buttons=buttons)


def _lines(reply: LinesShown, voice: Voice) -> Rendered:
    good = [line for line in reply.lines if line.fault is None]
    told = [_line(n, line, voice) for n, line in enumerate(reply.lines, 1)]
    if not good:
        return Rendered(text=joined([voice.text("Nothing was changed:"), *told]))
    heading = voice.plural(
        "Nothing is changed yet: %(count)s line is right, the others need another look.",
        "Nothing is changed yet: %(count)s lines are right, the others need another look.",
        len(good),
    )
    label = voice.plural(
        "✅ Do the %(count)s that is right", "✅ Do the %(count)s that are right", len(good)
    )
    buttons = ((Button(label, "apply"), _no(voice)),)
    return Rendered(text=joined([heading, *told]), buttons=buttons)


def _line(place: int, line: Line, voice: Voice) -> str:
    if line.fault is not None:
        return f"❌ {place}. {line.text} — {faults.fault(line.fault, voice)}"
    if not line.changes:
        return f"✅ {place}. {line.text} — {voice.text('it is so already')}"
    told = "; ".join(changes.line(change, voice) for change in line.changes)
    return f"✅ {place}. {told}"


def phrases(reply: PhraseShown | PhrasesWait, voice: Voice) -> Rendered:
    match reply:
        case PhrasesWait(count=0):
            return Rendered(text=voice.text("All that residents wrote lately was understood."))
        case PhrasesWait(count=count):
            told = voice.plural(
                "❓ %(count)s phrase of residents names nothing: /phrases",
                "❓ %(count)s phrases of residents name nothing: /phrases",
                count,
            )
            return Rendered(text=told)
        case PhraseShown():
            return _phrase(reply, voice)


def _phrase(reply: PhraseShown, voice: Voice) -> Rendered:
    asked = voice.text("❓ What is meant by “%(text)s”?", text=reply.text)
    often = voice.plural("Written once.", "Written %(count)s times.", reply.count)
    hint = voice.text("Tap the product, or reply to this message with its name.")
    rows = tuple((Button(p.name, f"choose:{n}"),) for n, p in enumerate(reply.products, 1))
    ignore = (Button(voice.text("✖️ None of ours"), "no"),)
    return Rendered(text=joined([asked, often, hint]), buttons=(*rows, ignore))


def value_question(verb: Verb, name: str, voice: Voice) -> str:
    match verb:
        case Verb.PRICE:
            return voice.text("What does %(product)s cost? For instance: 1.15", product=name)
        case Verb.STOCK:
            return voice.text(
                "How much of %(product)s is left? For instance: 20, or unlimited", product=name
            )
        case Verb.RENAME:
            return voice.text("What shall %(product)s be called?", product=name)
        case Verb.UNIT:
            return voice.text("How is %(product)s sold: piece, kg or litre?", product=name)
        case Verb.ALIAS:
            return voice.text(
                "What else do people call %(product)s? With commas; “- name” takes one away.",
                product=name,
            )
        case Verb.CATEGORY:
            return voice.text("In which category is %(product)s?", product=name)
        case Verb.ALLERGENS:
            return voice.text(
                "Which allergens are in %(product)s? With commas, or none.", product=name
            )
        case Verb.VAT:
            return voice.text("Which VAT has %(product)s? For instance: 5.5", product=name)
        case Verb.OPTION:
            return voice.text(
                "Which option for %(product)s? For instance: sliced 0.20; “- sliced” removes it.",
                product=name,
            )
        case _:
            return name
