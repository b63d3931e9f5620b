"""`tournee nlu`: train the understanding, measure it, export its data for Rasa."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from tournee.bot.cli import CommandError
from tournee.nlu.model import Intent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    train = actions.add_parser("train", help="train the shipped models again: the same bytes")
    train.add_argument("--out", type=Path, help="another folder than the one that ships")
    train.set_defaults(act=_train)
    evaluate = actions.add_parser("evaluate", help="score a file of labelled messages")
    evaluate.add_argument("file", type=Path, metavar="FILE", help="JSON lines with what is right")
    evaluate.add_argument("--village", type=Path, metavar="DIR", help="default: the one FILE is in")
    evaluate.add_argument("--html", type=Path, metavar="OUT", help="write a page with plots too")
    evaluate.set_defaults(act=_evaluate)
    export = actions.add_parser("export-rasa", help="write training data and settings for Rasa")
    export.add_argument("out", type=Path, metavar="OUT", help="a folder")
    export.set_defaults(act=_export)


def run(args: argparse.Namespace) -> int:
    act: Callable[[argparse.Namespace], int] = args.act
    return act(args)


def _train(args: argparse.Namespace) -> int:
    from tournee.nlu import training  # noqa: PLC0415 (each action loads only its own)

    folder: Path = args.out or training.SHIPPED
    examples = training.all_examples()
    training.train(examples, folder)
    print(f"{len(examples)} messages -> {folder}")
    return 0


def _evaluate(args: argparse.Namespace) -> int:
    from tournee.bot.commands.parse import understand  # noqa: PLC0415 (as above)
    from tournee.nlu import evaluate, evaluate_html, evaluate_text  # noqa: PLC0415

    gold = list(_labelled(args.file))
    answers = StringIO()
    understand(args.village or _village(args.file), map(json.dumps, gold), answers)
    predicted = [json.loads(line) for line in answers.getvalue().splitlines()]
    report = evaluate.report([evaluate.compare(*p) for p in zip(gold, predicted, strict=True)])
    sys.stdout.write(evaluate_text.render(report))
    if args.html:
        args.html.write_text(evaluate_html.render(report, args.file.name), encoding="utf-8")
    return 0


def _labelled(file: Path) -> Iterator[dict[str, Any]]:
    """Read what `evaluate.compare` needs; its other fields may be missing."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file}: {error}") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                case = json.loads(line)
                Intent(case["intent"]), str(case["text"])
            except (ValueError, TypeError, KeyError) as error:
                raise CommandError(f"{file}, line {number}: no labelled message: {error}") from None
            yield case


def _village(file: Path) -> Path:
    for folder in file.resolve().parents:
        if (folder / "village.toml").exists():
            return folder
    raise CommandError(f"{file} is in no village folder: name one with --village")


def _export(args: argparse.Namespace) -> int:
    from tournee.nlu import rasa_export  # noqa: PLC0415 (each action loads only its own)

    print(f"{rasa_export.export(args.out)} messages -> {args.out}")
    return 0
