"""Writes nonsense to the bot for a while: what raises, what is slow, does memory grow?

    python benchmarks/fuzz.py VILLAGE_DIR [--seconds N] [--messages N] [--words N]

Long and odd messages first, then random ones made of the catalogue's words, small words, numbers
and noise, in random contexts, of `words` words in the mean. The worst times are of the processor,
the best of three tries. Memory is what the process holds after each twentieth of the messages.
"""

import argparse
import gc
import random
import resource
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tournee.catalog import folder
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Line, Question, QuestionKind
from tournee.nlu.parse import parse
from tournee.nlu.words.phrases import LOCALES, load_words

SEED = 20261123
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
BAR = 50.0
"""Milliseconds that no message may take."""
_GLUE = (" ", " ", " ", ", ", "\n", ". ", "", " - ")
_NOISE = ("🥖", "\u202e", "\x00", "\ud83d", "é̸", "½", "(((", "٣", "ﬁ", "…", "'", "’s", "#", "\t")
_NUMBERS = ("2", "1,5", "un", "deux", "une demi", "1/2", "500g", "10 euros", "x3", "06 12 34 56 78",
            "demain", "mardi", "14h30", "24/12", "kilo", "douzaine")  # fmt: skip
_WORST = 8
_WARM = 2_000
_SAMPLE = 60


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="What raises, what is slow, does memory grow?")
    parser.add_argument("village", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--messages", type=int, default=100_000, help="stop after so many")
    parser.add_argument("--words", type=float, default=12, help="how long messages are")
    options = parser.parse_args(arguments)
    lexicon = Lexicon(folder.read(options.village))
    fuzz = Fuzz(lexicon, random.Random(SEED))
    parse("2 baguettes pour demain", lexicon, Context(now=NOW))
    for name, text in odd(lexicon):
        fuzz.tell(name, text, Context(now=NOW))
    fuzz.random(options.seconds, options.messages, options.words)
    return fuzz.report()


def odd(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Messages that nobody writes, by name."""
    names = [product.name for product in lexicon.products]
    many = (names * (500 // len(names) + 1))[:500]
    yield "10,000 letters", "a" * 10_000
    yield "10,000 letters in words", "ab " * 3_333
    yield "10,000 figures", "9" * 10_000
    yield "10,000 line breaks", "\n" * 10_000
    yield "2,000 numbers", " ".join(map(str, range(2_000)))
    yield "2,000 number words", "deux " * 2_000
    yield "500 products", ", ".join(many)
    yield "500 products run on", " ".join(many)
    yield "500 products, numbers between", " 2 ".join(many)
    options = sorted({option.option.name for option in lexicon.options}) or names
    yield "500 options", " avec ".join((options * (500 // len(options) + 1))[:500])
    yield "500 options that part", " et une avec ".join((options * (500 // len(options) + 1))[:500])
    yield "10,000 commas", "," * 10_000
    yield "Chinese", "我想要面包和奶酪" * 1_200
    yield "emoji", "🥖🧀" * 2_000
    yield "right to left", "مرحبا أريد خبز " * 300
    yield "control characters", "".join(map(chr, range(32))) * 200
    yield "lone surrogates", "\ud800 2 baguettes \udfff" * 100
    yield "stacked accents", "é̸̡̛" * 1_000
    for word in ("pain", "mille", "cent mille", "demi", "sans", "et", "un de la", "au lieu de",
                 "1/2", "10 euros 50", "500g", "demain lundi 24/12", "l'", "pizza reine sans",
                 "grande", "tarte aux pommes de terre", "zut blorg quux", "bagette jambom",
                 "06 12 34 56 78", "un kilo et demi de", '"(', "fromage", "vin rouge", "6 oeufs",
                 "x2", "un kilo", "et une avec", "one with", "les deux avec"):  # fmt: skip
        yield f"{word!r} over and over", f"{word} " * (5_000 // len(word))


class Fuzz:
    """Keeps what was slow and what raised."""

    def __init__(self, lexicon: Lexicon, chance: random.Random) -> None:
        self.lexicon = lexicon
        self.chance = chance
        self.times: list[tuple[float, str]] = []
        self.failures: list[str] = []
        self.told = 0

    def tell(self, name: str, text: str, context: Context) -> None:
        self.told += 1
        try:
            took = self._took(lambda: parse(text, self.lexicon, context))
            if took > BAR / 2:
                again = (self._took(lambda: parse(text, self.lexicon, context)) for _ in range(2))
                took = min(took, *again)
        except Exception:  # noqa: BLE001 (finding any is the purpose)
            self.failures.append(f"{name}: {text[:_SAMPLE]!r}\n{traceback.format_exc()}")
            return
        if len(self.times) < _WORST or took > self.times[-1][0]:
            self.times = sorted((*self.times, (took, name)), reverse=True)[:_WORST]

    def _took(self, work: Callable[[], object]) -> float:
        began = time.process_time_ns()
        work()
        return (time.process_time_ns() - began) / 1e6

    def random(self, seconds: float, messages: int, length: float) -> None:
        """Tell random messages until the time or the number is up."""
        until = time.monotonic() + seconds
        print("| messages | memory held, MB |\n| --- | --- |")
        words = [word for product in self.lexicon.products for word in product.name.split()]
        small = [
            phrase
            for locale in LOCALES
            for phrases in load_words(locale, "grammar").values()
            for phrase in phrases
        ]
        for number in range(1, messages + 1):
            text = self._text(words, small, length)
            self.tell(f"{text[:_SAMPLE]!r}", text, self._context())
            if time.monotonic() > until:
                break
            if number % max(1, messages // 20) == 0 or number == _WARM:
                self._weigh()
        self._weigh()

    def _weigh(self) -> None:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        megabytes = pages * resource.getpagesize() / 1e6
        print(f"| {self.told:,} | {megabytes:.1f} |", flush=True)

    def _text(self, words: Sequence[str], small: Sequence[str], mean: float) -> str:
        pick, chance = self.chance.choice, self.chance.random
        length = int(self.chance.expovariate(1 / mean)) + 1
        pieces = []
        for _ in range(length):
            source = chance()
            word = pick(words if source < 0.4 else small if source < 0.7 else _NUMBERS)
            if source > 0.95:
                word = pick(_NOISE)
            if chance() < 0.15 and len(word) > 2:
                at = self.chance.randrange(len(word))
                word = word[:at] + word[at + 1 :] if chance() < 0.5 else word.upper()
            pieces += [word, pick(_GLUE)]
        return "".join(pieces)

    def _context(self) -> Context:
        pick = self.chance.choice
        skus = [product.sku for product in self.lexicon.products]
        question = Question(
            kind=pick(list(QuestionKind)),
            text="du beurre",
            skus=tuple(self.chance.sample(skus, 3)),
            codes=("petite", "moyenne"),
            days=(date(2026, 11, 24), date(2026, 11, 26)),
        )
        return Context(
            now=NOW + timedelta(hours=self.chance.randrange(9_000)),
            locale=pick((None, "fr", "en", "es")),
            question=pick((None, question)),
            basket=tuple(Line(sku=pick(skus), qty=Decimal(2)) for _ in range(pick((0, 0, 3)))),
            recent=tuple(self.chance.sample(skus, 2)),
            usual=tuple(self.chance.sample(skus, pick((0, 5)))),
            taught=(("du beurre", pick(skus)),),
        )

    def report(self) -> int:
        """Print what was found; 1 if anything raised."""
        print(f"{self.told} messages, {len(self.failures)} raised")
        for failure in self.failures[:5]:
            print(failure)
        print("\nworst, ms of the processor:")
        for took, name in self.times:
            print(f"  {took:6.1f}  {name}")
        return 1 if self.failures else 0


if __name__ == "__main__":
    sys.exit(main())
