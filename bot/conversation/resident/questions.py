"""What is asked next: one question at a time, in the order of the message, the recap last.

Questions that others raised come first (a substitute offered by a shop), then what is open in the
basket, then where it goes and under which name, and when nothing is open the recap.
"""

from collections.abc import Iterable
from dataclasses import replace

from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import (
    collecting,
    look,
    standing,
    waiting,
    wants,
    watching,
)
from tournee.bot.conversation.resident.replies import (
    BasketShown,
    ConfirmAwaited,
    MoveAsked,
    NameAsked,
    NoRound,
    OptionAsked,
    PlaceAsked,
    ProductAsked,
    QuantityAsked,
    RecapShown,
    SubstituteAsked,
    WeightAsked,
    WhichOrder,
    WhomAsked,
)
from tournee.bot.conversation.resident.replies.circle import HelpQuestion, NumberAsked
from tournee.bot.conversation.resident.state import (
    Aside,
    Ask,
    AskConfirm,
    AskHelper,
    AskMove,
    AskName,
    AskNumber,
    AskOption,
    AskOrder,
    AskPlace,
    AskProduct,
    AskQuantity,
    AskRest,
    AskStop,
    AskSubstitute,
    AskWait,
    AskWatch,
    AskWeight,
    AskWhom,
    State,
    Vague,
    following,
)
from tournee.catalog.model import Shop, ShopSlug
from tournee.nlu.model import Question, QuestionKind
from tournee.orders import rounds
from tournee.orders.basket import missing_groups
from tournee.orders.model import Item
from tournee.orders.rounds import Offer

Put = tuple[State, tuple[Reply, ...]]


def put_next(state: State, facts: Facts, *, answered: bool = False, more: bool = False) -> Put:
    """Ask what is open; nothing if nothing is.

    Args:
        state: after the event.
        facts: of the event.
        answered: a side question was just answered: a recap that still holds is only recalled.
        more: goods were just named; where the question stays the same, they are shown.
    """
    if state.asides:
        ask = state.asides[0]
        return replace(state, asked=ask), (aside_reply(ask, facts),)
    if not state.wants and state.amending is None and state.later:
        state = following(state)
    if open_ask := _open_want(state, facts):
        return _ask(state, open_ask, _want_question(open_ask, state, facts), facts, more=more)
    if not state.wants or state.amending is not None:
        return replace(state, asked=None, wants=(), amending=None), ()
    places = look.served(facts)
    if state.whom:
        there = state.beneficiary.place if state.beneficiary else None
        asked_of = WhomAsked(example=next(iter(places), None), place=look.place(facts, there))
        return _ask(state, AskWhom(), asked_of, facts, more=more)
    if look.place_of(facts, state) is None and places and not state.collect:
        asked = AskPlace(places=tuple(p.slug for p in places))
        whom = state.beneficiary.name if state.beneficiary else ""
        question = PlaceAsked(places=places, beneficiary=whom)
        return _ask(state, asked, question, facts, more=more)
    if not look.name_of(facts, state) and state.beneficiary is None:
        return _ask(state, AskName(), NameAsked(), facts, more=more)
    return _put_recap(state, facts, answered=answered)


def _ask(state: State, ask: Ask, question: Reply, facts: Facts, *, more: bool = False) -> Put:
    """Ask below what is understood so far; by SMS a question that follows another stands alone."""
    beside = more and state.asked == ask
    follows = state.asked is not None and not facts.channel.has_buttons and not beside
    if follows or state.amending is not None:
        return replace(state, asked=ask), (question,)
    so_far = _so_far(state, facts)
    if beside:
        so_far = replace(so_far, then=_open_besides(state, ask, facts))
    return replace(state, asked=ask), (so_far, question)


def _put_recap(state: State, facts: Facts, *, answered: bool) -> Put:
    if state.cadence is not None and (often := standing.recap_of(state, state.cadence, facts)):
        return replace(state, asked=AskConfirm(seal=standing.seal_of(often))), (often,)
    if state.collect:
        collected = collecting.recap_of(state, facts)
        return replace(state, asked=AskConfirm(seal=collecting.seal_of(collected))), (collected,)
    recap = recap_of(state, facts)
    if isinstance(recap, NoRound):
        return replace(state, asked=None), (_so_far(state, facts), recap)
    seal = seal_of(recap)
    if answered and state.asked == AskConfirm(seal=seal):
        return state, (ConfirmAwaited(total=recap.total),)
    return replace(state, asked=AskConfirm(seal=seal)), (recap,)


# --- the recap -----------------------------------------------------------------------------------


def offer_of(state: State, facts: Facts) -> Offer:
    """Return the round that the basket would join."""
    mine = {f"{o.round}:{o.date}" for o in facts.orders if o.is_open and o.date}
    place, part = look.place_of(facts, state), state.period
    needs = rounds.needs_of(wants.settled(state.wants, facts.village.product_by_sku), facts.village)
    said = str(part) if part else None
    day = state.day
    if day is None and part is None and (run := look.just_ordered(facts)) is not None:
        day = run.date
    return rounds.choose(facts.rounds, place, day, said, facts.now, mine=mine, needs=needs)


def recap_of(state: State, facts: Facts) -> RecapShown | NoRound:
    """Return what the binding yes would cover, or why there can be none."""
    offer = offer_of(state, facts)
    place = look.place(facts, look.place_of(facts, state))
    if offer.round is None:
        person = look.operator_name(facts)
        closed = _shops(offer.closed, facts)
        return NoRound(place=place, why=offer.reason, person=person, closed=closed)
    lines = look.shown(facts, wants.settled(state.wants, facts.village.product_by_sku))
    lines = tuple(replace(x, remembered=x.product.sku in state.remembered) for x in lines)
    late = offer.missed is not None and (
        offer.reason == "shop_closed" or len({line.product.shop for line in lines}) > 1
    )
    return RecapShown(
        lines=lines,
        total=look.total(facts, (line.item for line in lines)),
        round=offer.round,
        place=place,
        wished=state.day,
        why="shop_closed" if late else offer.reason,
        missed=offer.missed if late else None,
        closed=_shops(offer.closed, facts) if late else (),
        beneficiary=state.beneficiary.name if state.beneficiary else "",
        alcohol=any(line.product.age_restricted for line in lines),
    )


def _shops(slugs: Iterable[ShopSlug], facts: Facts) -> tuple[Shop, ...]:
    return tuple(look.shop(facts, slug) for slug in slugs)


def seal_of(recap: RecapShown) -> str:
    """Put all that a yes agrees to into one string: other goods, money or day, another seal."""
    goods = (
        f"{line.item.sku}{sorted(line.item.options)}{line.item.qty}/{line.item.count}"
        f"/{line.item.amount}={line.price.ceiling.amount}"
        for line in recap.lines
    )
    place = recap.place.slug if recap.place else ""
    return "|".join([*goods, recap.round.key, place, recap.beneficiary])


# --- what is open in the basket ------------------------------------------------------------------


def _open_want(state: State, facts: Facts) -> AskProduct | AskOption | AskQuantity | None:
    known = facts.village.product_by_sku
    for want in state.wants:
        if isinstance(want, Vague):
            return AskProduct(vague=want)
        product = known.get(want.sku)
        if product is None:
            continue
        if groups := missing_groups(product, want):
            return AskOption(item=want, codes=tuple(o.code for o in groups[0].options))
        if not wants.measured(want):
            return AskQuantity(item=want)
    return None


def _so_far(state: State, facts: Facts) -> BasketShown:
    return BasketShown(
        lines=look.shown(facts, wants.settled(state.wants, facts.village.product_by_sku))
    )


def _open_besides(state: State, ask: Ask, facts: Facts) -> tuple[str, ...]:
    """Return what else is open, as it was said or is called."""
    complete = wants.settled(state.wants, facts.village.product_by_sku)
    own = ask.vague if isinstance(ask, AskProduct) else None
    same = missing_same(state, facts, ask) if isinstance(ask, AskOption) else ()
    same = (ask.item,) if isinstance(ask, AskQuantity) else same
    left = (w for w in state.wants if w not in complete and w != own and w not in same)
    return tuple(w.text if isinstance(w, Vague) else look.product(facts, w.sku).name for w in left)


def _want_question(ask: AskProduct | AskOption | AskQuantity, state: State, facts: Facts) -> Reply:
    match ask:
        case AskProduct():
            return ProductAsked(
                text=ask.vague.text,
                choices=look.products(facts, ask.vague.skus),
                doubted=ask.vague.doubted,
            )
        case AskOption():
            product = look.product(facts, ask.item.sku)
            return OptionAsked(
                product=product,
                group=missing_groups(product, ask.item)[0],
                others=len(missing_same(state, facts, ask)) - 1,
            )
        case AskQuantity():
            return QuantityAsked(product=look.product(facts, ask.item.sku))


def missing_same(state: State, facts: Facts, ask: AskOption) -> tuple[Item, ...]:
    """Return the items that wait for the same choice: two pizzas for their sizes."""
    known = facts.village.product_by_sku
    return tuple(
        want
        for want in state.wants
        if isinstance(want, Item)
        and (product := known.get(want.sku)) is not None
        and any(
            tuple(o.code for o in group.options) == ask.codes
            for group in missing_groups(product, want)
        )
    )


# --- what others ask -----------------------------------------------------------------------------


def aside_reply(ask: Aside, facts: Facts) -> Reply:
    match ask:
        case AskSubstitute():
            return SubstituteAsked(
                number=ask.number,
                shop=look.shop(facts, ask.shop),
                product=look.product(facts, ask.sku),
                substitute=look.product(facts, ask.substitute),
            )
        case AskWeight():
            return WeightAsked(
                number=ask.number,
                product=look.product(facts, ask.sku),
                weight=ask.weight,
                total=ask.total,
            )
        case AskMove():
            run = next(r for r in facts.rounds if (r.round, r.date) == (ask.round, ask.date))
            return MoveAsked(number=ask.number, round=run)
        case AskOrder():
            return WhichOrder(orders=tuple(zip(ask.numbers, ask.days, strict=True)))
        case AskHelper():
            return HelpQuestion(name=ask.name, helps=ask.helps)
        case AskNumber():
            return NumberAsked(name=ask.name)
        case AskWait() | AskStop():
            return waiting.question(ask, facts)
        case AskWatch():
            return watching.question(ask, facts)


# --- for the understanding -----------------------------------------------------------------------


def question_of(ask: Ask | None) -> Question | None:
    """Return the pending question as the understanding knows it."""
    match ask:
        case None:
            return None
        case AskProduct():
            vague = ask.vague
            return Question(
                kind=QuestionKind.PRODUCT,
                text=vague.text,
                skus=vague.skus,
                qty=vague.qty,
                options=vague.options,
            )
        case AskOption():
            return Question(
                kind=QuestionKind.OPTION,
                skus=(ask.item.sku,),
                codes=ask.codes,
                qty=ask.item.qty,
                options=ask.item.options,
            )
        case AskQuantity():
            return Question(
                kind=QuestionKind.QUANTITY, skus=(ask.item.sku,), options=ask.item.options
            )
        case AskConfirm():
            return Question(kind=QuestionKind.CONFIRM)
        case AskPlace():
            return Question(kind=QuestionKind.PLACE)
        case AskName() | AskWhom():
            return Question(kind=QuestionKind.NAME)
        case AskOrder(days=days) if len(days) > 1:
            return Question(kind=QuestionKind.ROUND, days=days)
        case AskSubstitute():
            return Question(kind=QuestionKind.YES_NO, skus=(ask.substitute,))
        case AskHelper() | AskNumber() | AskWait() | AskWatch():
            return Question(kind=QuestionKind.YES_NO, offers=True)
        case AskRest() | AskWeight() | AskMove() | AskStop() | AskOrder():
            return Question(kind=QuestionKind.YES_NO)
