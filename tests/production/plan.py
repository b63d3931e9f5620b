"""What a soak does, and what happened: kept here, apart from the bot that it is compared with."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tests.bot.flow import village
from tournee.catalog.model import Person, PersonSlug, Role, Sku, Village, VillageSlug

PLENTY, SCARCE = Sku("croissant"), Sku("croissant-amandes")
ORDER = 1
"""Which of a resident's words say what is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    villages: int
    residents: int
    """In each village."""
    processes: int
    kills: int
    cuts: int = 1
    """How often every connection to PostgreSQL and to Redis is cut."""
    restarts: int = 0
    """How often PostgreSQL, and as often Redis, is stopped at once and started again."""
    deliveries: int = 0
    """In each village, on the next day: bags that the driver hands over for cash."""
    writers: int = 8
    """Residents who write at the same time."""
    seconds: float = 3600
    """After that nobody begins to write who has not begun."""
    seed: int = 1


@dataclass(slots=True)
class Record:
    """What happened, as the world outside saw it."""

    begun: set[tuple[int, int]] = field(default_factory=set)
    """Who has written: village and resident."""
    meant: set[str] = field(default_factory=set)
    """The ids of what was sent in."""
    accepted: dict[str, str] = field(default_factory=dict)
    """Message id to village."""
    delivered: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    """By village and party: the numbers of what arrived, as it arrived."""
    handed_over: set[tuple[str, int]] = field(default_factory=set)
    """Village and order: what the driver was paid for."""
    unavailable: int = 0
    repeated: int = 0
    late: int = 0
    """Repeated after what the same person wrote later."""
    swapped: int = 0
    kills: int = 0
    cuts: int = 0
    restarts: int = 0
    seconds: float = 0.0
    """For which people wrote."""
    seconds_after: float = 0.0
    """From then until everything had arrived, the next morning's deliveries included."""


def scene(index: int, plan: Plan) -> Village:
    """A village with residents who need no introduction and too few of one pastry."""
    base = village()
    people = tuple(
        Person(
            slug=PersonSlug(f"r{n}"),
            role=Role.RESIDENT,
            name=f"Voisin {n}",
            phone=phone(n),
            place=base.people[0].place or base.places[0].slug,
            locale="fr",
        )
        for n in range(plan.residents)
    )
    stock = Decimal(max(1, plan.residents // 8))
    return replace(
        base,
        settings=replace(base.settings, slug=VillageSlug(f"v{index}")),
        rounds=tuple(replace(r, capacity=None) for r in base.rounds),
        products=tuple(replace(p, stock=stock) if p.sku == SCARCE else p for p in base.products),
        people=(*people, *(p for p in base.people if p.role is not Role.RESIDENT)),
    )


def phone(number: int) -> str:
    return f"+336399{number:05}"


def wanted(number: int) -> int:
    return number % 7 + 1


def is_greedy(number: int) -> bool:
    """Whether a resident wants one of what there is too little of."""
    return number % 4 == 0


def words(number: int) -> tuple[str, ...]:
    if is_greedy(number):
        return ("bonjour", "1 croissant aux amandes pour mardi", "oui")
    return ("bonjour", f"{wanted(number)} croissants pour mardi", "oui", "merci")


def spoken(number: int, *, swapped: bool) -> tuple[tuple[int, str], ...]:
    """A resident's words with their places, the greeting behind the order where they are swapped."""
    said = tuple(enumerate(words(number)))
    if not swapped:
        return said
    return (said[ORDER], said[0], *said[ORDER + 1 :])
