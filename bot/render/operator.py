"""What the bot says in the operators' chat."""

from dataclasses import replace

from tournee.bot.conversation.catalogue.replies import CatalogueReply
from tournee.bot.conversation.operator import shelves
from tournee.bot.conversation.operator.alerts import AlertsReply
from tournee.bot.conversation.operator.announce import AnnounceReply
from tournee.bot.conversation.operator.cash import CashReply, SalesShown
from tournee.bot.conversation.operator.counter import CounterReply
from tournee.bot.conversation.operator.people_replies import PeopleReply
from tournee.bot.conversation.operator.question_replies import QuestionReply
from tournee.bot.conversation.operator.replies import (
    CalledOffAlready,
    DayShown,
    DeskReply,
    DriverAlerted,
    FiguresShown,
    HelpGiven,
    LinkShown,
    MessagesStopped,
    NoThread,
    OperatorReply,
    PassedOn,
    Refused,
    ResidentWrote,
    RoundCalledOff,
    RoundsShown,
    ShopHasNoGroup,
    ShopIsSilent,
    SmsCost,
    SmsShown,
    TakenAlready,
    ThreadShown,
    ThreadWaits,
    Unanswered,
    UnknownCommand,
    WhichRound,
    WhichThread,
)
from tournee.bot.conversation.operator.round_replies import RoundReply
from tournee.bot.conversation.operator.service_message import MessageReply
from tournee.bot.conversation.operator.walk import FoundingReply
from tournee.bot.conversation.worksheets import WorksheetReply
from tournee.bot.render import (
    catalogue,
    operator_alerts,
    operator_cash,
    operator_counter,
    operator_founding,
    operator_messages,
    operator_people,
    operator_questions,
    operator_rounds,
    operator_sms,
    operator_threads,
    operator_usage,
    statistics,
    worksheets,
)
from tournee.bot.render.catalogue import usages
from tournee.bot.render.driver_alerts import driver_alert
from tournee.bot.render.links import link_text
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.typography import typeset
from tournee.bot.render.voice import Rendered, Voice
from tournee.orders.model import RoundDate


def render(reply: OperatorReply, voice: Voice) -> Rendered:
    rendered = _words(reply, voice)
    return replace(rendered, text=typeset(rendered.text, voice))


def _words(reply: OperatorReply, voice: Voice) -> Rendered:
    if isinstance(reply, ThreadShown):
        return operator_threads.card(reply, voice)
    if isinstance(reply, FiguresShown):
        return statistics.words(reply, voice)
    if isinstance(reply, CatalogueReply):
        return catalogue.words(reply, voice)
    if isinstance(reply, QuestionReply):
        return Rendered(text=operator_questions.words(reply, voice))
    if isinstance(reply, RoundReply):
        return Rendered(text=operator_rounds.words(reply, voice))
    if isinstance(reply, PeopleReply):
        return operator_people.words(reply, voice)
    if isinstance(reply, AlertsReply):
        return operator_alerts.alerts_words(reply, voice)
    if isinstance(reply, AnnounceReply):
        return operator_alerts.announce_words(reply, voice)
    if isinstance(reply, MessageReply):
        return operator_messages.words(reply, voice)
    if isinstance(reply, CashReply):
        table = reply.table if isinstance(reply, SalesShown) and voice.has_files else None
        return Rendered(text=operator_cash.text(reply, voice), attachment=table)
    if isinstance(reply, FoundingReply):
        return operator_founding.words(reply, voice)
    if isinstance(reply, WorksheetReply):
        return worksheets.words(reply, voice)
    if isinstance(reply, CounterReply):
        return operator_counter.words(reply, voice)
    return Rendered(text=_text(reply, voice))


# --- the rest ------------------------------------------------------------------------------------


def _text(reply: DeskReply | DriverAlerted, voice: Voice) -> str:
    match reply:
        case MessagesStopped():
            return operator_threads.stopped(reply, voice)
        case ThreadWaits():
            return operator_threads.waits(reply, voice)
        case ShopHasNoGroup():
            return _no_group(reply, voice)
        case ResidentWrote(who=who, text=text):
            return voice.text("💬 %(name)s: “%(text)s”", name=who.name, text=text)
        case PassedOn(who=who):
            return voice.text("➡️ Sent to %(name)s.", name=who.name)
        case TakenAlready(who=who, by=by):
            return voice.text("%(by)s is answering %(name)s already.", by=by, name=who.name)
        case NoThread():
            return voice.text("Nobody is waiting there any more.")
        case WhichThread(names=names):
            return voice.text(
                "You are answering %(names)s: please reply to the card of the one you mean.",
                names=listed(names, voice),
            )
        case ShopIsSilent():
            return _silent(reply, voice)
        case DriverAlerted(alert=alert):
            return driver_alert(alert, voice)
        case DayShown():
            return _day(reply, voice)
        case RoundCalledOff() | RoundsShown() | WhichRound() | CalledOffAlready():
            return _rounds(reply, voice)
        case SmsShown():
            return operator_sms.words(reply, voice)
        case LinkShown(change=change):
            return link_text(change, voice)
        case HelpGiven(commands=commands):
            lines = [usage(key, voice) for key in commands]
            hint = voice.text("To answer a resident, tap “I answer” or reply to the card.")
            return joined([*lines, hint])
        case UnknownCommand(nearest=None):
            return voice.text("I do not know that command. Write /help for the list.")
        case UnknownCommand(nearest=nearest):
            return voice.text("Did you mean /%(command)s?", command=nearest)
        case Refused():
            return _refused(reply, voice)
        case _:
            return ""


def _refused(reply: Refused, voice: Voice) -> str:
    match reply.code:
        case "wrong_state":
            return voice.text("That is no longer possible: the round has left already.")
        case "round_taken":
            return voice.text("That round runs on that day already.")
        case "round_closed":
            return voice.text("That moment is past already.")
        case "round_cancelled":
            return voice.text("That round was called off before.")
        case _:
            return voice.text("That did not work: nothing was changed.")


def _no_group(reply: ShopHasNoGroup, voice: Voice) -> str:
    day = voice.weekday(reply.date) if reply.date else ""
    what = " · ".join(
        part for part in (str(reply.number), operator_threads.name_of(reply.who), day) if part
    )
    goods = [f"• {voice.number(line.quantity)} × {line.name}" for line in reply.lines]
    phone = voice.text("📞 %(phone)s", phone=reply.shop.phone) if reply.shop.phone else ""
    names = {"shop": reply.shop.name, "order": what}
    if reply.shut_out:
        cannot_see = voice.text(
            "🔗 I may not write in the group of %(shop)s: it cannot see order %(order)s.", **names
        )
        to_do = voice.text(
            "Please tell them, and make me a member who may write there again. For another group:"
            " /link %(shop)s",
            shop=reply.shop.slug,
        )
    else:
        cannot_see = voice.text(
            "🔗 %(shop)s has no group on Telegram: it cannot see order %(order)s.", **names
        )
        to_do = voice.text(
            "Please tell them. For a group of their own: /link %(shop)s", shop=reply.shop.slug
        )
    return joined([cannot_see, *goods, phone, to_do])


def _silent(reply: ShopIsSilent, voice: Voice) -> str:
    day = voice.weekday(reply.date) if reply.date else ""
    what = " · ".join(
        part for part in (str(reply.number), operator_threads.name_of(reply.who), day) if part
    )
    if reply.left:
        return voice.text(
            "🚚 The round has left without order %(order)s: %(shop)s never answered.",
            order=what,
            shop=reply.shop.name,
        )
    return joined(
        [
            voice.text(
                "⏰ %(shop)s has not answered order %(order)s.", shop=reply.shop.name, order=what
            ),
            voice.text("📞 %(phone)s", phone=reply.shop.phone) if reply.shop.phone else "",
        ]
    )


def _day(reply: DayShown, voice: Voice) -> str:
    orders = voice.plural("%(count)s open order", "%(count)s open orders", reply.orders)
    waiting, undelivered = "", ""
    if reply.waiting:
        names = listed(reply.waiting, voice)
        waiting = voice.text("🆘 Waiting for a person: %(names)s", names=names)
    if reply.undelivered:
        names = listed(reply.undelivered, voice)
        undelivered = voice.text("✉️ Messages that did not arrive: %(names)s", names=names)
    return joined(
        [
            voice.text("☀️ Good morning!") if reply.morning else "",
            f"📋 {voice.weekday(reply.date)} · {orders}",
            waiting,
            *(_unanswered(u, voice) for u in reply.unanswered),
            undelivered,
            *(_round(run, voice) for run in reply.rounds),
            _cost(reply.cost, voice),
        ]
    )


def _cost(cost: SmsCost | None, voice: Voice) -> str:
    if cost is None:
        return ""
    return voice.text(
        "💬 SMS: %(day)s segments today, about %(day_money)s; %(month)s in thirty days, about"
        " %(month_money)s",
        day=cost.day,
        day_money=voice.money(cost.day_money),
        month=cost.month,
        month_money=voice.money(cost.month_money),
    )


def _unanswered(unanswered: Unanswered, voice: Voice) -> str:
    numbers = ", ".join(str(n) for n in unanswered.numbers)
    return voice.text(
        "⏰ %(shop)s has not answered: %(numbers)s", shop=unanswered.shop.name, numbers=numbers
    )


def _round(run: RoundDate, voice: Voice) -> str:
    stops = voice.plural("%(count)s stop", "%(count)s stops", run.taken)
    if run.capacity is not None:
        stops = voice.text("%(stops)s of %(capacity)s", stops=stops, capacity=run.capacity)
    day, hour = voice.weekday(run.date), voice.hour(run.departs)
    if run.moved_to is not None:
        return voice.text(
            "🔁 %(day)s %(hour)s: moved to %(new)s",
            day=day,
            hour=hour,
            new=voice.weekday(run.moved_to),
        )
    if run.holiday:
        return voice.text(
            "🗓 %(day)s: public holiday, no round (/round %(day)s kept to have it)", day=day
        )
    if run.cancelled:
        return voice.text("❌ %(day)s %(hour)s: called off", day=day, hour=hour)
    return voice.text(
        "🚚 %(day)s %(hour)s: %(stops)s, orders until %(cutoff)s",
        day=day,
        hour=hour,
        stops=stops,
        cutoff=f"{voice.weekday(run.cutoff.astimezone(voice.zone).date())} "
        f"{voice.hour(run.cutoff)}",
    )


def _rounds(
    reply: RoundCalledOff | RoundsShown | WhichRound | CalledOffAlready, voice: Voice
) -> str:
    match reply:
        case RoundCalledOff():
            heading = voice.text(
                "❌ The round of %(day)s is called off (%(reason)s).",
                day=voice.weekday(reply.date),
                reason=reply.reason or voice.text("no reason given"),
            )
            told = voice.plural(
                "%(count)s resident is told and offered another round.",
                "%(count)s residents are told and offered another round.",
                reply.residents,
            )
            if not reply.residents:
                told = voice.text("Nobody had ordered for it.")
            return joined([heading, told])
        case RoundsShown(rounds=rounds):
            none = voice.text("No round in the coming days.")
            return joined([_round(run, voice) for run in rounds]) or none
        case CalledOffAlready(round=run) if run.holiday:
            return voice.text(
                "%(day)s is a public holiday: there is no round.", day=voice.weekday(run.date)
            )
        case CalledOffAlready(round=run):
            return voice.text(
                "The round of %(day)s was called off before.", day=voice.weekday(run.date)
            )
        case WhichRound(rounds=rounds):
            heading = voice.text(
                "Which round? Write for instance: /round friday cancelled snow, or: /round friday"
                " moved saturday 10am"
            )
            return joined([heading, *(_round(run, voice) for run in rounds)])


def usage(key: str, voice: Voice) -> str:
    match key:
        case "day":
            return voice.text("/day: open orders, shops that have not answered, rounds")
        case "sms":
            return voice.text("/sms: what SMS cost lately, by day and by kind")
        case "stats":
            return voice.text("/stats: the last week as a picture; /stats month for thirty days")
        case "print":
            return voice.text(
                "/print friday: the route sheet and picking lists, on paper; also /print SHOP"
            )
        case "link":
            return voice.text("/link SHOP: a link for a shop's group; also /link operators or NAME")
        case "unlink":
            return voice.text("/unlink SHOP: lets a shop's group go")
        case "round":
            return voice.text("/round friday cancelled snow: calls a round off, all are told")
        case "cash":
            return voice.text("/cash: envelopes on their way, and those that did not agree")
        case "accounts":
            return voice.text("/accounts 2026-10: a month's sales, VAT and payments, shop by shop")
        case "help":
            return voice.text("/help: this list")
    if key in shelves.KEYS:
        return usages.usage(key, voice)
    return operator_usage.how_to(key, voice)
