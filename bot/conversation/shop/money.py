"""Money in a shop's group: who has paid, who owes what, the driver's envelope.

    ardoise · ardoise Durand · ardoise Durand 80 · Mme Durand a payé 23,40 · 4821 réglé
    enveloppe reçue · reçu 50, il manque 2,30 · prêt 4821

Talk among people is left alone: a phrase counts where it names a customer or an order and little
else, or the envelope that is on its way.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from tournee.bot.conversation import money_words
from tournee.bot.conversation.commands import AcceptOrder, Command
from tournee.bot.conversation.events import Pressed, Rejected, Said
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.money_commands import (
    LimitTab,
    PackOrder,
    PayTab,
    ReceiveEnvelope,
)
from tournee.bot.conversation.money_words import MoneyCue, MoneyPhrase
from tournee.bot.conversation.shop import look
from tournee.bot.conversation.shop.money_replies import (
    DepositTaken,
    EnvelopeCounted,
    EnvelopeShown,
    Left,
    MoneyRefused,
    NoEnvelope,
    PaymentPutRight,
    TabAgeing,
    TabLimitSet,
    TabLine,
    TabOpened,
    TabsListed,
    TabWasPaid,
    WhichCustomer,
)
from tournee.bot.conversation.shop.replies import Customer, UnknownOrder, WhichPacked
from tournee.bot.conversation.shop.state import State
from tournee.catalog.model import Person, PersonSlug, Role
from tournee.catalog.quantity import Money
from tournee.nlu.words.tokens import tokenize
from tournee.orders.closing import Envelope
from tournee.orders.events import (
    DepositReturned,
    EnvelopeReady,
    EnvelopeReceived,
    MoneyEvent,
    PaymentCorrected,
    TabAged,
    TabLimited,
    TabPaid,
)
from tournee.orders.model import OrderNumber, OrderStatus
from tournee.orders.tabs import STOPPED_AFTER, Tab

MOST_STRANGE: Final = 2
"""Words that name nobody, which a phrase for the bot may hold; with more it is talk."""
_TITLES: Final = frozenset({"mme", "mlle", "madame", "monsieur", "mrs", "miss", "sra", "don"})


def said(state: State, facts: Facts, event: Said) -> Turn[State] | None:
    """Read a phrase about money; None where it is none."""
    slash = event.text.lstrip().startswith("/")
    orders = {int(o.number) for o in facts.orders if o.shop == look.shop_of(facts)}
    phrase = money_words.read(event.text.replace("/", " "), orders)
    about = frozenset({event.about} if event.about is not None else ())
    if MoneyCue.PACKED in phrase.cues and not (phrase.orders or about):
        about, phrase = _of_customer(facts, phrase)
    if MoneyCue.PACKED in phrase.cues and (phrase.orders or about):
        return _packed(state, facts, phrase, about)
    if MoneyCue.PACKED in phrase.cues and phrase.figures and not phrase.norms:
        numbers = tuple(o.number for o in look.open_orders(facts))
        return _say(state, UnknownOrder(text=str(phrase.figures[0]), open=numbers))
    if phrase.cues == {MoneyCue.PACKED} and not (phrase.norms or phrase.amounts):
        return _which_packed(state, facts, phrase)
    if not money_words.is_said(event.text):
        return None
    envelope = (event.card or "").startswith("envelope") or MoneyCue.ENVELOPE in phrase.cues
    if envelope or MoneyCue.RECEIVED in phrase.cues:
        return _envelope(state, facts, phrase, sure=envelope)
    if phrase.cues & {MoneyCue.PAID, MoneyCue.TAB}:
        return _tab_phrase(state, facts, phrase, slash=slash)
    return None


def pressed(state: State, facts: Facts, event: Pressed) -> Turn[State]:
    """Take the tap that the envelope holds what it should."""
    card = (event.card or "").removeprefix("envelope:")
    found = [e for e in facts.books.envelopes if _card(e) == f"envelope:{card}" or not card]
    if not found:
        return _say(state, NoEnvelope())
    return _receive(state, found[0], None, "")


# --- bags that are ready -------------------------------------------------------------------------


def _packed(
    state: State, facts: Facts, phrase: MoneyPhrase, about: frozenset[OrderNumber]
) -> Turn[State] | None:
    """What is packed is agreed to: 'prêt 4821' accepts, too, what was not answered yet."""
    if len(phrase.norms) > MOST_STRANGE:
        return None
    numbers = tuple(OrderNumber(n) for n in phrase.orders) or tuple(about)
    shop = look.shop_of(facts)
    waiting = {o.number for o in look.waiting(facts)}
    agreed = tuple(AcceptOrder(number=n, shop=shop) for n in dict.fromkeys(numbers) if n in waiting)
    packed = tuple(PackOrder(number=n, shop=shop) for n in dict.fromkeys(numbers))
    commands: tuple[Command, ...] = (*agreed, *packed)
    return Turn(state=replace(state, typed=tuple(numbers)), commands=commands)


def _of_customer(facts: Facts, phrase: MoneyPhrase) -> tuple[frozenset[OrderNumber], MoneyPhrase]:
    """Return the one open order of the customer that is named, and the phrase without the name."""
    named = {o.number: phrase.norms & look.name_words(facts, o) for o in look.open_orders(facts)}
    found = [number for number, words in named.items() if words]
    if len(found) != 1:
        return frozenset(), phrase
    rest = tuple(t for t in phrase.words if t.norm not in named[found[0]])
    return frozenset(found), replace(phrase, words=rest)


def _which_packed(state: State, facts: Facts, phrase: MoneyPhrase) -> Turn[State] | None:
    """'prêt', without a number, is the one order that can be; of several it is asked which."""
    packable = {OrderStatus.PLACED, OrderStatus.ACCEPTED, OrderStatus.PARTLY_ACCEPTED}
    numbers = [o.number for o in look.open_orders(facts) if o.status in packable]
    if len(numbers) == 1:
        return _packed(state, facts, phrase, frozenset(numbers))
    return _say(state, WhichPacked(open=tuple(numbers))) if numbers else None


# --- tabs ----------------------------------------------------------------------------------------


def _tab_phrase(
    state: State, facts: Facts, phrase: MoneyPhrase, *, slash: bool
) -> Turn[State] | None:
    """'ardoise' lists, with a name opens, with an amount limits; 'payé' needs a name or order."""
    paid = MoneyCue.PAID in phrase.cues
    if not phrase.norms and not phrase.orders:
        listed = not paid and not phrase.amounts
        return _say(state, tabs_listed(facts)) if listed else None
    found = _customers(facts, phrase)
    if len(found) != 1:
        return _nobody(state, facts, phrase, found) if slash or (found and paid) else None
    strange = phrase.norms - _words_of(found[0])
    if len(strange) > (MOST_STRANGE if slash or phrase.amounts else 0):
        return None
    who, shop = found[0].slug, look.shop_of(facts)
    amount = phrase.amounts[-1] if phrase.amounts else None
    if paid:
        return Turn(
            state=state, commands=(PayTab(resident=who, shop=shop, amount=_money(facts, amount)),)
        )
    if amount is None:
        return _say(state, tab_opened(facts, who))
    limit = _money(facts, amount) or Money(amount=amount)
    return Turn(state=state, commands=(LimitTab(resident=who, shop=shop, limit=limit),))


def _money(facts: Facts, amount: Decimal | None) -> Money | None:
    if amount is None:
        return None
    return Money(amount=amount, currency=facts.village.settings.currency).rounded()


def _customers(facts: Facts, phrase: MoneyPhrase) -> tuple[Person, ...]:
    """Return who is meant: whoever most words name, or who has the order that is named."""
    people = {p.slug: p for p in (*facts.village.people, *facts.people) if p.role is Role.RESIDENT}
    if phrase.orders and not phrase.norms:
        residents = {o.resident for o in facts.orders if int(o.number) in phrase.orders}
        return tuple(p for slug, p in people.items() if slug in residents)
    scores = {slug: len(phrase.norms & _words_of(person)) for slug, person in people.items()}
    best = max(scores.values(), default=0)
    found = [people[slug] for slug, score in scores.items() if score == best and best]
    with_tab = {t.resident for t in facts.books.tabs}
    return tuple(p for p in found if p.slug in with_tab) or tuple(found)


def _words_of(person: Person) -> frozenset[str]:
    words = (t.norm for t in tokenize(person.name))
    return frozenset(w for w in words if len(w) > 1 and w not in _TITLES)


def _nobody(
    state: State, facts: Facts, phrase: MoneyPhrase, found: tuple[Person, ...]
) -> Turn[State]:
    text = " ".join(t.text for t in phrase.words if t.is_word)
    names = tuple(_customer(facts, p.slug).name for p in found)
    return _say(state, WhichCustomer(text=text, names=names))


def tabs_listed(facts: Facts) -> TabsListed:
    lines = tuple(tab_line(facts, tab) for tab in facts.books.tabs)
    owed = sum(max(0, tab.minor) for tab in facts.books.tabs)
    return TabsListed(tabs=lines, total=_minor(facts, owed))


def tab_opened(facts: Facts, who: PersonSlug) -> TabOpened:
    tab = _tab(facts, who)
    left = tuple(Left(day=m.day, number=m.number, amount=_minor(facts, m.minor)) for m in tab.left)
    return TabOpened(tab=tab_line(facts, tab), left=left)


def _tab(facts: Facts, who: PersonSlug) -> Tab:
    """Return a customer's tab with its limit, where nothing stands on it too."""
    tab = facts.books.tab(who, look.shop_of(facts))
    shop = facts.village.shop_by_slug[look.shop_of(facts)]
    rule = shop.tab_limit if shop.tab_limit is not None else facts.village.settings.tab_limit
    usual = None if rule is None else rule.minor
    return replace(tab, limit=dict(facts.books.limits).get(who, usual))


def tab_line(facts: Facts, tab: Tab) -> TabLine:
    today = facts.now.astimezone(facts.village.settings.zone).date()
    return TabLine(
        customer=_customer(facts, tab.resident),
        amount=_minor(facts, tab.minor),
        limit=None if tab.limit is None else _minor(facts, tab.limit),
        since=tab.since,
        warned=tab.warned(today),
        stopped=tab.stopped(today),
    )


def _minor(facts: Facts, minor: int) -> Money:
    return Money.of_minor(minor, facts.village.settings.currency)


def _customer(facts: Facts, slug: PersonSlug) -> Customer:
    people = (*facts.people, *facts.village.people)
    person = next((p for p in people if p.slug == slug), None)
    if person is None:
        return Customer(name="?")
    place = facts.village.place_by_slug.get(person.place) if person.place else None
    return Customer(name=person.name or "?", place=place.name if place else "")


# --- the envelope --------------------------------------------------------------------------------


def _envelope(state: State, facts: Facts, phrase: MoneyPhrase, *, sure: bool) -> Turn[State] | None:
    """'enveloppe reçue', 'reçu 50 il manque 2,30': the oldest envelope that is on its way.

    What is written after an amount is the reason of a difference. 'bien reçu' alone is talk.
    """
    counted = next((p for p in phrase.pieces if p.amount is not None), None)
    agreed = counted is None and MoneyCue.EXACT in phrase.cues
    envelope = _on_its_way(facts) or (_last_counted(facts) if sure and counted else None)
    if envelope is None:
        return _say(state, NoEnvelope()) if sure and not phrase.norms else None
    if counted is not None:
        before = [t for t in phrase.words if t.start < phrase.tokens[counted.start].start]
        if any(t.is_word for t in before):
            return None
        why = phrase.after(counted.end)
        return _receive(state, envelope, _money(facts, counted.amount), why)
    if len(phrase.norms) > MOST_STRANGE:
        return None
    if agreed or (sure and MoneyCue.RECEIVED in phrase.cues):
        return _receive(state, envelope, None, "")
    return _say(state, EnvelopeShown(envelope=envelope, again=True)) if sure else None


def _on_its_way(facts: Facts) -> Envelope | None:
    return next(iter(facts.books.envelopes), None)


def _last_counted(facts: Facts) -> Envelope | None:
    """Return the envelope that was counted last: another amount puts it right."""
    found = max(facts.books.closings, key=lambda c: c.at, default=None)
    if found is None:
        return None
    return Envelope(
        round=found.round,
        date=found.date,
        shop=found.shop,
        cash=found.cash,
        cheques=found.cheques,
    )


def _receive(state: State, envelope: Envelope, received: Money | None, why: str) -> Turn[State]:
    command = ReceiveEnvelope(
        round=envelope.round,
        date=envelope.date.isoformat(),
        shop=envelope.shop,
        received=received,
        why=why,
    )
    return Turn(state=state, commands=(command,))


def _card(envelope: Envelope) -> str:
    return f"envelope:{envelope.round}:{envelope.date.isoformat()}"


# --- news ----------------------------------------------------------------------------------------


def heard(state: State, facts: Facts, event: MoneyEvent) -> Turn[State]:
    """Say what was booked; the same events are the outcomes of what the group did itself."""
    match event:
        case EnvelopeReady():
            found = [e for e in facts.books.envelopes if (e.round, e.date) == _run(event)]
            says = tuple(Say(reply=EnvelopeShown(envelope=e), card=_card(e)) for e in found)
            return Turn(state=state, says=says)
        case EnvelopeReceived():
            return _counted(state, event)
        case _:
            return _say(state, _news(facts, event))


def _run(event: EnvelopeReady | EnvelopeReceived) -> tuple[object, object]:
    return event.round, event.date


def _counted(state: State, event: EnvelopeReceived) -> Turn[State]:
    reply = EnvelopeCounted(
        date=event.date,
        expected=event.expected,
        received=event.received,
        by=event.by,
        why=event.why,
    )
    card = f"envelope:{event.round}:{event.date.isoformat()}"
    return Turn(state=state, says=(Say(reply=reply, card=card),))


def _news(
    facts: Facts, event: TabPaid | TabLimited | TabAged | DepositReturned | PaymentCorrected
) -> Reply:
    customer = _customer(facts, event.resident)
    tab = facts.books.tab(event.resident, look.shop_of(facts))
    line = tab_line(facts, tab)
    match event:
        case TabPaid(amount=amount, receipt=receipt, by=by):
            return TabWasPaid(tab=line, amount=amount, receipt=receipt, by=by)
        case TabLimited(limit=limit):
            return TabLimitSet(tab=replace(line, limit=limit))
        case TabAged():
            until = tab.since + STOPPED_AFTER if tab.since is not None else None
            return TabAgeing(tab=line, until=until)
        case DepositReturned(count=count, amount=amount):
            return DepositTaken(customer=customer, count=count, amount=amount, owed=tab.minor > 0)
        case PaymentCorrected(number=number, cash=cash, cheque=cheque, on_tab=on_tab, by=by):
            return PaymentPutRight(
                customer=customer, number=number, received=cash + cheque, on_tab=on_tab, by=by
            )


def rejected(state: State, event: Rejected) -> Turn[State]:
    """Say why an amount can't be, or that no envelope is on its way."""
    if event.code == "nothing_to_close":
        return _say(state, NoEnvelope())
    limit = event.limit if event.limit is not None else Decimal(0)
    of_tab = event.name is None
    return _say(state, MoneyRefused(what="tab" if of_tab else "envelope", limit=limit))


def _say(state: State, reply: Reply) -> Turn[State]:
    return Turn(state=state, says=(Say(reply=reply),))
