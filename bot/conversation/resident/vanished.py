"""Goods that have left the catalogue while they lay in a basket."""

from dataclasses import replace

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident.replies import SoldOut
from tournee.bot.conversation.resident.state import State, Vague, Want
from tournee.catalog.model import Sku


def dropped(state: State, facts: Facts) -> tuple[State, tuple[SoldOut, ...]]:
    """Take what is no product any more out of a basket; returns what there is to say of it."""
    known = facts.village.product_by_sku
    wants: list[Want] = []
    gone: list[Sku] = []
    for want in state.wants:
        if isinstance(want, Vague):
            skus = tuple(sku for sku in want.skus if sku in known)
            wants += [replace(want, skus=skus)] if skus else []
        elif want.sku in known:
            wants.append(want)
        else:
            gone.append(want.sku)
    if tuple(wants) == state.wants:
        return state, ()
    told = tuple(SoldOut(product=look.product(facts, sku)) for sku in dict.fromkeys(gone))
    stands = bool(wants) and state.asked is not None and state.asked.kind == "confirm"
    kept = state.asked if stands else None
    return replace(state, wants=tuple(wants), asked=kept), told
