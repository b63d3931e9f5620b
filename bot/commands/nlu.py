"""`tournee nlu`: train the understanding, measure it, export its data for Rasa."""

import argparse
from collections.abc import Callable
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    train = actions.add_parser("train", help="train the shipped models again: the same bytes")
    train.add_argument("--out", type=Path, help="another folder than the one that ships")
    train.set_defaults(act=_train)
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


def _export(args: argparse.Namespace) -> int:
    from tournee.nlu import rasa_export  # noqa: PLC0415 (each action loads only its own)

    print(f"{rasa_export.export(args.out)} messages -> {args.out}")
    return 0
