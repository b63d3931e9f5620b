"""Score what was understood of labelled messages: JSON lines with the fields of `tournee parse`.

A line of gold may allow more: `accept_intents`, and `qty_or` and `or` on a line. A case is entirely
right when its intent, lines, unresolved mentions and day are. Confidence is honest when, of the
cases that were given 0.9, nine in ten are entirely right.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from tournee.nlu.model import Intent

Case = Mapping[str, Any]
BINS = 10
SLOTS = ("products", "quantity", "options", "unresolved", "day")
_DELIVERED = frozenset({"order", "add", "remove", "change", "repeat", "set_delivery"})
"""Intents whose day is one of delivery."""
_SLACK = 0.002
"""Quantities are equal up to two grams."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One message with what should have been understood and what was."""

    text: str
    gold: Intent
    predicted: Intent
    intent_right: bool
    confidence: float
    slots: Mapping[str, Counter[bool]]
    """How often each of `SLOTS` was right and wrong."""
    groups: tuple[str, ...]
    """Its locale and its style tags."""

    @property
    def right(self) -> bool:
        return self.intent_right and not any(count[False] for count in self.slots.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentScore:
    intent: Intent
    gold: int
    precision: Share
    recall: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The cases whose confidence lies in one tenth."""

    low: float
    confidence: float
    """On average."""
    right: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    outcomes: Sequence[Outcome]
    intents: tuple[IntentScore, ...]
    slots: Mapping[str, Share]
    confusion: Mapping[tuple[Intent, Intent], int]
    """Wrong intents: how often (gold, predicted)."""
    bins: tuple[Bin, ...]
    groups: Mapping[str, tuple[Share, Share]]
    """By locale or tag: intents right, entirely right."""

    @property
    def intent(self) -> Share:
        return _share(o.intent_right for o in self.outcomes)

    @property
    def entire(self) -> Share:
        return _share(o.right for o in self.outcomes)

    @property
    def calibration_error(self) -> float:
        """The expected calibration error: how far confidence lies from the share that is right."""
        gaps = (abs(b.confidence - b.right.value) * b.right.of for b in self.bins)
        return sum(gaps) / max(len(self.outcomes), 1)


def compare(gold: Case, predicted: Case) -> Outcome:
    """Compare one case. Both are as `tournee parse` writes them."""
    wanted, got = Intent(gold["intent"]), Intent(predicted["intent"])
    accepted = {wanted.value, *gold.get("accept_intents", ())}
    tags = tuple(gold.get("tags", ()))
    return Outcome(
        text=gold["text"],
        gold=wanted,
        predicted=got,
        intent_right=got.value in accepted,
        confidence=predicted["confidence"],
        slots=_slots(gold, predicted),
        groups=tags if any(t.startswith("lang-") for t in tags) else (predicted["locale"], *tags),
    )


def _slots(gold: Case, predicted: Case) -> dict[str, Counter[bool]]:
    counts: dict[str, Counter[bool]] = {slot: Counter() for slot in SLOTS}
    rest = list(predicted.get("lines", ()))
    for line in gold.get("lines", ()):
        readings = [line, *(a for a in line.get("or", ()) if "sku" in a)]
        pairs = ((r, p) for r in readings for p in rest if r["sku"] == p["sku"])
        reading, found = min(pairs, key=lambda pair: _faults(*pair), default=(line, None))
        counts["products"][found is not None] += 1
        if found is not None:
            rest.remove(found)
            counts["quantity"][_same_quantity(reading, found)] += 1
            counts["options"][_options(reading) == _options(found)] += 1
    counts["products"][False] += len(rest)
    if gold.get("unresolved") or predicted.get("unresolved"):
        counts["unresolved"][_reasons(gold) == _reasons(predicted)] += 1
    if gold["intent"] in _DELIVERED and (gold.get("day") or predicted.get("day")):
        counts["day"][gold.get("day") == predicted.get("day")] += 1
    return counts


def _faults(line: Case, found: Case) -> int:
    return (not _same_quantity(line, found)) + (_options(line) != _options(found))


def _same_quantity(line: Case, found: Case) -> bool:
    for field in ("amount_eur", "count"):
        if line.get(field) is not None and found.get(field) == line[field]:
            return True
    if found.get("amount_eur") is not None or line.get("amount_eur") is not None:
        return False
    accepted = [line.get("qty"), *line.get("qty_or", ())]
    return any(_near(quantity, found.get("qty")) for quantity in accepted)


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _SLACK


def _options(line: Case) -> frozenset[str]:
    return frozenset(line.get("options", ()))


def _reasons(case: Case) -> Counter[str]:
    return Counter(mention["reason"] for mention in case.get("unresolved", ()))


def report(outcomes: Sequence[Outcome]) -> Report:
    """Add up."""
    confusion = Counter((o.gold, o.predicted) for o in outcomes if not o.intent_right)
    return Report(
        outcomes=outcomes,
        intents=tuple(_intent_scores(outcomes)),
        slots={slot: _share(_counted(outcomes, slot)) for slot in SLOTS},
        confusion=dict(sorted(confusion.items(), key=lambda pair: (-pair[1], pair[0]))),
        bins=tuple(_bins(outcomes)),
        groups=_groups(outcomes),
    )


def _share(values: Iterable[bool]) -> Share:
    counted = Counter(values)
    return Share(right=counted[True], of=counted.total())


def _counted(outcomes: Sequence[Outcome], slot: str) -> Iterable[bool]:
    return chain.from_iterable(o.slots[slot].elements() for o in outcomes)


def _intent_scores(outcomes: Sequence[Outcome]) -> Iterable[IntentScore]:
    for intent in Intent:
        gold = [o for o in outcomes if o.gold is intent]
        predicted = [o for o in outcomes if o.predicted is intent]
        if gold or predicted:
            yield IntentScore(
                intent=intent,
                gold=len(gold),
                precision=_share(o.intent_right for o in predicted),
                recall=_share(o.intent_right for o in gold),
            )


def _bins(outcomes: Sequence[Outcome]) -> Iterable[Bin]:
    binned: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        binned[min(int(outcome.confidence * BINS), BINS - 1)].append(outcome)
    for number, members in sorted(binned.items()):
        yield Bin(
            low=number / BINS,
            confidence=sum(o.confidence for o in members) / len(members),
            right=_share(o.right for o in members),
        )


def _groups(outcomes: Sequence[Outcome]) -> dict[str, tuple[Share, Share]]:
    by_group: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        for group in outcome.groups:
            by_group[group].append(outcome)
    return {
        group: (_share(o.intent_right for o in members), _share(o.right for o in members))
        for group, members in sorted(by_group.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    }
