"""Keeps each village's lexicon at hand and lets the NLU read messages with it."""

from collections import OrderedDict
from threading import Lock
from time import perf_counter

from tournee.bot import collector
from tournee.bot.meter import Meter
from tournee.catalog.model import Village, VillageSlug
from tournee.nlu.intents.hint import source
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Parse
from tournee.nlu.parse import parse

MOST_VILLAGES = 110
"""Villages whose catalogue and lexicon stay in memory; the one used longest ago makes room."""


class Understanding:
    def __init__(self, choice: str, meter: Meter) -> None:
        """Read `choice` as `TOURNEE_NLU`: `embedded` or the URL of a Rasa server."""
        self._hint = source(choice)
        self._meter = meter
        self._lexicons: OrderedDict[VillageSlug, tuple[Village, Lexicon]] = OrderedDict()
        self._choosing = Lock()

    def parse(self, village: Village, text: str, context: Context) -> Parse:
        lexicon = self._lexicon(village)
        began = perf_counter()
        try:
            return parse(text, lexicon, context, self._hint(text))
        finally:
            self._meter.parsed(perf_counter() - began)

    def _lexicon(self, village: Village) -> Lexicon:
        """A new snapshot of the catalogue is a new lexicon."""
        slug = village.settings.slug
        with self._choosing:
            known = self._lexicons.get(slug)
            if known is None or known[0] is not village:
                with collector.staying():
                    known = (village, Lexicon(village))
                self._lexicons[slug] = known
                if len(self._lexicons) > MOST_VILLAGES:
                    self._lexicons.popitem(last=False)
            self._lexicons.move_to_end(slug)
            return known[1]
