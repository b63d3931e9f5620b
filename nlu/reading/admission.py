"""Which options a thing can have, and where one stands among those that it has."""

from dataclasses import dataclass

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.readings import Mention
from tournee.nlu.reading.saying import both_tell
from tournee.nlu.reading.state import Choice, Item


@dataclass(frozen=True, slots=True)
class Admission:
    """Puts options beside each other, or in place of each other, as the catalogue allows."""

    lexicon: Lexicon
    known: dict[tuple[int, tuple[int, ...]], tuple[int, ...]]
    """What `codes` answered in this message, by the identity of the mention."""

    def codes(self, mention: Mention, owners: tuple[int, ...]) -> tuple[int, ...]:
        """The options of a mention that some of the products can have."""
        key = id(mention), owners
        codes = self.known.get(key)
        if codes is None:
            codes = self.lexicon.admitted(mention.owners, owners, mention.spelled)
            self.known[key] = codes
        return codes

    def group(self, mention: Mention, owners: tuple[int, ...]) -> str:
        codes = self.codes(mention, owners)
        return self.lexicon.options[codes[0]].group.name if codes else ""

    def groups_of(self, choice: Choice) -> set[str]:
        return {self.lexicon.options[o].group.name for o in choice.mention.owners}

    def is_single(self, mention: Mention, owners: tuple[int, ...]) -> bool:
        codes = self.codes(mention, owners)
        group = self.lexicon.options[codes[0]].group
        return group.required or group.maximum == 1

    def admitted(
        self, held: tuple[Choice, ...], owners: tuple[int, ...]
    ) -> tuple[tuple[Choice, ...], int]:
        if not held:
            return (), 0
        fitting = tuple(c for c in held if self.codes(c.mention, owners))
        return fitting, len(held) - len(fitting)

    def _is_other_choice(self, item: Item, choice: Choice) -> bool:
        """Tell whether another one of the group is wanted: 'en grande, pas en moyenne'."""
        if not self.is_single(choice.mention, item.owners):
            return False
        group = self.group(choice.mention, item.owners)
        return any(
            not other.sign
            and other.mention.owners != choice.mention.owners
            and self.group(other.mention, item.owners) == group
            for other in item.choices
        )

    def put(self, item: Item, choice: Choice, *, replaces: bool, again: bool) -> tuple[Choice, ...]:
        """Add a choice, or put it in place of the newest: 'with ham, no wait, with bacon'."""
        if choice.sign == "-" and self._is_other_choice(item, choice):
            return item.choices
        at = self._replaced(item, choice, again=again) if replaces else None
        if at is None:
            return (*item.choices, choice)
        return (*item.choices[:at], *item.choices[at + 1 :], choice)

    def _replaced(self, item: Item, choice: Choice, *, again: bool) -> int | None:
        """Find what a correction stands in place of: the newest, or the size of before."""
        newest = len(item.choices) - 1
        group = self.group(choice.mention, item.owners)
        for at in range(newest, -1, -1):
            other = item.choices[at]
            alike = self.group(other.mention, item.owners) == group
            if at == newest and (again or alike or choice.sign == other.sign == "-"):
                return at
            exclusive = self.is_single(choice.mention, item.owners) or both_tell(choice, other)
            if alike and exclusive and not (choice.sign or other.sign):
                return at
        return None

    def kept(self, held: tuple[Choice, ...], choice: Choice) -> tuple[Choice, ...]:
        """Leave out the size that another puts right: 'a medium no a large pizza'."""
        groups = self.groups_of(choice)
        return tuple(
            c for c in held if not both_tell(c, choice) or groups.isdisjoint(self.groups_of(c))
        )
