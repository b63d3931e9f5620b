"""What is said at the counter, where an operator orders in a resident's stead."""

from typing import assert_never, cast

from tournee.bot.conversation.operator.counter import (
    AtCounter,
    CounterClosed,
    CounterRefused,
    CounterReply,
    Opened,
    OrderedFor,
)
from tournee.bot.conversation.resident.replies import ResidentReply
from tournee.bot.render import resident
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Rendered, Voice


def words(reply: CounterReply, voice: Voice) -> Rendered:
    match reply:
        case AtCounter(name=name, parts=parts):
            said = [resident.render(cast("ResidentReply", part), voice) for part in parts]
            heading = voice.text("🛒 For %(name)s", name=name)
            buttons = next((r.buttons for r in reversed(said) if r.buttons), ())
            text = joined([r.text for r in said if r.text])
            return Rendered(text=f"{heading}\n{text}", buttons=buttons)
        case Opened(name=name):
            return Rendered(text=voice.text("🛒 What does %(name)s need?", name=name))
        case OrderedFor():
            return Rendered(text=_ordered(reply, voice))
        case CounterRefused(name=name):
            text = voice.text("%(name)s is barred: nothing is ordered for them.", name=name)
            return Rendered(text=text)
        case CounterClosed(name=name):
            return Rendered(text=voice.text("🛒 Nothing was ordered for %(name)s.", name=name))
        case _:
            assert_never(reply)


def _ordered(reply: OrderedFor, voice: Voice) -> str:
    done = voice.text("✅ Order %(number)s for %(name)s.", number=reply.number, name=reply.name)
    if reply.told:
        return joined([done, voice.text("They are told.")])
    return joined([done, voice.text("There is no number to tell them: please say so yourself.")])
