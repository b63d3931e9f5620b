"""What a shop's group reads about money."""

from decimal import Decimal
from typing import assert_never

from tournee.bot.conversation.shop.money_replies import (
    DepositTaken,
    EnvelopeCounted,
    EnvelopeShown,
    Left,
    MoneyRefused,
    NoEnvelope,
    PaymentPutRight,
    ShopMoneyReply,
    TabAgeing,
    TabLimitSet,
    TabLine,
    TabOpened,
    TabsListed,
    TabWasPaid,
    WhichCustomer,
)
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.catalog.quantity import Money


def words(reply: ShopMoneyReply, voice: Voice) -> Rendered:
    if isinstance(reply, EnvelopeShown):
        exact = Button(voice.text("✅ Received, it is right"), "envelope")
        buttons = () if reply.again else ((exact,),)
        return Rendered(text=_envelope(reply, voice), buttons=buttons)
    return Rendered(text=_text(reply, voice))


def _text(reply: ShopMoneyReply, voice: Voice) -> str:
    match reply:
        case TabsListed() | TabOpened():
            return _tabs(reply, voice)
        case TabWasPaid() | TabLimitSet() | TabAgeing():
            return _tab_news(reply, voice)
        case DepositTaken() | PaymentPutRight():
            return _other_news(reply, voice)
        case EnvelopeCounted():
            return _counted(reply, voice)
        case EnvelopeShown():
            return _envelope(reply, voice)
        case NoEnvelope():
            return voice.text("No envelope is on its way to you.")
        case WhichCustomer():
            return _which(reply, voice)
        case MoneyRefused():
            return _refused(reply, voice)
        case _:
            assert_never(reply)


# --- tabs ----------------------------------------------------------------------------------------


def _tabs(reply: TabsListed | TabOpened, voice: Voice) -> str:
    match reply:
        case TabsListed(tabs=()):
            return voice.text("📒 Nothing stands on your tab.")
        case TabsListed(tabs=tabs, total=total):
            heading = voice.text("📒 On your tab: %(money)s", money=voice.money(total))
            how = voice.text(
                "Paid? Write: %(name)s paid 10. A limit: /tab %(name)s 80",
                name=tabs[0].customer.name,
            )
            return joined([heading, *(f"• {line(tab, voice)}" for tab in tabs), how])
        case TabOpened(tab=tab, left=left):
            return joined(
                [f"📒 {line(tab, voice)}", *(_left(x, voice) for x in left), _limit(tab, voice)]
            )


def line(tab: TabLine, voice: Voice) -> str:
    """'Jeanne Durand, Les Granges : 23,40 €, depuis mardi 24/11'."""
    who = ", ".join(part for part in (tab.customer.name, tab.customer.place) if part)
    if tab.amount.minor < 0:
        return voice.text("%(who)s: %(money)s in credit", who=who, money=voice.money(-tab.amount))
    if tab.since is None:
        return voice.text("%(who)s: owes nothing", who=who)
    values = {
        "who": who,
        "money": voice.money(tab.amount),
        "day": voice.weekday(tab.since),
    }
    if tab.stopped:
        return voice.text("⛔ %(who)s: %(money)s, since %(day)s: over 50 days", **values)
    if tab.warned:
        return voice.text("⚠️ %(who)s: %(money)s, since %(day)s: over 40 days", **values)
    return voice.text("%(who)s: %(money)s, since %(day)s", **values)


def _left(left: Left, voice: Voice) -> str:
    day, money = voice.weekday(left.day), voice.money(left.amount)
    if left.number is None:
        return f"• {day} : {money}"
    return voice.text(
        "• order %(number)s, %(day)s: %(money)s", number=left.number, day=day, money=money
    )


def _limit(tab: TabLine, voice: Voice) -> str:
    if tab.limit is None:
        return voice.text("No limit is set.")
    if not tab.limit:
        return voice.text("No tab for this customer.")
    return voice.text("Limit: %(money)s", money=voice.money(tab.limit))


def _tab_news(reply: TabWasPaid | TabLimitSet | TabAgeing, voice: Voice) -> str:
    tab = reply.tab
    match reply:
        case TabWasPaid(amount=amount, receipt=receipt):
            return voice.text(
                "✅ %(name)s paid %(money)s (receipt no. %(receipt)s). %(left)s",
                name=tab.customer.name,
                money=voice.money(amount),
                receipt=receipt,
                left=_standing(tab.amount, voice),
            )
        case TabLimitSet() if tab.limit is not None and not tab.limit:
            return voice.text(
                "📒 %(name)s: no tab any more. %(left)s",
                name=tab.customer.name,
                left=_standing(tab.amount, voice),
            )
        case TabLimitSet():
            return voice.text(
                "📒 %(name)s: at most %(limit)s on the tab. %(left)s",
                name=tab.customer.name,
                limit=voice.money(tab.limit) if tab.limit is not None else "",
                left=_standing(tab.amount, voice),
            )
        case TabAgeing(until=until) if until is not None and not tab.stopped:
            return voice.text(
                "⚠️ %(line)s. From %(day)s on nothing more goes on it; the customer is told.",
                line=line(tab, voice).removeprefix("⚠️ "),
                day=voice.weekday(until),
            )
        case TabAgeing():
            return voice.text(
                "%(line)s. Nothing more goes on it before it is paid; the customer is told.",
                line=line(tab, voice),
            )


def _standing(amount: Money, voice: Voice) -> str:
    if amount.minor > 0:
        return voice.text("Still owed: %(money)s.", money=voice.money(amount))
    if amount.minor < 0:
        return voice.text("In credit: %(money)s.", money=voice.money(-amount))
    return voice.text("Nothing is owed.")


def _other_news(reply: DepositTaken | PaymentPutRight, voice: Voice) -> str:
    match reply:
        case DepositTaken(customer=customer, count=count, amount=amount, owed=True):
            return voice.plural(
                "♻️ %(name)s: %(count)s empty taken back, %(money)s less on the tab.",
                "♻️ %(name)s: %(count)s empties taken back, %(money)s less on the tab.",
                count,
                name=customer.name,
                money=voice.money(amount),
            )
        case DepositTaken(customer=customer, count=count, amount=amount):
            return voice.plural(
                "♻️ %(name)s: %(count)s empty taken back, %(money)s in credit.",
                "♻️ %(name)s: %(count)s empties taken back, %(money)s in credit.",
                count,
                name=customer.name,
                money=voice.money(amount),
            )
        case PaymentPutRight():
            return _put_right(reply, voice)


def _put_right(reply: PaymentPutRight, voice: Voice) -> str:
    values = {
        "number": reply.number,
        "name": reply.customer.name,
        "by": reply.by or voice.text("The team"),
        "received": voice.money(reply.received),
    }
    if reply.on_tab.minor > 0:
        return voice.text(
            "✏️ %(number)s · %(name)s: payment put right by %(by)s: %(received)s received, "
            "%(on_tab)s on the tab.",
            on_tab=voice.money(reply.on_tab),
            **values,
        )
    if reply.on_tab.minor < 0:
        return voice.text(
            "✏️ %(number)s · %(name)s: payment put right by %(by)s: %(received)s received, "
            "%(credit)s in credit.",
            credit=voice.money(-reply.on_tab),
            **values,
        )
    return voice.text(
        "✏️ %(number)s · %(name)s: payment put right by %(by)s: %(received)s received.", **values
    )


# --- the envelope --------------------------------------------------------------------------------


def _envelope(reply: EnvelopeShown, voice: Voice) -> str:
    envelope = reply.envelope
    heading = voice.text(
        "💶 Envelope of the round of %(day)s: %(money)s",
        day=voice.weekday(envelope.date),
        money=voice.money(envelope.total),
    )
    cheques = ""
    if envelope.cheques:
        cheques = voice.text("of which cheques %(money)s", money=voice.money(envelope.cheques))
    how = voice.text("If it holds something else, write: received 50, and why")
    return joined([heading, cheques, how])


def _counted(reply: EnvelopeCounted, voice: Voice) -> str:
    values = {
        "day": voice.weekday(reply.date),
        "money": voice.money(reply.received),
        "by": reply.by or voice.text("The team"),
    }
    if reply.received == reply.expected:
        return voice.text(
            "💶 Envelope of %(day)s: %(money)s received, it is right (%(by)s).", **values
        )
    difference = reply.received - reply.expected
    sign = "+" if difference.minor > 0 else "−"
    told = voice.text(
        "💶 Envelope of %(day)s: %(money)s received instead of %(expected)s (%(difference)s), "
        "counted by %(by)s.",
        expected=voice.money(reply.expected),
        difference=f"{sign}{voice.money(difference if difference.minor > 0 else -difference)}",
        **values,
    )
    why = voice.text("Reason: %(reason)s.", reason=reply.why) if reply.why else ""
    return f"{told} {why}".rstrip()


# --- refusals ------------------------------------------------------------------------------------


def _which(reply: WhichCustomer, voice: Voice) -> str:
    if reply.names:
        return voice.text(
            "Which one: %(names)s? Write the whole name.", names=listed(list(reply.names), voice)
        )
    return voice.text("I know no customer “%(text)s”.", text=reply.text)


def _refused(reply: MoneyRefused, voice: Voice) -> str:
    limit = voice.money(
        Money(amount=Decimal(reply.limit), currency=voice.village.settings.currency)
    )
    if reply.what == "envelope":
        return voice.text(
            "That can't be: the envelope should hold %(money)s. Nothing was booked.", money=limit
        )
    if not reply.limit:
        return voice.text("Nothing stands on that tab. Nothing was booked.")
    return voice.text(
        "That can't be: the tab stands at %(money)s. Nothing was booked.", money=limit
    )
