"""What residents read about money."""

from collections.abc import Iterable

from tournee.bot.conversation.resident.replies.money import (
    DepositTold,
    EmptiesTold,
    MoneyReply,
    NoReceipt,
    NothingToGiveBack,
    PaymentPutRight,
    ReceiptShown,
    ReceiptsShown,
    StatementShown,
    TabAgedTold,
    TabPaidTold,
    TabShown,
    ToPay,
    WaysToPayTold,
    WithdrawalNoted,
)
from tournee.bot.render import papers
from tournee.bot.render.resident.lines import amount_text, joined, listed
from tournee.bot.render.voice import Brevity, Rendered, Voice
from tournee.catalog.quantity import Money


def words(reply: MoneyReply, voice: Voice) -> Rendered:
    return Rendered(text=_text(reply, voice))


def _text(reply: MoneyReply, voice: Voice) -> str:
    match reply:
        case StatementShown():
            return _statement(reply, voice)
        case ReceiptsShown(receipts=receipts):
            return joined(_receipt(r, voice) for r in receipts[: voice.entries])
        case NoReceipt(number=None):
            return voice.text("There is no receipt yet: you get one with each delivery.")
        case NoReceipt(number=number):
            return voice.text("There is no receipt for order %(number)s yet.", number=number)
        case WaysToPayTold():
            return voice.text("You pay the driver at your door, in cash or by cheque.")
        case EmptiesTold():
            return _empties(reply, voice)
        case TabPaidTold():
            return _paid(reply, voice)
        case TabAgedTold(tab=tab):
            return _aged(tab, voice)
        case DepositTold():
            return _deposit(reply, voice)
        case PaymentPutRight():
            return _put_right(reply, voice)
        case WithdrawalNoted():
            return _withdrawn(reply, voice)
        case NothingToGiveBack(person=person):
            return voice.text(
                "Goods can be given back within 14 days of their delivery, and I find none. "
                "To speak with %(person)s, write PERSON.",
                person=person or voice.text("the team"),
            )


def _empties(reply: EmptiesTold, voice: Voice) -> str:
    """How a deposit comes back, by an example of the village's own."""
    told = voice.text(
        "A deposit comes back to you: give the empty bottles, jars and crates to the driver, and "
        "it is taken off your next payment."
    )
    product = reply.example
    if product is None or product.deposit is None or voice.leaves_out(Brevity.COURTESY):
        return told
    amount = voice.money(product.deposit)
    example = voice.text("For %(product)s it is %(money)s.", product=product.name, money=amount)
    return f"{told} {example}"


def _withdrawn(reply: WithdrawalNoted, voice: Voice) -> str:
    """The law wants the day and hour in it."""
    at = reply.at.astimezone(voice.zone)
    sellers = listed([shop.name for shop in reply.shops], voice)
    return voice.text(
        "Noted on %(day)s at %(hour)s: you withdraw from order %(number)s%(shops)s. Fresh goods "
        "and newspapers are not taken back. %(person)s will tell you how to return the rest and "
        "get your money back.",
        day=voice.weekday(at.date()),
        hour=voice.hour(at),
        number=reply.number,
        shops="" if voice.leaves_out(Brevity.SHOPS) else f" ({sellers})",
        person=reply.person or voice.text("the team"),
    )


# --- what is owed --------------------------------------------------------------------------------


def _statement(reply: StatementShown, voice: Voice) -> str:
    owed = [tab for tab in reply.tabs if tab.amount.minor > 0][: voice.entries]
    credit = [tab for tab in reply.tabs if tab.amount.minor < 0][: voice.entries]
    if not reply.tabs and not reply.coming:
        return voice.text("You owe nothing.")
    total = voice.text("You owe nothing to the shops.")
    if owed:
        total = voice.text("You owe the shops %(money)s:", money=voice.money(_sum(owed)))
    how = voice.text("You can pay at the shop, or the driver next time.")
    return joined(
        [
            total,
            *(_tab(tab, voice) for tab in owed),
            how if owed and not voice.leaves_out(Brevity.COURTESY) else "",
            *(_credit(tab, voice) for tab in credit),
            *(_to_pay(order, voice) for order in reply.coming[: voice.entries]),
        ]
    )


def _sum(tabs: Iterable[TabShown]) -> Money:
    amounts = [tab.amount for tab in tabs]
    return sum(amounts[1:], amounts[0])


def _tab(tab: TabShown, voice: Voice) -> str:
    if tab.since is None:
        return f"• {tab.shop.name} : {voice.money(tab.amount)}"
    if tab.stopped:
        return voice.text(
            "• %(shop)s: %(money)s, since %(day)s: please pay it before you put more on the tab",
            shop=tab.shop.name,
            money=voice.money(tab.amount),
            day=voice.weekday(tab.since),
        )
    return voice.text(
        "• %(shop)s: %(money)s, since %(day)s",
        shop=tab.shop.name,
        money=voice.money(tab.amount),
        day=voice.weekday(tab.since),
    )


def _credit(tab: TabShown, voice: Voice) -> str:
    return voice.text(
        "You are %(money)s in credit at %(shop)s.",
        money=voice.money(-tab.amount),
        shop=tab.shop.name,
    )


def _to_pay(order: ToPay, voice: Voice) -> str:
    if order.day is None:
        return voice.text(
            "Order %(number)s: %(money)s to pay on delivery.",
            number=order.number,
            money=amount_text(order.total, voice),
        )
    return voice.text(
        "Order %(number)s of %(day)s: %(money)s to pay on delivery.",
        number=order.number,
        day=voice.weekday(order.day),
        money=amount_text(order.total, voice),
    )


# --- news ----------------------------------------------------------------------------------------


def _paid(reply: TabPaidTold, voice: Voice) -> str:
    got = voice.text(
        "%(shop)s has received %(money)s from you, thank you (receipt no. %(receipt)s).",
        shop=reply.tab.shop.name,
        money=voice.money(reply.amount),
        receipt=reply.receipt,
    )
    return f"{got} {standing(reply.tab.amount, voice)}"


def standing(amount: Money, voice: Voice) -> str:
    """What stands on a tab after something was paid."""
    if amount.minor > 0:
        return voice.text("%(money)s are left on your tab.", money=voice.money(amount))
    if amount.minor < 0:
        return voice.text(
            "You are %(money)s in credit there: taken off next time.", money=voice.money(-amount)
        )
    return voice.text("Your tab there is settled.")


def _aged(tab: TabShown, voice: Voice) -> str:
    values = {
        "shop": tab.shop.name,
        "money": voice.money(tab.amount),
        "since": voice.weekday(tab.since) if tab.since else "",
    }
    if tab.stopped or tab.until is None:
        return voice.text(
            "Your tab at %(shop)s (%(money)s) is from %(since)s, more than 50 days ago. Nothing "
            "more can be put on it before it is paid. You can still order and pay on delivery.",
            **values,
        )
    return voice.text(
        "Your tab at %(shop)s (%(money)s) is from %(since)s. Please pay it by %(day)s, at the "
        "shop or to the driver: after 50 days nothing more can be put on it.",
        day=voice.weekday(tab.until),
        **values,
    )


def _put_right(reply: PaymentPutRight, voice: Voice) -> str:
    values = {
        "number": reply.number,
        "shop": reply.shop.name,
        "received": voice.money(reply.received),
    }
    if reply.on_tab.minor > 0:
        return voice.text(
            "Put right for order %(number)s at %(shop)s: %(received)s received, %(left)s on your "
            "tab.",
            left=voice.money(reply.on_tab),
            **values,
        )
    return voice.text(
        "Put right for order %(number)s at %(shop)s: %(received)s received.", **values
    )


# --- papers --------------------------------------------------------------------------------------


def _receipt(shown: ReceiptShown, voice: Voice) -> str:
    draft = shown.receipt.draft
    heading = voice.text(
        "%(shop)s, receipt no. %(receipt)s of %(day)s",
        shop=shown.shop.name,
        receipt=shown.receipt.number,
        day=voice.weekday(shown.day),
    )
    lines = [papers.line(line, voice) for line in draft.lines]
    if voice.leaves_out(Brevity.SUMMARY):
        lines = []
    deposit = ""
    if draft.deposit:
        deposit = voice.text("Deposits %(money)s", money=papers.money(draft.deposit, voice))
    total = ""
    if draft.lines:
        total = voice.text("Total %(money)s", money=papers.money(draft.total, voice))
        total = f"{total}{papers.vat(draft.vat, voice)}"
    return joined([heading, *lines, deposit, total, papers.how_paid(draft, voice)])


def _deposit(reply: DepositTold, voice: Voice) -> str:
    told = {"money": voice.money(reply.amount), "shop": reply.shop.name}
    if reply.owed:
        return voice.plural(
            "%(count)s empty taken back: you owe %(shop)s %(money)s less.",
            "%(count)s empties taken back: you owe %(shop)s %(money)s less.",
            reply.count,
            **told,
        )
    return voice.plural(
        "%(count)s empty taken back: %(money)s will be taken off your next payment at %(shop)s.",
        "%(count)s empties taken back: %(money)s will be taken off your next payment at %(shop)s.",
        reply.count,
        **told,
    )
