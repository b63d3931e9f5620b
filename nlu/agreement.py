"""Whether a message agrees to what the bot has shown, beyond a plain 'oui': 'vendu !'.

    agreement = agree (agree | yes | agreeing)*

Nothing else may stand in it, since a yes binds to pay. Words are data (`answers.yml`); people mix
languages, so those of all are heard.
"""

from collections.abc import Collection, Sequence

from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.phrases import spoken
from tournee.nlu.words.tokens import Token


def agrees(tokens: Sequence[Token], days: Collection[int] = ()) -> bool:
    """Tell whether a message says nothing but that it is right as it is.

    `days` are tokens that name the day beside it: 'mardi alors d'accord'.
    """
    norms = [token.norm for token in tokens]
    i, agreed = 0, False
    while i < len(tokens):
        if i in days:
            i += 1
            continue
        found = spoken("answers", "agree", "agreeing", "suffice").at(tokens, i)
        yes = [end for end, said in grammar.at(norms, i) if said.role is Role.YES]
        if found or yes:
            agreed = agreed or bool(yes) or any(kind == "agree" for _, kind in found)
            i = max([*(end for end, _ in found), *yes])
        elif norms[i][0].isalnum() or "?" in norms[i]:
            return False
        else:
            i += 1
    return agreed


def suffices(tokens: Sequence[Token]) -> bool:
    """Tell whether a message says no more than that it will do: 'ça ira', 'ça ira merci'.

    To what is proposed that is a yes, to what is offered besides a no.
    """
    kinds, i = set[str](), 0
    while i < len(tokens):
        found = spoken("answers", "agree", "agreeing", "suffice").at(tokens, i)
        if found:
            i = max(end for end, _ in found)
            kinds |= {kind for _, kind in found}
        elif tokens[i].norm[0].isalnum() or tokens[i].norm == "?":
            return False
        else:
            i += 1
    return "suffice" in kinds


def consents(tokens: Sequence[Token]) -> bool:
    """Tell whether some word of a message agrees, and none refuses or asks.

    A yes binds to pay, and a model of intents takes 'pourquoi' and 'changer' for one.
    """
    norms = [token.norm for token in tokens]
    roles = [role.role for i in range(len(norms)) for _, role in grammar.at(norms, i)]
    agreed = Role.YES in roles or _says(tokens, "agree", "consent")
    return agreed and "?" not in norms and _REFUSING.isdisjoint(roles)


_REFUSING = frozenset({Role.NONE, Role.NEG, Role.CORR, Role.CHANGE, Role.REMOVE})


def doubts(tokens: Sequence[Token]) -> bool:
    """Tell whether a message has words that no yes comes with: 'super cher', 'pas top'."""
    return _says(tokens, "doubt")


def calls_off(tokens: Sequence[Token]) -> bool:
    """Tell whether some word of a message calls something off: 'annulez', 'laissez tomber'."""
    return _says(tokens, "calling_off")


def opts_out(tokens: Sequence[Token]) -> bool:
    """Tell whether some word of a message is of messages: 'ne m'écrivez plus'.

    'arrêtez les croissants' ends none.
    """
    return _says(tokens, "opting_out")


def _says(tokens: Sequence[Token], *kinds: str) -> bool:
    return any(spoken("answers", *kinds).at(tokens, i) for i in range(len(tokens)))
