"""Misspells the names of a village's products in the ways that people do; how many are found?

    python benchmarks/noise.py VILLAGE_DIR [--misses N]

Each name, without what stands in brackets, is misspelled once in each way, in one word of five
letters or more. It is found if the best match is one that the right spelling finds as well.
"""

import argparse
import random
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from search import norms, village_entries

from tournee.nlu.search.index import Index

_SEED = 20261123
_LONG = 5
_BY_EAR = (
    ("eau", "o"), ("au", "o"), ("qu", "k"), ("ss", "s"), ("tt", "t"), ("ll", "l"), ("nn", "n"),
    ("mm", "m"), ("rr", "r"), ("ph", "f"), ("ain", "in"), ("in", "ain"), ("an", "en"),
    ("en", "an"), ("ai", "é"), ("et", "é"), ("ca", "ka"), ("co", "ko"), ("h", ""),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="How many misspelled names are found?")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="show so many of each way")
    options = parser.parse_args(arguments)
    entries = village_entries(options.folder / "products.csv")
    names = [re.sub(r" *\(.*\)", "", e.forms[0]).lower().replace("-", " ") for e in entries]
    index = Index.build(entries)
    print("| way | names | found |\n| --- | --- | --- |")
    for way, misspell in ways(random.Random(_SEED)).items():
        pairs = [(name, misspell(name)) for name in names]
        pairs = [(name, mention) for name, mention in pairs if name != mention]
        missed = [(name, mention) for name, mention in pairs if not found(index, name, mention)]
        print(f"| {way} | {len(pairs)} | {1 - len(missed) / len(pairs):.1%} |")
        for name, mention in missed[: options.misses]:
            print(f"    {mention} ({name})")
    return 0


def found(index: Index, name: str, mention: str) -> bool:
    right = index.search(norms(name), 9)
    best = {match.key for match in right if match.score == right[0].score}
    heard = index.search(norms(mention), 1)
    return bool(heard) and heard[0].key in best


def ways(chance: random.Random) -> dict[str, Callable[[str], str]]:
    def left_out(word: str) -> str:
        i = chance.randrange(1, len(word))
        return word[:i] + word[i + 1 :]

    def doubled(word: str) -> str:
        i = chance.randrange(len(word))
        return word[:i] + word[i] + word[i:]

    def swapped(word: str) -> str:
        i = chance.randrange(1, len(word) - 1)
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]

    def wrong(word: str) -> str:
        i = chance.randrange(1, len(word))
        return word[:i] + chance.choice("aeiourstln") + word[i + 1 :]

    def by_ear(word: str) -> str:
        fitting = [(a, b) for a, b in _BY_EAR if a in word]
        return word.replace(*chance.choice(fitting), 1) if fitting else word

    def in_one_word(change: Callable[[str], str]) -> Callable[[str], str]:
        def misspell(name: str) -> str:
            words = name.split()
            long = [i for i, word in enumerate(words) if len(word) >= _LONG]
            if long:
                at = chance.choice(long)
                words[at] = change(words[at])
            return " ".join(words)

        return misspell

    return {
        "a letter left out": in_one_word(left_out),
        "a letter doubled": in_one_word(doubled),
        "two letters swapped": in_one_word(swapped),
        "a wrong letter": in_one_word(wrong),
        "spelled by ear": in_one_word(by_ear),
        "two slips in one word": in_one_word(lambda word: left_out(wrong(word))),
        "cut short to half": in_one_word(lambda word: word[: max(4, len(word) // 2)]),
        "two words joined": lambda name: name.replace(" ", "", 1),
        "plural": lambda name: " ".join(w if w[-1] in "sxz" else w + "s" for w in name.split()),
    }


if __name__ == "__main__":
    sys.exit(main())
