"""What a resident reads of a round that comes: the evening before, and when it is under way."""

from tournee.bot.conversation.resident.replies import OnTheWay, Tomorrow
from tournee.bot.render.resident.lines import amount_text, hours_of, listed
from tournee.bot.render.voice import Voice


def tomorrow(reply: Tomorrow, voice: Voice) -> str:
    told = {"number": numbers(reply, voice), "money": amount_text(reply.total, voice)}
    count = 1 + len(reply.beside)
    if reply.round is None:
        return voice.plural(
            "Tomorrow, order %(number)s: please prepare %(money)s.",
            "Tomorrow, orders %(number)s: please prepare %(money)s.",
            count,
            **told,
        )
    return voice.plural(
        "Tomorrow %(hours)s, order %(number)s: please prepare %(money)s.",
        "Tomorrow %(hours)s, orders %(number)s: please prepare %(money)s.",
        count,
        hours=hours_of(reply.round, voice),
        **told,
    )


def on_the_way(reply: OnTheWay, voice: Voice) -> str:
    told = {
        "number": numbers(reply, voice),
        "start": voice.hour(reply.earliest),
        "end": voice.hour(reply.latest),
    }
    count, money = 1 + len(reply.beside), amount_text(reply.total, voice)
    if reply.late:
        return voice.plural(
            "The driver is late, please excuse us: order %(number)s now comes between %(start)s"
            " and %(end)s.",
            "The driver is late, please excuse us: orders %(number)s now come between %(start)s"
            " and %(end)s.",
            count,
            **told,
        )
    if reply.sooner:
        return voice.plural(
            "The driver is ahead of time: order %(number)s now comes between %(start)s and"
            " %(end)s. To pay: %(money)s.",
            "The driver is ahead of time: orders %(number)s now come between %(start)s and"
            " %(end)s. To pay: %(money)s.",
            count,
            money=money,
            **told,
        )
    return voice.plural(
        "The driver has left: order %(number)s comes between %(start)s and %(end)s. To pay:"
        " %(money)s.",
        "The driver has left: orders %(number)s come between %(start)s and %(end)s. To pay:"
        " %(money)s.",
        count,
        money=money,
        **told,
    )


def numbers(reply: Tomorrow | OnTheWay, voice: Voice) -> str:
    return listed([str(n) for n in (reply.number, *reply.beside)], voice)
