"""Python's collector of cycles, kept from what stays: each full look at it holds up all threads.

With some villages' lexicons in memory such a look takes 160 ms, and building one brings several.
What is frozen is still freed when nothing refers to it any more; only cycles stay, so young ones
are collected before, and all of it is looked at once more whenever it has doubled.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

YOUNG: Final = 10_000
"""Objects before the collector looks for cycles: a long message is read without one such look."""


def start() -> None:
    """Look seldom, and pass over what the process has made so far."""
    gc.set_threshold(YOUNG)
    gc.freeze()


_SMALL: Final = 500_000
"""Objects that are never too many."""


@dataclass(slots=True)
class _Frozen:
    """How many objects there were after the last full look."""

    objects: int = _SMALL

    def look_when_doubled(self) -> None:
        if gc.get_freeze_count() > 2 * self.objects:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self.objects = max(_SMALL, gc.get_freeze_count())


_frozen = _Frozen()


@contextmanager
def staying() -> Iterator[None]:
    """Make something large that stays: the collector looks at it neither now nor later."""
    gc.collect(generation=1)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        _frozen.look_when_doubled()
        gc.enable()
