"""What people write of the catalogue without a command, beside prices and what is left.

'la baguette passe à 1,15 à partir de lundi': a price holds at once, so it is asked about.
'rajoute une tarte aux fraises 12 euros au rayon pâtisserie': something new, in the shop that has
such goods, or that is asked for. 'la boulangerie est fermée demain': a shop's hours.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Final

from tournee.bot.conversation.catalogue import adding, desk, hours, reading, values, words
from tournee.bot.conversation.catalogue.finding import Scope, find, shop_named
from tournee.bot.conversation.catalogue.replies import HowTo, OperatorsOnly, Settled, SureAsked
from tournee.bot.conversation.catalogue.state import Question, Shelves, Sure, Verb, Where, Wish
from tournee.bot.conversation.model import Say, Turn
from tournee.catalog.model import Shop
from tournee.nlu.days import dates
from tournee.nlu.words.tokens import Token, fold, tokenize

_BEFORE_DAY: Final = frozenset(
    {
        *("a", "à", "au", "partir", "compter", "de", "du", "d", "d'", "des", "dès", "pour", "le"),
        *("from", "as", "of", "starting", "on", "desde", "el", "del", "partir"),
    }
)
_ARTICLE: Final = re.compile(r"^(?:une?|des|du|de la|le|la|les|an?|the|una?|el)\s+", re.IGNORECASE)
_IN_FIELD: Final = re.compile(
    r"[\s,]+(?:au|dans le|dans la|en|in the|in|en la)\s+([^\W\d]+)\s+(?=\S)", re.IGNORECASE
)
_AT: Final = frozenset({"a", "à", "au", "la", "le", "l'", "chez", "at", "the", "in", "en", "el"})
_AND: Final = re.compile(r"\s+(?:et|ni|and|nor|y|ni)\s+", re.IGNORECASE)
_OF: Final = re.compile(r"^(?:plus\s+)?(?:de\s+|d'|du\s+|des\s+|de la\s+)", re.IGNORECASE)
_SPOKEN: Final = frozenset(map(str, (Verb.REMOVE, Verb.RENAME, Verb.ON, Verb.OFF)))
"""Commands that are said without their slash."""
_STEP: Final = re.compile(r"(.+?)\s+(?:de|d'|by|en)\s+(\d\S*(?:\s*[^\W\d]+|\s*%)?)", re.IGNORECASE)
_PRICE_OF: Final = re.compile(
    r"^(?:(?:le |les |the |el |los )?(?:prix|prices?|precios?) )?"
    r"(?:de la|de l'|del?|du|des|d'|of the|of|les?|la|l'|the|el|los|las)?\s*",
    re.IGNORECASE,
)
_LONGEST_SHOP: Final = 5
"""Words of a shop's name."""


def sentence(text: str, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """Read a sentence that is plainly about the catalogue; None where it may be talk."""
    if "?" in text or "\n" in text:
        return None
    if (risen := _risen(text, shelves, scope)) is not None:
        return risen
    if scope.shop is not None:
        return _dated_price(text, shelves, scope) or _new(text, shelves, scope)
    return (
        _dated_price(text, shelves, scope)
        or _new(text, shelves, scope)
        or _hours_of_shop(text, shelves, scope)
        or _several(text, shelves, scope)
        or _command(text, shelves, scope)
    )


def placed(question: Question, place: int, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """Add what waited for its shop."""
    about = question.about
    if not isinstance(about, Where) or not 0 <= place < len(about.shops):
        return None
    shop = scope.facts.village.shop_by_slug.get(about.shops[place])
    if shop is None:
        return None
    turn = desk.settle(adding.add(about.text, shop, scope), shelves.without(question), scope)
    closed = Say(reply=Settled(done=True, what=shop.name), card=question.card)
    return replace(turn, says=(closed, *turn.says))


# --- a price from a day on -----------------------------------------------------------------------


def _dated_price(text: str, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    rest = _without_day(text, scope)
    told = reading.of_sentence(rest, scope) if rest else None
    if told is None or told.wish.verb is not Verb.PRICE:
        return None
    product = find(told.name, scope).one
    made = desk.made(told.wish, product, scope) if product is not None else None
    if not made or not isinstance(made, tuple):
        return desk.wished(told, shelves, scope)
    asking = Sure(changes=made)
    shelves, question = shelves.asking(desk.me(scope), scope.facts.now, asking)
    asked = SureAsked(changes=made, why="dated")
    return Turn(state=shelves, says=(Say(reply=asked, card=question.card),))


def _without_day(text: str, scope: Scope) -> str | None:
    """Take a day that is to come out of a sentence, with 'à partir de'; None without one."""
    tokens = tokenize(text)
    zone = scope.facts.village.settings.zone
    spans = [s for s in dates.spans(tokens, scope.facts.now, zone) if s.day is not None]
    span = max(spans, key=lambda s: (s.end - s.start, -s.start), default=None)
    tomorrow = scope.facts.now.astimezone(zone).date() + timedelta(days=1)
    if span is None or span.day is None or span.day < tomorrow:
        return None
    start = span.start
    while start and tokens[start - 1].norm in _BEFORE_DAY:
        start -= 1
    before = text[: tokens[start].start].rstrip(" ,")
    return f"{before} {text[tokens[span.end - 1].end :]}".strip(" ,")


# --- a price that goes up or down ----------------------------------------------------------------


def _risen(text: str, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """'augmente les baguettes de 10 centimes', 'baisse le comté de 5 %'."""
    tokens = tokenize(text)
    norms = tuple(token.norm for token in tokens)
    sign, start = next(
        (
            (sign, len(phrase))
            for name, sign in (("raise", "+"), ("lower", "-"))
            for phrase in words.phrases(name)
            if norms[: len(phrase)] == phrase
        ),
        ("", 0),
    )
    if not sign or len(tokens) <= start:
        return None
    match = _STEP.match(text[tokens[start].start :].strip(" .!"))
    if match is None or values.read_rise(f"{sign}{match[2]}", Decimal(1000)) is None:
        return None
    name = _PRICE_OF.sub("", match[1])
    if not find(name, scope).products:
        return None
    wish = Wish(verb=Verb.PRICE, value=f"{sign}{match[2]}")
    return desk.wished(reading.Told(name=name, wish=wish), shelves, scope)


# --- something new -------------------------------------------------------------------------------


def _new(text: str, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    rest = _after_add(text)
    if rest is None or values.price_in(rest) is None:
        return None
    if scope.shop is not None:
        return desk.say(shelves, OperatorsOnly())
    shop, rest = _shop_in(rest, scope)
    rest = _with_colons(_ARTICLE.sub("", rest.strip(" ,:")))
    shop = shop or _only_shop_of_category(rest, scope)
    if shop is not None:
        return desk.settle(adding.add(rest, shop, scope), shelves, scope)
    return desk.where(rest, shelves, scope)


def _after_add(text: str) -> str | None:
    tokens = tokenize(text)
    norms = tuple(token.norm for token in tokens)
    for phrase in words.phrases("add"):
        if norms[: len(phrase)] == phrase and len(tokens) > len(phrase):
            return text[tokens[len(phrase)].start :]
    return None


def _with_colons(text: str) -> str:
    """'au rayon pâtisserie' is 'rayon: pâtisserie'."""
    match = _IN_FIELD.search(text)
    if match is None or fold(match[1]) not in words.field_names():
        return text
    return f"{text[: match.start()]} {match[1]}: {text[match.end() :]}"


def _only_shop_of_category(text: str, scope: Scope) -> Shop | None:
    """Return the one shop that has goods of the category that is named."""
    fields = words.field_names()
    said = re.search(r"([^\W\d]+):\s*(.+)$", text)
    if said is None or fields.get(fold(said[1])) != "category":
        return None
    village, wanted = scope.facts.village, fold(said[2].strip(" .!"))
    shops = {p.shop for p in village.products if fold(p.category) == wanted}
    return village.shop_by_slug[shops.pop()] if len(shops) == 1 else None


# --- a shop's hours ------------------------------------------------------------------------------


def _hours_of_shop(text: str, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """'la boulangerie est fermée lundi', for the operators; a shop need not say which it is."""
    shop, rest = _shop_in(text, scope)
    if shop is None:
        return desk.say(shelves, HowTo(key="hours")) if hours.read(text, scope.facts) else None
    made = hours.changed(rest, shop, scope.facts)
    return None if made is None else desk.settle(made, shelves, scope)


def _shop_in(text: str, scope: Scope) -> tuple[Shop | None, str]:
    """Return the shop that a sentence names, and the sentence without it."""
    tokens = tokenize(text)
    for start, end in _windows(len(tokens)):
        named = text[tokens[start].start : tokens[end - 1].end]
        shop = shop_named(named, scope.facts) if _may_name(tokens[start:end]) else None
        if shop is not None:
            at = next(i for i in range(start, -1, -1) if not i or tokens[i - 1].norm not in _AT)
            rest = f"{text[: tokens[at].start]} {text[tokens[end - 1].end :]}"
            return shop, " ".join(rest.split())
    return None, text


def _windows(length: int) -> Iterator[tuple[int, int]]:
    """Yield every stretch of a few tokens, the longest first."""
    for size in range(min(_LONGEST_SHOP, length), 0, -1):
        for start in range(length - size + 1):
            yield start, start + size


def _may_name(tokens: Sequence[Token]) -> bool:
    return any(len(t.norm) > 3 and t.is_word for t in tokens)  # noqa: PLR2004


# --- several goods, and commands without their slash ---------------------------------------------


def _several(text: str, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """'baguette 1,30 et croissant 1,40', 'plus de pain de campagne ni de croissants'."""
    first, *others = _AND.split(text.strip(" .!"))
    told = reading.of_sentence(first, scope) if others else None
    if told is None or told.wish.verb not in {Verb.PRICE, Verb.OFF} or told.wish.until is not None:
        return None
    verb = told.wish.verb
    lines: list[tuple[Verb, str]] = [(verb, f"{told.name} {told.wish.value}")]
    for other in others:
        bare = _OF.sub("", other)
        more = reading.of_sentence(bare, scope)
        if verb is Verb.OFF and find(bare, scope).products:
            lines.append((verb, bare))
        elif more is not None and more.wish.verb is verb is Verb.PRICE:
            lines.append((verb, f"{more.name} {more.wish.value}"))
        else:
            return None
    return desk.lines_done(lines, shelves, scope)


def _command(text: str, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """'supprime la ficelle', 'renomme la baguette en pain long': a command that names a product."""
    name, _, rest = text.strip(" .!").partition(" ")
    key = words.commands().get(fold(name))
    rest = _ARTICLE.sub("", rest)
    if key not in _SPOKEN or not find(reading.of_line(Verb(key), rest, scope).name, scope).products:
        return None
    return desk.command(key, rest, shelves, scope)
