"""How well labelled messages are understood, whether it asks when it should, what each part brings.

    python benchmarks/understanding.py score CASES... [--village DIR] [--misses N]
    python benchmarks/understanding.py asks CASES... [--village DIR]
    python benchmarks/understanding.py ablate CASES... [--village DIR]

CASES are files of labelled messages (`nlu/evaluation/cases.py`) or folders of them; each is
read with the catalogue of the village folder that it lies in, or with that of --village. Of a
folder the files are taken that hold messages by themselves; dialogues are for `tournee simulate`.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ablation import PARTS, without

from tournee.bot.conversation.resident.doubts import doubted, is_unclear
from tournee.catalog import folder
from tournee.catalog.model import Product
from tournee.catalog.quantity import Unit
from tournee.nlu import wire
from tournee.nlu.evaluation import cases, evaluate
from tournee.nlu.evaluation.evaluate import Outcome
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Intent, Parse
from tournee.nlu.parse import parse

ORDERING = frozenset({Intent.ORDER, Intent.ADD, Intent.REMOVE, Intent.CHANGE})
_ORDER = ("products", "quantity", "options", "unresolved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One message, understood and compared."""

    case: evaluate.Case
    parse: Parse
    outcome: Outcome
    asked: int
    """Questions that the bot would ask: which, how much, and what it doubts."""
    silent: bool
    """Done without a question, and nothing said to be unknown or not understood."""
    needed: int
    """Questions that the gold leaves open."""

    @property
    def ordering(self) -> bool:
        return bool(
            self.outcome.gold in ORDERING or self.case.get("lines") or self.case.get("unresolved")
        )

    @property
    def exact(self) -> bool:
        return not any(self.outcome.slots[slot][False] for slot in _ORDER)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for name, act in (("score", _score), ("asks", _asks), ("ablate", _ablate)):
        action = actions.add_parser(name)
        action.add_argument("cases", type=Path, nargs="+")
        action.add_argument("--village", type=Path, help="default: the one the cases lie in")
        action.add_argument("--misses", type=int, default=0, help="show so many of each file")
        action.set_defaults(act=act)
    options = parser.parse_args(arguments)
    act_on: Callable[[argparse.Namespace], None] = options.act
    act_on(options)
    return 0


def files(paths: Sequence[Path]) -> Iterator[tuple[Path, list[dict[str, object]]]]:
    """The files of labelled messages at or under some paths, with what they hold."""
    for path in paths:
        found = [path] if path.is_file() else sorted((*path.rglob("*.jsonl"), *path.rglob("*.yml")))
        for file in found:
            try:
                yield file, cases.read(file)
            except cases.CaseError as error:
                if path.is_file():
                    raise SystemExit(str(error)) from None


def judge(lexicon: Lexicon, gold: Sequence[evaluate.Case]) -> list[Judged]:
    """Understand and compare all cases of one village."""
    return [_judged(lexicon, case) for case in gold]


def _judged(lexicon: Lexicon, case: evaluate.Case) -> Judged:
    said = str(case.get("now") or "")
    now = datetime.fromisoformat(said) if said else datetime.now(tz=UTC)
    settings = lexicon.village.settings
    context = Context(now=now, timezone=settings.timezone, locale=case.get("locale"))
    understood = parse(case["text"], lexicon, context)
    predicted = json.loads(wire.write(case.get("id"), understood))
    by_sku = {str(product.sku): product for product in lexicon.products}
    lines = zip(understood.lines, predicted["lines"], strict=True)
    sure = [written for line, written in lines if doubted(line, understood.intent) is None]
    doubts = len(understood.lines) - len(sure)
    asked = _questions({**predicted, "lines": sure}, by_sku) + doubts
    return Judged(
        case=case,
        parse=understood,
        outcome=evaluate.compare({**case, "text": case["text"]}, predicted),
        asked=asked,
        silent=not (asked or understood.unresolved or is_unclear(understood)),
        needed=_questions(case, by_sku),
    )


def _questions(case: evaluate.Case, products: dict[str, Product]) -> int:
    """Which of several; a required option that lacks; how much of what is sold by weight."""
    vague: int = sum(mention["reason"] == "ambiguous" for mention in case.get("unresolved", ()))
    lines = case.get("lines", ()) if case["intent"] in ("order", "add") else ()
    return vague + sum(_open(line, products[line["sku"]]) for line in lines)


def _open(line: evaluate.Case, product: Product) -> int:
    chosen = {option.lstrip("+") for option in line.get("options", ()) if option[0] == "+"}
    lacking = sum(
        group.required and not chosen.intersection(option.code for option in group.options)
        for group in product.groups
    )
    measured = any(line.get(field) is not None for field in ("qty", "count", "amount_eur"))
    return lacking + (product.unit is not Unit.PIECE and not measured)


def _village(options: argparse.Namespace, file: Path) -> Lexicon:
    found = options.village or cases.folder_of(file)
    if found is None:
        raise SystemExit(f"{file} lies in no village folder: name one with --village")
    return Lexicon(folder.read(found))


def _percent(right: int, of: int) -> str:
    return f"{right / of:.1%} ({right} of {of})" if of else "-"


def _score(options: argparse.Namespace) -> None:
    for file, gold in files(options.cases):
        judged = judge(_village(options, file), gold)
        print(f"{file.name}: {len(judged)} messages")
        for label, figure in _figures(judged).items():
            print(f"  {label:<24}{figure}")
        wrong = [j for j in judged if not j.outcome.right]
        print("  wrong by kind: " + ", ".join(f"{k} {n}" for k, n in _kinds(wrong).most_common()))
        for one in wrong[: options.misses]:
            print(f"    {one.outcome.text!r}: {', '.join(sorted(_kinds([one])))}")


def _figures(judged: Sequence[Judged]) -> dict[str, str]:
    orders = [j for j in judged if j.ordering]
    dated = [j for j in judged if j.ordering or j.outcome.gold in _DATED]
    days = sum(j.parse.day == _day(j.case) for j in dated)
    return {
        "intent": _percent(sum(j.outcome.intent_right for j in judged), len(judged)),
        "order exact": _percent(sum(j.exact for j in orders), len(orders)),
        "day": _percent(days, len(dated)),
        "entirely right": _percent(sum(j.outcome.right for j in judged), len(judged)),
    }


_DATED = frozenset({Intent.REPEAT, Intent.SET_DELIVERY})


def _day(case: evaluate.Case) -> object:
    return datetime.fromisoformat(case["day"]).date() if case.get("day") else None


def _kinds(wrong: Sequence[Judged]) -> Counter[str]:
    """What went wrong, counted by message."""
    counts: Counter[str] = Counter()
    for one in wrong:
        counts.update(slot for slot, seen in one.outcome.slots.items() if seen[False])
        if not one.outcome.intent_right:
            counts[f"{one.outcome.gold} as {one.outcome.predicted}"] += 1
    return counts


def _asks(options: argparse.Namespace) -> None:
    judged = [
        j for file, gold in files(options.cases) for j in judge(_village(options, file), gold)
    ]
    orders = [j for j in judged if j.ordering]
    silent = [j for j in orders if j.silent]
    asked, needed = sum(j.asked for j in orders), sum(j.needed for j in orders)
    print(f"{len(orders)} messages that order or change")
    print(f"  done without a question: {len(silent)}")
    print(f"  of these entirely right: {_percent(sum(j.exact for j in silent), len(silent))}")
    more = f" ({asked / needed - 1:+.0%})" if needed else ""
    print(f"  questions: {asked}, the gold needs {needed}{more}")
    for one in [j for j in silent if not j.exact][: options.misses]:
        print(f"    {one.parse.confidence:.2f} {one.outcome.text!r}")
    _reliability(judged)


def _reliability(judged: Sequence[Judged]) -> None:
    report = evaluate.report([j.outcome for j in judged])
    print("| confidence from | messages | said | entirely right |\n| --- | --- | --- | --- |")
    for tenth in report.bins:
        right = tenth.right
        print(f"| {tenth.low:.1f} | {right.of} | {tenth.confidence:.1%} | {right.value:.1%} |")
    print(f"expected calibration error {report.calibration_error:.3f}")


def _ablate(options: argparse.Namespace) -> None:
    found = list(files(options.cases))
    print("| without | " + " | ".join(file.name for file, _ in found) + " |")
    print("| --- |" + " --- |" * len(found))
    for part in ("", *PARTS):
        with without(part):
            judged = [judge(_village(options, file), gold) for file, gold in found]
        cells = [_short(one) for one in judged]
        print(f"| {part or 'nothing: all of it'} | " + " | ".join(cells) + " |", flush=True)


def _short(judged: Sequence[Judged]) -> str:
    orders = [j for j in judged if j.ordering]
    exact = sum(j.exact for j in orders) / max(len(orders), 1)
    intents = sum(j.outcome.intent_right for j in judged) / max(len(judged), 1)
    return f"{100 * exact:.1f} / {100 * intents:.1f}"


if __name__ == "__main__":
    sys.exit(main())
