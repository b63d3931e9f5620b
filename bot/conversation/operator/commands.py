"""The operators' commands: one table of what each is called, who may use it, and what it does.

A command begins with a slash; its words are data of every language (`nlu/data/<locale>/roles.yml`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tournee.bot.conversation import money_words, phrases
from tournee.bot.conversation.catalogue.values import price_in
from tournee.bot.conversation.catalogue.words import is_word
from tournee.bot.conversation.commands import Invite, Unbind
from tournee.bot.conversation.events import LinkChanged, Said
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.operator import (
    alerts,
    announce,
    cash,
    founding,
    look,
    people,
    people_words,
    printing,
    rounds,
    service_message,
    shelves,
    statistics,
)
from tournee.bot.conversation.operator.replies import (
    HelpGiven,
    LinkShown,
    SmsShown,
    UnknownCommand,
)
from tournee.bot.conversation.operator.state import State
from tournee.catalog.model import Role
from tournee.catalog.quantity import Money
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import fold, tokenize

OPERATORS_ONLY: Final = frozenset(
    {
        *("person", "add_person", "role", "merge", "bar", "unbar", "part", "invite"),
        *("announce", "tell", "alerts", "village", "sms", "stats", "print", "link", "unlink"),
    }
)
"""Commands that mean nothing to anybody else; 'données' and 'oublie' do, in their own words."""
_SHOPS_TOO: Final = frozenset({"print"})
_OF_SOMEBODY: Final = frozenset({"data", "erase"})
"""Operators' alone with somebody's name behind them."""
_FOR: Final = frozenset({"pour", "for", "para"})
LONGEST: Final = 3000
"""Characters of a command that are read."""
_ON_THE_WALK: Final = frozenset({"village", "undo", "history", "link", "help", "invite"})
"""Commands that somebody who makes a village may write between two of its questions."""
_SHORT: Final = 4
"""Letters of a command in which two slips make another word."""
_PHONE_NUMBER: Final = re.compile(r"\+?\d[\d .-]{7,}\d")
_ARTICLE: Final = re.compile(r"^(?:une?|an?|a|una?)\s+", re.IGNORECASE)
_AT: Final = re.compile(r"\s+(?:aux?|à la|à l'|à|at|in|en)\s+", re.IGNORECASE)
"""Before the place in 'Paulette Roy au moulin'."""
_NEAR: Final = 2
"""Slips of the finger within which a command is guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One command as it was written."""

    state: State
    facts: Facts
    argument: str
    """What stands after the command's name."""
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    key: str
    """In `roles.yml` and in the help."""
    roles: frozenset[Role]
    """Who may use it."""
    handle: Callable[[Call], Turn[State]]


def say(state: State, *replies: Reply) -> Turn[State]:
    return Turn(state=state, says=tuple(Say(reply=r) for r in replies))


def run(said: Said, state: State, facts: Facts) -> Turn[State]:
    """Carry out a message that begins with a slash."""
    name, argument = _parts(said.text)
    norm = _norm(name)
    key = _keys().get(norm)
    command = next((c for c in COMMANDS if c.key == key), None)
    if command is None or (facts.me is not None and facts.me.role not in command.roles):
        locale = facts.village.settings.locales[0]
        return say(state, UnknownCommand(text=name, nearest=_nearest(norm, locale)))
    if key not in _ON_THE_WALK:
        state = founding.left(state, facts)
    return command.handle(Call(state=state, facts=facts, argument=argument, said=said))


def argument_of(text: str, key: str) -> str:
    """Return what stands after the command of a key; empty for any other message."""
    name, argument = _parts(text) if is_command(text) else ("", "")
    return argument if _keys().get(_norm(name)) == key else ""


def spoken_for(text: str) -> str:
    """Return what follows 'pour' in 'pour Mme Durand 2 baguettes'; empty for anything else."""
    first, _, rest = text.strip().partition(" ")
    return rest if fold(first) in _FOR else ""


def spoken(text: str) -> str | None:
    """Return the command that is said without its slash, where it changes nothing by itself.

    'fusionne Durand et Benali' proposes; 'annule' lists what can be taken back; 'ajoute Lucette
    Bardin 06 39 98 01 23' has a button that takes it back.
    """
    first, _, rest = text.strip(" .!").partition(" ")
    key = _keys().get(_norm(first))
    if key == "merge" and rest:
        return f"/{first} {rest}"
    if key == "undo" and (not rest or is_word("undo_rest", rest)):
        return f"/{first}"
    added = _added(text)
    return None if added is None or _works(added) else f"/{_word('add_person')} {added}"


def adds_worker(text: str) -> bool:
    """Tell whether 'ajoute un livreur Paul Roche 06 …' wants two commands in one."""
    added = _added(text)
    return added is not None and _works(added)


def _works(added: str) -> bool:
    first = tokenize(added.partition(" ")[0])
    return people_words.first("role_names", first) is not None


def _added(text: str) -> str | None:
    """Return whom a sentence adds: a name, perhaps a place, and a number that is no price."""
    first, _, rest = text.strip(" .!").partition(" ")
    if _keys().get(_norm(first)) != "add_person" and not is_word("add", first):
        return None
    number = _PHONE_NUMBER.search(rest)
    if number is None or price_in(_PHONE_NUMBER.sub("", rest)) is not None:
        return None
    return _AT.sub(", ", _ARTICLE.sub("", rest))


def _word(key: str) -> str:
    """Return a word for a command."""
    return next(word for word, known in _keys().items() if known == key)


def _parts(text: str) -> tuple[str, str]:
    """Split '/jour@saint_aubin_bot demain' into a command's name and the rest."""
    name, *rest = text.lstrip().removeprefix("/")[:LONGEST].strip().split(maxsplit=1) or [""]
    return name.partition("@")[0], rest[0] if rest else ""


def _norm(name: str) -> str:
    return "_".join(token.norm for token in tokenize(name.replace("_", " ")))


def is_command(text: str) -> bool:
    return text.lstrip().startswith("/")


def is_operators(text: str, *, in_shop: bool = False) -> bool:
    """Whether a command is one that only operators may use; a shop has some of its own."""
    name, argument = _parts(text) if is_command(text) else ("", "")
    key = _keys().get(_norm(name))
    if in_shop and key in _SHOPS_TOO:
        return False
    return key in OPERATORS_ONLY or (key in _OF_SOMEBODY and argument[:1].isupper())


def is_help(text: str) -> bool:
    """'aide' alone needs no slash."""
    norms = tuple(t.norm for t in tokenize(text) if t.is_word)
    return len(norms) == 1 and _keys().get(norms[0]) == "help"


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    """Return the command of each word."""
    return {
        _norm(word): key
        for file in ("catalogue", "townhall", "money", "roles")
        for locale in LOCALES
        for key, words in load_words(locale, file)["commands"].items()
        for word in words
    }


@lru_cache(maxsize=4)
def _words_of(locale: str) -> tuple[str, ...]:
    """Return the commands' words in one language."""
    read = locale if locale in LOCALES else LOCALES[0]
    return tuple(
        _norm(word)
        for file in ("catalogue", "townhall", "money", "roles")
        for words in load_words(read, file)["commands"].values()
        for word in words
    )


def _nearest(norm: str, locale: str) -> str | None:
    """Return the word of the village's language that was mistyped; of a short one, one letter."""
    most = _NEAR if len(norm) > _SHORT else 1
    near = [(phrases.distance(norm, word), word) for word in _words_of(locale)]
    best = min((pair for pair in near if pair[0] <= most), default=None)
    return best[1] if best else None


# --- what they do --------------------------------------------------------------------------------


def _help(call: Call) -> Turn[State]:
    return say(call.state, HelpGiven(commands=tuple(c.key for c in COMMANDS)))


def _day(call: Call) -> Turn[State]:
    return say(call.state, look.day(call.state, call.facts))


def _round(call: Call) -> Turn[State]:
    """'/tournee vendredi deplacee samedi 10h'."""
    return rounds.run(call.argument, call.state, call.facts)


def _sms(call: Call) -> Turn[State]:
    """'/sms'."""
    currency = call.facts.village.settings.currency
    price = Money(amount=call.state.alerts.price, currency=currency)
    return say(call.state, SmsShown(spent=call.facts.sms, price=price))


def _print(call: Call) -> Turn[State]:
    """'/imprimer', '/imprimer vendredi', '/imprimer boulangerie'."""
    return printing.run(call.argument, call.state, call.facts)


def _stats(call: Call) -> Turn[State]:
    """'/stats', '/stats mois'."""
    return statistics.run(call.state, call.facts)


def _link(call: Call) -> Turn[State]:
    """'/lien boulangerie', '/lien operateurs', '/lien Jeanne Durand'."""
    if not call.argument:
        return say(call.state, HelpGiven(commands=("link",)))
    subject = look.subject(call.argument, call.facts)
    if subject is None:
        return say(call.state, LinkShown(change=LinkChanged(what="unknown", subject=call.argument)))
    return Turn(state=call.state, commands=(Invite(subject=subject),))


def _unlink(call: Call) -> Turn[State]:
    """'/delier boulangerie'."""
    if not call.argument:
        return say(call.state, HelpGiven(commands=("unlink",)))
    subject = look.subject(call.argument, call.facts)
    if subject is None:
        return say(call.state, LinkShown(change=LinkChanged(what="unknown", subject=call.argument)))
    return Turn(state=call.state, commands=(Unbind(subject=subject),))


def _cash(call: Call) -> Turn[State]:
    """'/caisse', '/caisse boulangerie 52,30 pièce perdue'."""
    taken = cash.receive(call.facts, call.argument) if call.argument else None
    if taken is not None:
        return Turn(state=call.state, commands=(taken,))
    return say(call.state, cash.shown(call.facts))


def _accounts(call: Call) -> Turn[State]:
    """'/comptes', '/comptes 2026-10'."""
    now = call.facts.now.astimezone(call.facts.village.settings.zone)
    month = money_words.asked_month(call.said.text, now)
    return say(call.state, cash.sales(call.facts, *month)) if month else _help(call)


def _about(key: str) -> Command:
    """A command about one person, by the key of `people.HANDLERS`."""

    def handle(call: Call) -> Turn[State]:
        return people.about(key, call.argument, call.state, call.facts, call.said)

    return Command(key=key, roles=_OPERATORS, handle=handle)


def _catalogue(key: str) -> Command:
    """A command about shops, goods and their history."""

    def handle(call: Call) -> Turn[State]:
        return shelves.command(key, call.argument, call.state, call.facts)

    return Command(key=key, roles=_OPERATORS, handle=handle)


def _merge(call: Call) -> Turn[State]:
    return people.merge(call.argument, call.state, call.facts)


def _village(call: Call) -> Turn[State]:
    return founding.run(call.state, call.facts)


def _alerts(call: Call) -> Turn[State]:
    return alerts.run(call.argument, call.state, call.facts)


def _announce(call: Call) -> Turn[State]:
    return announce.run(call.argument, call.state, call.facts)


def _tell(call: Call) -> Turn[State]:
    """'/message vendredi Le camion a 30 min de retard'."""
    return service_message.run(call.argument, call.state, call.facts)


def _add_person(call: Call) -> Turn[State]:
    return people.add(call.argument, call.state, call.facts)


_OPERATORS: Final = frozenset({Role.OPERATOR})
COMMANDS: Final = (
    Command(key="day", roles=_OPERATORS, handle=_day),
    Command(key="round", roles=_OPERATORS, handle=_round),
    Command(key="sms", roles=_OPERATORS, handle=_sms),
    Command(key="print", roles=_OPERATORS, handle=_print),
    Command(key="stats", roles=_OPERATORS, handle=_stats),
    Command(key="link", roles=_OPERATORS, handle=_link),
    Command(key="unlink", roles=_OPERATORS, handle=_unlink),
    _about("person"),
    Command(key="add_person", roles=_OPERATORS, handle=_add_person),
    _about("order_for"),
    _about("role"),
    _about("invite"),
    Command(key="merge", roles=_OPERATORS, handle=_merge),
    _about("bar"),
    _about("unbar"),
    _about("part"),
    _about("data"),
    _about("erase"),
    Command(key="cash", roles=_OPERATORS, handle=_cash),
    Command(key="accounts", roles=_OPERATORS, handle=_accounts),
    Command(key="village", roles=_OPERATORS, handle=_village),
    Command(key="alerts", roles=_OPERATORS, handle=_alerts),
    Command(key="announce", roles=_OPERATORS, handle=_announce),
    Command(key="tell", roles=_OPERATORS, handle=_tell),
    *map(_catalogue, shelves.KEYS),
    Command(key="help", roles=_OPERATORS, handle=_help),
)
