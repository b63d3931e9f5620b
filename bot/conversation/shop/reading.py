"""What a phrase typed in a shop's group asks for, if it is for the bot at all.

    ok 4821 · 4821 sans baguette · manque baguette, tradition à la place 4821 · refus 4821 fermé
    comté 4821 : 512 g · rôti 1,12 · plus de croissants aujourd'hui · à nouveau des croissants

The number may be left out in a reply to a card, or where only one open order fits. Talk among
people is left alone: a phrase counts only where little in it is strange.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tournee.bot.conversation import phrases
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.phrases import Cue, Named, Number, Phrase, Weight
from tournee.bot.conversation.shop import goods, look
from tournee.bot.conversation.shop.replies import (
    HelpGiven,
    NoOrderHolds,
    NotByWeight,
    NotInOrder,
    NotSoldHere,
    UnknownOrder,
)
from tournee.bot.conversation.shop.state import (
    Accept,
    Missing,
    OffSale,
    OnSale,
    Picking,
    Refuse,
    Weigh,
    Wish,
)
from tournee.catalog.model import Sku
from tournee.orders.model import Order, OrderNumber, OrderStatus
from tournee.orders.pricing import is_weighed

CUES: Final = frozenset(
    {
        Cue.ACCEPT,
        Cue.MISSING,
        Cue.WITHOUT,
        Cue.NO_MORE,
        Cue.BACK,
        Cue.REFUSE,
        Cue.INSTEAD,
        Cue.INSTEAD_OF,
        Cue.BY,
        Cue.UNTIL,
        Cue.ALL,
        Cue.NOTHING,
        Cue.HELP,
        Cue.LIST,
        Cue.YES,
        Cue.NO,
    }
)
ACTING: Final = frozenset(
    {Cue.ACCEPT, Cue.MISSING, Cue.WITHOUT, Cue.NO_MORE, Cue.REFUSE, Cue.BY, Cue.INSTEAD}
)
_LACKING: Final = frozenset({Cue.MISSING, Cue.WITHOUT, Cue.NO_MORE})
SOME_STRANGE: Final = 2
"""Strange words that a phrase for the bot may hold; with more it is talk."""


MOST_TIMES: Final = 3
"""How often what was ordered a weight may be before it is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One of these is set; none of them: the phrase is not for the bot."""

    wishes: tuple[Wish, ...] = ()
    options: tuple[tuple[Wish, ...], ...] = ()
    """Not sure: the group is asked which."""
    picking: Picking | None = None
    """The card offers what is still to be chosen."""
    reply: Reply | None = None
    asks: Cue | None = None
    """LIST or HELP."""

    def __bool__(self) -> bool:
        return bool(self.wishes or self.options or self.picking or self.reply or self.asks)


NOTHING: Final = Understood()


def read_phrase(text: str, facts: Facts, cues: frozenset[Cue] = CUES) -> Phrase:
    reader = phrases.Reader(
        now=facts.now,
        zone=facts.village.settings.zone,
        cues=cues,
        numbers=frozenset(int(o.number) for o in facts.orders if o.shop == look.shop_of(facts)),
        index=look.index(facts),
    )
    return reader.read(text)


class Reading:
    """One phrase against the orders that it may be about."""

    def __init__(self, phrase: Phrase, facts: Facts, about: OrderNumber | None) -> None:
        self.phrase = phrase
        self.facts = facts
        said = [OrderNumber(a.value) for a in phrase.atoms if isinstance(a, Number)]
        self.numbers = tuple(dict.fromkeys(said or ([about] if about is not None else [])))
        self.exact = bool(self.numbers)
        """The order is named by its number or its card."""
        self.strange_words = {t.norm for t in phrase.strange}
        self.named = tuple(a for a in phrase.atoms if isinstance(a, Named))
        self.weights = tuple(a for a in phrase.atoms if isinstance(a, Weight))
        self.cues = phrase.cues
        if (self.cues or self.weights) and not self.numbers:
            self._find_customer()
        self.strange = len(self.strange_words)

    def _find_customer(self) -> None:
        """'ok pour Mme Durand' names the one open order of that name."""
        orders = look.open_orders(self.facts)
        named = {o.number: self.strange_words & look.name_words(self.facts, o) for o in orders}
        found = [number for number, words in named.items() if words]
        if len(found) == 1:
            self.numbers = (found[0],)
            self.strange_words -= named[found[0]]

    def understood(self) -> Understood:
        """Return what is asked for; with strange words and no number it is asked, not done."""
        found = self._meant()
        if found.wishes and self.strange and not self.exact:
            return Understood(options=(found.wishes,))
        return found

    def _meant(self) -> Understood:
        cues = set(self.cues)
        first = self.cues[0] if self.cues else None
        if first is Cue.REFUSE:
            return self.refusal()
        if first is Cue.BACK or (Cue.BACK in cues and not cues & _LACKING):
            return self.on_sale()
        instead = bool(cues & {Cue.INSTEAD, Cue.INSTEAD_OF, Cue.BY})
        if self.of_the_day() or (first is Cue.NO_MORE and not self.numbers and not instead):
            return self.off_sale()
        if cues & _LACKING or cues & {Cue.INSTEAD, Cue.INSTEAD_OF}:
            return self.missing()
        if Cue.BY in cues and len(self.named) > 1:
            return self.missing()
        if self.weights and not cues - ({Cue.ACCEPT, Cue.ALL} if Cue.ACCEPT in cues else set()):
            return self.weighing()
        agreed = Cue.ACCEPT in cues or (Cue.YES in cues and self.exact)
        if agreed and not self.named:
            return self.acceptance()
        return self.asking()

    def of_the_day(self) -> bool:
        """'pas de croissants aujourd'hui' is not about one order."""
        day = any(isinstance(a, phrases.Day) for a in self.phrase.atoms)
        return day and bool(set(self.cues) & _LACKING) and bool(self.named)

    # --- orders as a whole -----------------------------------------------------------------------

    def acceptance(self) -> Understood:
        if self.strange or self.weights or set(self.cues) - {Cue.ACCEPT, Cue.ALL, Cue.YES}:
            return NOTHING
        if self.numbers:
            return Understood(wishes=tuple(Accept(number=n) for n in self.numbers))
        waiting = look.waiting(self.facts)
        wishes = tuple(Accept(number=o.number) for o in waiting)
        if Cue.ALL in self.cues or len(waiting) == 1:
            return Understood(wishes=wishes)
        return Understood(options=tuple((w,) for w in wishes))

    def refusal(self) -> Understood:
        if self.numbers and (self.exact or not self.strange):
            reason = self.reason() if self.exact else ""
            wishes = tuple(Refuse(number=n, reason=reason) for n in self.numbers)
            return Understood(wishes=wishes)
        if self.strange or self.named or self.weights or len(self.cues) > 1:
            return NOTHING
        waiting = tuple((Refuse(number=o.number),) for o in look.waiting(self.facts))
        return Understood(wishes=waiting[0]) if len(waiting) == 1 else Understood(options=waiting)

    def reason(self) -> str:
        """What was written beside the number and the word for refusing."""
        taken = [a for a in self.phrase.atoms if isinstance(a, Number)]
        cue = next(a for a in self.phrase.atoms if isinstance(a, phrases.Said))
        start = max(atom.end for atom in [*taken, cue])
        rest = self.phrase.tokens[start:]
        return self.phrase.text[rest[0].start :].strip(" ,;:.-–—()") if rest else ""

    def asking(self) -> Understood:
        if self.strange or self.named:
            return NOTHING
        for cue in (Cue.LIST, Cue.HELP):
            if self.cues == (cue,) and not self.weights:
                return Understood(asks=cue)
        return NOTHING

    # --- goods off sale and back -----------------------------------------------------------------

    def off_sale(self) -> Understood:
        if self.strange > SOME_STRANGE:
            return NOTHING
        skus = self.all_meant()
        if not skus:
            return self.not_sold()
        return Understood(
            wishes=(OffSale(skus=skus, until=goods.off_until(self.phrase, self.facts)),)
        )

    def on_sale(self) -> Understood:
        skus = self.all_meant()
        if not skus or self.strange > SOME_STRANGE:
            return NOTHING
        return Understood(wishes=(OnSale(skus=skus),))

    def all_meant(self) -> tuple[Sku, ...]:
        skus = (s for named in self.named for s in goods.meant(self.phrase, named, self.facts))
        return tuple(dict.fromkeys(skus))

    def not_sold(self) -> Understood:
        if not 0 < self.strange <= SOME_STRANGE or self.weights:
            return NOTHING
        first = next(a for a in self.phrase.atoms if isinstance(a, phrases.Said))
        if self.phrase.strange[0].start < self.phrase.tokens[first.start].start:
            return NOTHING  # 'la tournée est finie'
        text = " ".join(t.text for t in self.phrase.strange)
        return Understood(reply=NotSoldHere(text=text))

    # --- lines -----------------------------------------------------------------------------------

    def missing(self) -> Understood:
        if not self.numbers and self.strange > SOME_STRANGE:
            return NOTHING
        pairs = goods.missing_pairs(self.phrase)
        if not pairs:
            return self.missing_unnamed()
        found = [self.one_missing(gone, instead) for gone, instead in pairs]
        if len(found) == 1:
            return found[0]
        settled = [f for f in found if f.wishes]
        unsettled = next((f for f in found if not f.wishes), None)
        wishes = tuple(w for f in settled for w in f.wishes)
        return unsettled if unsettled and not wishes else Understood(wishes=wishes)

    def missing_unnamed(self) -> Understood:
        """'il manque un article 4821': the card asks which."""
        if not self.numbers or self.strange > SOME_STRANGE:
            return NOTHING
        order = look.order(self.facts, self.numbers[0])
        if order is None:
            return NOTHING
        if self.strange:
            text = " ".join(t.text for t in self.phrase.strange)
            return Understood(reply=NotInOrder(text=text, order=order))
        return Understood(picking=Picking(number=order.number))

    def one_missing(self, gone: Named, instead: Named | None) -> Understood:
        options = []
        for order in self.orders(look.MISSABLE):
            if (line := goods.line_like(order, gone)) is not None:
                substitute = goods.substitute_like(self.facts, instead, line)
                if instead is not None and substitute is None:
                    return Understood(picking=Picking(number=order.number, sku=line.item.sku))
                wish = Missing(number=order.number, sku=line.item.sku, substitute=substitute)
                options.append((wish,))
        if len(options) > 1 and not self.numbers:
            return Understood(options=tuple(options))
        if options:
            return Understood(wishes=options[0])
        return self.no_such_line(gone)

    def no_such_line(self, gone: Named) -> Understood:
        text = self.phrase.words(gone)
        for number in self.numbers:
            if (order := look.order(self.facts, number)) is not None:
                if order.status not in look.MISSABLE:
                    return Understood(wishes=(Missing(number=number, sku=goods.best(gone)),))
                return Understood(reply=NotInOrder(text=text, order=order))
        skus = goods.meant(self.phrase, gone, self.facts)
        until = goods.off_until(self.phrase, self.facts)
        return Understood(options=((OffSale(skus=skus, until=until),),)) if skus else NOTHING

    def weighing(self) -> Understood:
        if self.strange > (SOME_STRANGE if self.numbers else 0):
            return NOTHING
        if (figure := goods.figure_beside_weight(self.phrase)) is not None:
            numbers = tuple(o.number for o in look.open_orders(self.facts))
            return Understood(reply=UnknownOrder(text=figure, open=numbers))
        pairs = goods.weighed_pairs(self.phrase)
        found = [self.one_weighed(named, weight) for named, weight in pairs]
        wishes = tuple(w for f in found for w in f.wishes)
        accepted = self._accepted_beside(wishes) if Cue.ACCEPT in self.cues else ()
        if any(isinstance(w, Weigh) and self._unlikely(w) for w in wishes):
            return Understood(options=((*accepted, *wishes),))
        others = [Accept(number=o.number) for o in look.waiting(self.facts)]
        if wishes and Cue.ALL in self.cues and (more := [o for o in others if o not in accepted]):
            return Understood(options=((*accepted, *wishes, *more),))
        if wishes:
            return Understood(wishes=(*accepted, *wishes))
        return next((f for f in found if f), NOTHING)

    def _accepted_beside(self, weights: tuple[Wish, ...]) -> tuple[Wish, ...]:
        """'1,2 kg le rôti et le reste ok' accepts the order that the roast is of."""
        meant = {*self.numbers, *(w.number for w in weights if isinstance(w, Weigh))}
        placed = self.orders(frozenset({OrderStatus.PLACED}))
        return tuple(Accept(number=o.number) for o in placed if o.number in meant)

    def _unlikely(self, wish: Weigh) -> bool:
        """Tell whether a weight is so far beyond what was ordered that it may be a price."""
        order = look.order(self.facts, wish.number)
        line = look.line_of(order, wish.sku) if order is not None else None
        return line is not None and wish.weight > MOST_TIMES * line.quantity

    def one_weighed(self, named: Named | None, weight: Decimal) -> Understood:
        options: list[tuple[Wish, ...]] = []
        for order in self.orders(look.WEIGHABLE):
            line = goods.weighed_line(order, named)
            if line is not None:
                options.append((Weigh(number=order.number, sku=goods.called(line), weight=weight),))
        if named is None:
            fits = bool(options) and (bool(self.numbers) or len(options) == 1)
            return Understood(wishes=options[0]) if fits and self.numbers else NOTHING
        if len(options) == 1 or (options and self.numbers):
            return Understood(wishes=options[0])
        return Understood(options=tuple(options)) if options else self.nothing_to_weigh(named)

    def nothing_to_weigh(self, named: Named) -> Understood:
        product = look.product(self.facts, goods.best(named))
        if product is None:
            return NOTHING
        for number in self.numbers:
            order = look.order(self.facts, number)
            if order is not None and goods.line_like(order, named) is not None:
                return Understood(reply=NotByWeight(product=product))
            if order is not None:
                return Understood(reply=NotInOrder(text=self.phrase.words(named), order=order))
        if is_weighed(product) and not self.strange:
            return Understood(reply=NoOrderHolds(product=product))
        return NOTHING

    def orders(self, states: Iterable[OrderStatus]) -> tuple[Order, ...]:
        """Return those that are meant, of the open ones in these states."""
        wanted = frozenset(states)
        return tuple(
            o
            for o in look.open_orders(self.facts)
            if o.status in wanted and (not self.numbers or o.number in self.numbers)
        )


def help_for(facts: Facts, number: OrderNumber | None = None) -> HelpGiven:
    """Return examples made of the shop's own goods and an order that is open."""
    orders = look.open_orders(facts)
    number = number or (orders[-1].number if orders else OrderNumber(4821))
    products = look.own_products(facts)
    weighed = next((p for p in products if is_weighed(p)), None)
    return HelpGiven(number=number, products=products[:2], weighed=weighed)
