"""An evaluation as a page of text."""

from collections.abc import Iterator

from tournee.nlu.evaluation.evaluate import Report, Share

_MOST_WRONG = 30


def render(report: Report) -> str:
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"{len(report.outcomes)} messages"
    yield _row("intent", report.intent)
    for slot, share in report.slots.items():
        yield _row(slot, share)
    yield _row("entirely right", report.entire)
    yield ""
    yield f"{'intent':<20}{'gold':>6}{'precision':>11}{'recall':>9}"
    for score in report.intents:
        figures = f"{_percent(score.precision):>11}{_percent(score.recall):>9}"
        yield f"{score.intent:<20}{score.gold:>6}{figures}"
    yield ""
    yield f"{'confidence':<20}{'cases':>6}{'said':>11}{'right':>9}"
    for tenth in report.bins:
        said = f"{100 * tenth.confidence:.1f} %"
        yield f"from {tenth.low:<15.1f}{tenth.right.of:>6}{said:>11}{_percent(tenth.right):>9}"
    yield f"expected calibration error {report.calibration_error:.3f}"
    yield ""
    yield f"{'locale, style':<20}{'cases':>6}{'intent':>11}{'entire':>9}"
    for group, (intent, entire) in report.groups.items():
        yield f"{group:<20}{intent.of:>6}{_percent(intent):>11}{_percent(entire):>9}"
    yield from _wrong(report)


def _wrong(report: Report) -> Iterator[str]:
    if report.confusion:
        yield ""
        yield "wrong intents: gold -> predicted"
        for (gold, predicted), count in report.confusion.items():
            yield f"{count:>4}  {gold} -> {predicted}"
    wrong = [o for o in report.outcomes if not o.right]
    if wrong:
        yield ""
        yield "not entirely right"
    for outcome in wrong[:_MOST_WRONG]:
        faults = ", ".join(slot for slot, count in outcome.slots.items() if count[False])
        intent = "" if outcome.intent_right else f"{outcome.gold} -> {outcome.predicted} "
        yield f"  {' '.join(outcome.text.split())[:70]}  ({intent}{faults})"


def _row(name: str, share: Share) -> str:
    return f"{name:<20}{_percent(share):>9}   {share.right} of {share.of}"


def _percent(share: Share) -> str:
    return f"{100 * share.value:.1f} %"
