"""What a message says, fact by fact: what fills a template that a channel has approved."""

from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.resident.replies import (
    OnTheWay,
    RoundGone,
    ShopRefused,
    ShopsConfirmed,
    SubstituteAsked,
    Tomorrow,
)
from tournee.bot.render.resident import coming
from tournee.bot.render.resident.lines import amount_text, hours_of, listed, short_price
from tournee.bot.render.voice import Voice
from tournee.orders.model import RoundDate

NAMES = frozenset(
    ("text", "village", "order", "day", "hours", "money", "shop", "product", "substitute", "reason")
)
"""Of facts; `text` is the whole message in one line, `village` the village's name."""

Facts = tuple[tuple[str, str], ...]


def facts_of(reply: Reply, voice: Voice) -> Facts:
    """Return the facts of a reply that may have to go as a template; none of any other."""
    match reply:
        case Tomorrow():
            found = _run(reply.round, voice) | {"day": voice.weekday(reply.day)}
            found |= {
                "money": amount_text(reply.total, voice),
                "order": coming.numbers(reply, voice),
            }
        case ShopsConfirmed():
            names = listed([shop.name for shop in reply.shops], voice)
            found = _run(reply.round, voice)
            found |= {"money": amount_text(reply.total, voice), "shop": names}
        case OnTheWay():
            hours = f"{voice.hour(reply.earliest)}-{voice.hour(reply.latest)}"
            found = {"hours": hours, "money": amount_text(reply.total, voice)}
            found |= {"order": coming.numbers(reply, voice)}
        case ShopRefused():
            found = {"shop": reply.shop.name, "reason": reply.reason}
        case RoundGone():
            found = {"day": voice.weekday(reply.day), "reason": reply.reason}
        case SubstituteAsked():
            found = {
                "shop": reply.shop.name,
                "product": reply.product.name,
                "substitute": reply.substitute.name,
                "money": short_price(reply.substitute, voice),
            }
        case _:
            return ()
    return tuple(sorted(({"order": str(reply.number)} | found).items()))


def _run(run: RoundDate | None, voice: Voice) -> dict[str, str]:
    if run is None:
        return {}
    return {"day": voice.weekday(run.date), "hours": hours_of(run, voice)}
