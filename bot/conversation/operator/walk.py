"""The questions of '/village', and which comes next: what the village lacks says so."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from tournee.bot.conversation.commands import Command
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.operator import finding
from tournee.catalog.errors import Fault
from tournee.catalog.model import PersonSlug, PlaceSlug, Role, Shop, ShopSlug, Village

if TYPE_CHECKING:
    from tournee.bot.conversation.operator.state import State

Step = Literal[
    "name",
    "phone",
    "places",
    "shop",
    "shop_hours",
    "shop_place",
    "shop_phone",
    "shops_more",
    "round",
    "round_times",
    "round_cutoff",
    "round_places",
    "round_capacity",
    "rounds_more",
    "driver",
    "keeper",
    "done",
]
FIRST: Final[tuple[Step, ...]] = (
    "name",
    "phone",
    "places",
    "shop",
    "shops_more",
    "round",
    "rounds_more",
    "driver",
    "keeper",
)
"""The questions that begin something, in the order in which they are asked."""
MAY_SKIP: Final = frozenset(
    {"phone", "shop_phone", "round_capacity", "shops_more", "rounds_more", "driver", "keeper"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One operator's way through the questions, and what is described just now."""

    by: PersonSlug
    step: Step
    skipped: tuple[str, ...] = ()
    """Questions that were passed over; of a shop's people with the shop's slug."""
    name: str = ""
    hours: str = ""
    place: PlaceSlug | None = None
    days: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    cutoff: str = ""
    places: tuple[PlaceSlug, ...] = ()
    shop: ShopSlug | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAsked(Reply):
    """The next question."""

    step: Step
    name: str = ""
    """Of what is being described: the shop, the round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRefused(Reply):
    """An answer that does not fit; the question is put again."""

    step: Step
    value: str
    faults: tuple[Fault, ...] = ()
    """What the folder's rules say, where no sentence of ours does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageShown(Reply):
    """What there is so far."""

    village: Village
    drivers: int
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepKept(Reply):
    what: Literal["village", "place", "shop", "round", "person"]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkPaused(Reply):
    """'/village' goes on."""


FoundingReply = StepAsked | StepRefused | VillageShown | StepKept | WalkPaused


# --- which question ------------------------------------------------------------------------------


def next_step(walk: Walk, facts: Facts) -> Walk:
    """Return the walk at the first question that is open."""
    for step in FIRST:
        if step == "keeper":
            shop = _without_keeper(walk, facts)
            if shop is not None:
                return replace(_fresh(walk), step="keeper", shop=shop.slug, name=shop.name)
        elif step not in walk.skipped and _lacks(step, facts):
            return replace(_fresh(walk), step=step)
    return replace(_fresh(walk), step="done")


def _fresh(walk: Walk) -> Walk:
    return Walk(by=walk.by, step=walk.step, skipped=walk.skipped)


def _lacks(step: Step, facts: Facts) -> bool:
    village = facts.village
    match step:
        case "name":
            return village.settings.name in {"", village.settings.slug}
        case "phone":
            return village.settings.phone is None
        case "places":
            return not village.places
        case "shop":
            return not village.shops
        case "round":
            return not village.rounds
        case "shops_more" | "rounds_more":
            return True
        case "driver":
            return not any(p.role is Role.DRIVER for p in finding.everybody(facts))
    return False


def _without_keeper(walk: Walk, facts: Facts) -> Shop | None:
    kept = {p.shop for p in finding.everybody(facts) if p.role is Role.SHOPKEEPER}
    open_shops = (
        s
        for s in facts.village.shops
        if s.slug not in kept and f"keeper:{s.slug}" not in walk.skipped
    )
    return next(open_shops, None)


def of_operator(state: "State", facts: Facts) -> Walk | None:
    if facts.me is None:
        return None
    return next((w for w in state.walks if w.by == facts.me.slug and not w.paused), None)


def kept(state: "State", walk: Walk) -> "State":
    others = tuple(w for w in state.walks if w.by != walk.by)
    return replace(state, walks=others if walk.step == "done" else (*others, walk))


# --- what is said ---------------------------------------------------------------------------------


def shown(facts: Facts, *, complete: bool = False) -> VillageShown:
    drivers = sum(p.role is Role.DRIVER for p in finding.everybody(facts))
    return VillageShown(village=facts.village, drivers=drivers, complete=complete)


def asked(state: "State", walk: Walk, facts: Facts, *before: Reply) -> Turn["State"]:
    replies = [*before]
    if walk.step == "done":
        if not any(isinstance(r, VillageShown) for r in replies):
            replies.append(shown(facts, complete=True))
    else:
        replies.append(StepAsked(step=walk.step, name=walk.name))
    says = tuple(Say(reply=r) for r in replies[:-1])
    return Turn(state=kept(state, walk), says=(*says, Say(reply=replies[-1], card=None)))


def refused(state: "State", walk: Walk, value: str) -> Turn["State"]:
    says = (
        Say(reply=StepRefused(step=walk.step, value=value[:80])),
        Say(reply=StepAsked(step=walk.step, name=walk.name)),
    )
    return Turn(state=state, says=says)


def do(state: "State", walk: Walk, *commands: Command) -> Turn["State"]:
    return Turn(state=kept(state, walk), commands=commands)
