"""What a driver does with money beside a door's payment.

3 bouteilles rendues · livré, 2 consignes rendues · enveloppes · enveloppe boulangerie 52,30
correction 4821 20
"""

from decimal import Decimal
from typing import Final

from tournee.bot.conversation import money_words
from tournee.bot.conversation.driver import look, typed
from tournee.bot.conversation.driver.money_replies import (
    Carried,
    EmptiesTaken,
    EnvelopeGiven,
    EnvelopesListed,
    PaymentPutRight,
    TooManyEmpties,
    WhoseEmpties,
)
from tournee.bot.conversation.driver.state import State, Visit
from tournee.bot.conversation.events import Rejected, Said
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.money_commands import CorrectPayment, GiveBack, ReceiveEnvelope
from tournee.bot.conversation.money_words import MoneyCue, MoneyPhrase, Piece
from tournee.catalog.model import Product, Shop
from tournee.catalog.quantity import Money
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import tokenize
from tournee.orders.events import DepositReturned, EnvelopeReceived, PaymentCorrected
from tournee.orders.model import OrderNumber
from tournee.orders.payment import Means, Payment

_EMPTY: Final = frozenset({MoneyCue.DEPOSIT, MoneyCue.RETURNED})
MOST_EMPTIES: Final = 999
MOST_BETWEEN: Final = 2
"""Words between the number and what was returned: '3 bouteilles de jus rendues'."""
_SHORT: Final = 2


def said(state: State, facts: Facts, event: Said) -> Turn[State] | None:
    """Read a phrase about envelopes or a correction; None where it is none."""
    orders = {int(o.number) for o in facts.orders}
    phrase = money_words.read(event.text, orders)
    if MoneyCue.ENVELOPE in phrase.cues:
        return _envelope(state, facts, phrase)
    if MoneyCue.CORRECT in phrase.cues:
        return _correct(state, facts, phrase, event)
    return None


# --- empties -------------------------------------------------------------------------------------


def empties(state: State, facts: Facts, event: Said) -> tuple[GiveBack, str] | None:
    """Find bottles or crates that are given back, and what else was said; None for none."""
    phrase = money_words.read(event.text, {int(o.number) for o in facts.orders})
    span = _span(phrase.pieces)
    if span is None:
        return None
    count, start, end = span
    first = phrase.tokens[start].start
    after = phrase.tokens[end].start if end < len(phrase.tokens) else len(event.text)
    rest = f"{event.text[:first]} {event.text[after:]}".strip(" ,;.")
    door = _door(state, facts, rest, event)
    if door is None:
        return None
    product = _product(facts, phrase)
    shop = None if product else _taker(facts, door, phrase)
    command = GiveBack(
        resident=door.resident,
        count=count,
        shop=product.shop if product else shop.slug if shop else None,
        sku=product.sku if product else None,
    )
    return command, rest


def _span(pieces: tuple[Piece, ...]) -> tuple[int, int, int] | None:
    """Return how many, and from which token to which: '3 bouteilles consignées rendues'.

    An amount right behind it was given back from a note: '20, rendu 2,90'.
    """
    for i, piece in enumerate(pieces):
        amount = piece.amount
        if amount is None or piece.money or amount != amount.to_integral_value():
            continue
        end, found = piece.end, False
        for following in pieces[i + 1 :]:
            beside = following.cue in _EMPTY or following.cue is MoneyCue.FILLER
            if following.start > end + MOST_BETWEEN or not beside:
                break
            end, found = following.end, found or following.cue in _EMPTY
        change = any(p.amount is not None and 0 <= p.start - end <= 1 for p in pieces[i + 1 :])
        if found and not change and 0 < amount <= MOST_EMPTIES:
            return int(amount), piece.start, end
    return None


def _door(state: State, facts: Facts, rest: str, event: Said) -> Visit | None:
    """Return whose they are: the door that is named, else the one that is shown."""
    run = state.under_way
    if run is None:
        return None
    named = typed.read(rest, state, facts).door if rest else None
    number = event.about or named or state.at
    place = run.stop_of(number) if number is not None else run.next_stop
    return run.visits[place] if place is not None else None


def _taker(facts: Facts, door: Visit, phrase: MoneyPhrase) -> Shop | None:
    """Return the shop that is named, else the only one at this door that charges deposits."""
    named = _shop(facts, phrase)
    if named is not None:
        return named
    charging = {p.shop for p in facts.village.products if p.deposit}
    there = {o.shop for o in facts.orders if o.number in door.numbers} & charging
    return facts.village.shop_by_slug[there.pop()] if len(there) == 1 else None


def _product(facts: Facts, phrase: MoneyPhrase) -> Product | None:
    """Return what came in them ('3 bières rendues'), where all that is named costs the same."""
    words = {stem(norm) for norm in phrase.norms}
    named = [
        p
        for p in facts.village.products
        if p.deposit and words & {stem(t.norm) for t in tokenize(p.name) if len(t.norm) > _SHORT}
    ]
    return named[0] if len({(p.shop, p.deposit) for p in named}) == 1 else None


def _shop(facts: Facts, phrase: MoneyPhrase) -> Shop | None:
    """Return the shop that most words name; None where none or several are named."""
    scores = {
        shop.slug: len(phrase.norms & {t.norm for t in tokenize(f"{shop.name} {shop.slug}")})
        for shop in facts.village.shops
    }
    best = max(scores.values(), default=0)
    found = [slug for slug, score in scores.items() if best and score == best]
    return facts.village.shop_by_slug[found[0]] if len(found) == 1 else None


# --- envelopes and corrections -------------------------------------------------------------------


def _envelope(state: State, facts: Facts, phrase: MoneyPhrase) -> Turn[State]:
    """'enveloppes' lists; a shop and what it was counted to hands one over."""
    shop = _shop(facts, phrase)
    held = [e for e in facts.books.envelopes if shop is not None and e.shop == shop.slug]
    counted = next((p for p in phrase.pieces if p.amount is not None), None)
    given = counted is not None or MoneyCue.RECEIVED in phrase.cues
    if shop is None or not held or not given:
        return _say(state, _listed(facts, shop))
    amount = None
    if counted is not None and counted.amount is not None:
        amount = Money(amount=counted.amount, currency=facts.village.settings.currency)
    command = ReceiveEnvelope(
        round=held[0].round,
        date=held[0].date.isoformat(),
        shop=held[0].shop,
        received=amount,
        why=phrase.after(counted.end) if counted is not None else "",
    )
    return Turn(state=state, commands=(command,))


def in_hand(state: State, facts: Facts) -> Turn[State]:
    """Say what each shop's envelope holds so far."""
    return _say(state, _listed(facts, None))


def _listed(facts: Facts, shop: Shop | None) -> EnvelopesListed:
    return EnvelopesListed(
        envelopes=tuple(
            Carried(
                shop=facts.village.shop_by_slug[e.shop],
                date=e.date,
                cash=e.cash,
                cheques=e.cheques,
            )
            for e in facts.books.envelopes
            if e.shop in facts.village.shop_by_slug and (shop is None or e.shop == shop.slug)
        )
    )


def _correct(state: State, facts: Facts, phrase: MoneyPhrase, event: Said) -> Turn[State] | None:
    """'correction 4821 20', 'erreur, Mme Durand a payé en espèces': how somebody paid after all."""
    numbers = tuple(map(OrderNumber, phrase.orders[:1])) or _about(state, phrase, event)
    amount = phrase.amounts[0] if phrase.amounts else None
    on_tab = MoneyCue.TAB in phrase.cues
    wholly = bool(phrase.cues & {MoneyCue.CASH, MoneyCue.CHEQUE, MoneyCue.PAID})
    if not numbers or (amount is not None and len(numbers) > 1):
        return None
    if amount is None and not on_tab and not wholly:
        return None
    payments = (_payment(facts, phrase, amount, on_tab=on_tab),)
    commands = tuple(CorrectPayment(number=n, payments=payments) for n in numbers)
    return Turn(state=state, commands=commands)


def _payment(facts: Facts, phrase: MoneyPhrase, amount: Decimal | None, *, on_tab: bool) -> Payment:
    """Read how much and by what; without a sum it is all that was due."""
    means = Means.CHEQUE if MoneyCue.CHEQUE in phrase.cues else Means.CASH
    if amount is not None:
        currency = facts.village.settings.currency
        return Payment(means=means, amount=Money(amount=amount, currency=currency).rounded())
    return Payment(means=Means.TAB) if on_tab else Payment(means=means)


def _about(state: State, phrase: MoneyPhrase, event: Said) -> tuple[OrderNumber, ...]:
    """Return the orders of the door that is named, or whose message this answers."""
    if event.about is not None:
        return (event.about,)
    doors = [v for run in state.runs for v in run.visits if _words(v) & phrase.norms]
    most = max((len(_words(v) & phrase.norms) for v in doors), default=0)
    named = [v for v in doors if len(_words(v) & phrase.norms) == most]
    return named[0].numbers if len({v.resident for v in named}) == 1 else ()


def _words(door: Visit) -> frozenset[str]:
    return frozenset(t.norm for t in tokenize(door.name) if t.is_word and len(t.norm) > _SHORT)


# --- outcomes and news ---------------------------------------------------------------------------


def heard(
    state: State, facts: Facts, event: DepositReturned | EnvelopeReceived | PaymentCorrected
) -> Turn[State]:
    shop = facts.village.shop_by_slug[event.shop]
    reply: Reply
    match event:
        case DepositReturned():
            return _taken_back(state, facts, event)
        case EnvelopeReceived():
            reply = EnvelopeGiven(
                shop=shop,
                date=event.date,
                expected=event.expected,
                received=event.received,
                by=event.by,
                why=event.why,
            )
        case PaymentCorrected():
            reply = PaymentPutRight(
                number=event.number,
                shop=shop,
                received=event.cash + event.cheque,
                on_tab=event.on_tab,
            )
    return _say(state, reply)


def _taken_back(state: State, facts: Facts, event: DepositReturned) -> Turn[State]:
    """Say what they are worth; the card of a door that is not done shows what is due now."""
    doors = [
        (run, i, v)
        for run in state.runs
        for i, v in enumerate(run.visits)
        if v.resident == event.resident
    ]
    reply = EmptiesTaken(
        name=doors[0][2].name if doors else "",
        shop=facts.village.shop_by_slug[event.shop],
        count=event.count,
        amount=event.amount,
        owed=facts.books.tab(event.resident, event.shop).minor > 0,
    )
    cards = (
        Say(reply=look.stop_card(facts, run, place), card=f"order:{door.numbers[0]}")
        for run, place, door in doors
        if not door.done
    )
    return Turn(state=state, says=(Say(reply=reply), *cards))


def rejected(state: State, facts: Facts, event: Rejected) -> Turn[State] | None:
    """Say what stands in the way of empties or an envelope; None for anything else."""
    match event.code:
        case "unknown_returnable":
            charging = {p.shop for p in facts.village.products if p.deposit}
            shops = tuple(s for s in facts.village.shops if s.slug in charging)
            return _say(state, WhoseEmpties(shops=shops))
        case "too_many" if event.limit is not None:
            return _say(state, TooManyEmpties(most=int(event.limit)))
        case "nothing_to_close":
            return _say(state, _listed(facts, None))
        case _:
            return None


def _say(state: State, reply: Reply) -> Turn[State]:
    return Turn(state=state, says=(Say(reply=reply),))
