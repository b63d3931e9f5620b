"""For whom an order is, where that is not who writes: 'pour ma voisine', 'pareil pour maman'.

    whom = 'pour' (kin [NAME] [PLACE] | title NAME [PLACE])

Whoever is named once as somebody's mother or neighbour is meant by it the next time. Of somebody
who was never named, name and place are asked: a bag for a neighbour is not left at one's own door.
Those who live with the one who writes get theirs at home. Words are data (`habits.yml`).
"""

from dataclasses import replace
from typing import Final

from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import circle, look
from tournee.bot.conversation.resident.cues import Habit, cues, has
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.state import AskWhom, State
from tournee.catalog.model import PlaceSlug
from tournee.nlu.model import Intent, Parse
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import fold, tokenize
from tournee.orders.model import Beneficiary

MOST_KIN: Final = 6
"""People that are remembered by what they are to the one who writes, the newest first."""
LONGEST_NAME: Final = 60


def meant(state: State, parse: Parse, facts: Facts) -> State:
    """Take in for whom a message says that it is; `state.whom` is set where that is to be asked."""
    name = look.proper(parse.person or "")
    at_home = parse.kin and has(parse.kin, Habit.HOUSEHOLD)
    if at_home and not name:
        return replace(state, place=parse.place) if parse.place else state
    if parse.place and not name and (met := dict(state.kin).get(parse.kin)):
        return replace(state, beneficiary=replace(met, place=parse.place), whom="")
    if name or parse.place:
        held = state.beneficiary
        same = held is not None and not parse.kin and not name
        called = held.name if held is not None and same else name
        settled = _settled(state, parse.kin, called, parse.place, facts)
        return replace(settled, whom=parse.kin) if parse.kin and not called else settled
    known = dict(state.kin).get(parse.kin) or _only_one(facts)
    if known is not None:
        return replace(state, beneficiary=known, whom="")
    if not parse.kin or state.beneficiary is not None:
        return state
    return replace(state, whom=parse.kin)


def borrowing(said: Said, parse: Parse, facts: Facts) -> Parse:
    """Let 'c'est Robert Petit, du téléphone de Mme Durand' be for Robert Petit.

    The one whose telephone it is, named alone, is whom the village knows it by.
    """
    owner = facts.me.name if facts.me else ""
    name = parse.person or ""
    if not (name and owner and has(said.text, Habit.BORROWED)):
        return parse
    if fold(name).split()[-1] in fold(owner).split():
        return parse
    wish = Intent.OTHER if parse.intent is Intent.HUMAN else parse.intent
    return replace(parse, beneficiary=True, intent=wish)


def spoken_for(parse: Parse, said: Said) -> Parse:
    """Let 'ma voisine Mme Blin voudrait 6 œufs' be for Mme Blin."""
    if parse.beneficiary or not parse.person or not (parse.lines or parse.unresolved):
        return parse
    tokens = tokenize(said.text)
    verb = next((c.start for c in cues(tokens) if c.habit is Habit.WISHES), None)
    if verb is None:
        return parse
    relations = (i for i in reversed(range(verb)) if grammar.has((tokens[i],), Role.KIN))
    kin = next(relations, verb)
    named = {token.norm for token in tokens[kin:verb]}  # 'c'est Jean, ma mère voudrait': not so
    if named.isdisjoint(fold(parse.person).split()):
        return parse
    return replace(parse, beneficiary=True, kin=tokens[kin].norm)


def answered(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Take the answer to whom it is for and where; None where the message is something else."""
    if not isinstance(state.asked, AskWhom) or parse.lines or parse.unresolved:
        return None
    if has(said.text, Habit.HERE) and not (parse.person or parse.place):
        return Outcome(state=replace(state, whom="", beneficiary=None))
    held = state.beneficiary.place if state.beneficiary else None
    place = parse.place or held
    name = (parse.answer.name if parse.answer else None) or parse.person or ""
    if not name and parse.place is None:
        return None
    settled = _settled(state, state.whom, look.proper(name), place, facts)
    nameless = not name and held is None
    return Outcome(state=replace(settled, whom=state.whom) if nameless else settled)


def _settled(state: State, kin: str, name: str, place: PlaceSlug | None, facts: Facts) -> State:
    name = name[:LONGEST_NAME]
    known = circle.helped(facts, name) or next(
        (p for p in facts.village.people if p.name.casefold() == name.casefold()), None
    )
    whom = Beneficiary(
        name=name or (known.name if known else ""),
        place=place or (known.place if known else None),
        person=known.slug if known else None,
    )
    kept = tuple((word, other) for word, other in state.kin if word != kin)
    kin_known = ((kin, whom), *kept)[:MOST_KIN] if kin and name else state.kin
    return replace(state, beneficiary=whom, whom="", kin=kin_known)


def placed(state: State, place: PlaceSlug) -> State:
    """Keep where the one lives for whom it is."""
    if state.beneficiary is None:
        return state
    there = replace(state.beneficiary, place=place)
    kin = tuple((k, there if whom == state.beneficiary else whom) for k, whom in state.kin)
    return replace(state, beneficiary=there, kin=kin)


def _only_one(facts: Facts) -> Beneficiary | None:
    """Return the one for whom the one who writes orders, where both agreed to that."""
    known = circle.helped(facts, "")
    if known is None:
        return None
    return Beneficiary(name=known.name, place=known.place, person=known.slug)
