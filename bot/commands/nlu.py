"""`tournee nlu`: train the understanding, measure it, export its data for Rasa."""

import argparse
import json
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from tournee.bot.cli import CommandError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    train = actions.add_parser("train", help="train the shipped models again: the same bytes")
    train.add_argument("--out", type=Path, help="another folder than the one that ships")
    train.set_defaults(act=_train)
    evaluate = actions.add_parser("evaluate", help="score a file of labelled messages")
    evaluate.add_argument("file", type=Path, metavar="FILE", help="labelled messages")
    evaluate.add_argument("--village", type=Path, metavar="DIR", help="default: the one FILE is in")
    evaluate.add_argument("--html", type=Path, metavar="OUT", help="write a page with plots too")
    evaluate.set_defaults(act=_evaluate)
    export = actions.add_parser("export-rasa", help="write training data and settings for Rasa")
    export.add_argument("out", type=Path, metavar="OUT", help="a folder")
    export.set_defaults(act=_export)


def run(args: argparse.Namespace) -> int:
    act: Callable[[argparse.Namespace], int] = args.act
    try:
        return act(args)
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from None


def _train(args: argparse.Namespace) -> int:
    from tournee.nlu.intents import training  # noqa: PLC0415 (each action loads only its own)

    folder: Path = args.out or training.SHIPPED
    folder.mkdir(parents=True, exist_ok=True)
    examples = training.all_examples()
    training.train(examples, folder)
    print(f"{len(examples)} messages -> {folder}")
    return 0


def _evaluate(args: argparse.Namespace) -> int:
    from tournee.bot.commands.parse import understand  # noqa: PLC0415 (as above)
    from tournee.nlu.evaluation import cases, evaluate  # noqa: PLC0415
    from tournee.nlu.evaluation import html as evaluate_html  # noqa: PLC0415
    from tournee.nlu.evaluation import text as evaluate_text  # noqa: PLC0415

    try:
        gold = cases.read(args.file)
    except cases.CaseError as error:
        raise CommandError(str(error)) from None
    folder = args.village or cases.folder_of(args.file)
    if folder is None:
        raise CommandError(f"{args.file} is in no village folder: name one with --village")
    answers = StringIO()
    understand(folder, map(json.dumps, gold), answers)
    predicted = [json.loads(line) for line in answers.getvalue().splitlines()]
    report = evaluate.report([evaluate.compare(*p) for p in zip(gold, predicted, strict=True)])
    sys.stdout.write(evaluate_text.render(report))
    if args.html:
        args.html.write_text(evaluate_html.render(report, args.file.name), encoding="utf-8")
    return 0


def _export(args: argparse.Namespace) -> int:
    from tournee.nlu.rasa import export as rasa_export  # noqa: PLC0415 (each action loads only its own)

    print(f"{rasa_export.export(args.out)} messages -> {args.out}")
    return 0
