"""What stands beside a small word or a number, and says how it is meant."""

from dataclasses import dataclass

from tournee.nlu.reading.lattice import Lattice
from tournee.nlu.reading.options import Options
from tournee.nlu.reading.readings import Reading
from tournee.nlu.reading.state import Item
from tournee.nlu.words.grammar import Role

_OF = frozenset({"de", "d'", "of"})
KILOS = frozenset({"kg", "kilo", "kilos", "kgs"})
_SAYING = frozenset({Role.NEG, Role.WITH, Role.EXTRA, Role.LIGHT, Role.PREP})


@dataclass(frozen=True, slots=True)
class Ahead:
    """Looks around the readings of one message."""

    lattice: Lattice
    options: Options

    def says_how(self, i: int) -> bool:
        """Tell whether what follows 'both' says how: 'both large', 'both without sugar'."""
        if i >= len(self.lattice.tokens):
            return False
        return bool(self.options.choices[i]) or any(r.role in _SAYING for r in self.lattice.at[i])

    def counts_option(self, reading: Reading, current: Item | None) -> bool:
        """Tell whether an option of the thing before follows: 'latte three sugars'."""
        owners = current.owners if current else ()
        at = self.options.counted(reading.end)
        return any(o.mention and self.options.codes(o.mention, owners) for o in at)

    def in_words(self, reading: Reading) -> bool:
        """Tell whether a number is said in words, or in hundreds."""
        number = reading.number
        word = self.lattice.tokens[reading.start].is_word
        return number is not None and not number.indefinite and (word or number.value >= 100)  # noqa: PLR2004

    def is_followed(self, reading: Reading) -> bool:
        """Tell whether what is counted follows: 'un kilo más de puerros', 'an extra shot'."""
        i = reading.end
        if i >= len(self.lattice.tokens):
            return False
        of = self.lattice.tokens[i].norm in _OF
        return of or (reading.role is Role.MORE and bool(self.options.counted(i)))

    def is_of_more(self, reading: Reading) -> bool:
        """Tell whether portions are of what follows: 'two pumps of vanilla', 'two pumps each'."""
        i = reading.end
        if i >= len(self.lattice.tokens):
            return False
        of = self.lattice.tokens[i].norm in _OF or bool(self.options.choices[i])
        return of or any(r.role is Role.EACH for r in self.lattice.at[i])

    def in_tenths(self, reading: Reading) -> bool:
        """Tell whether a number stands right behind kilos: '1 kg 2'."""
        return reading.start > 0 and self.lattice.tokens[reading.start - 1].norm in KILOS
