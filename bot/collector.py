"""Python's collector of cycles, kept from what stays: each full look at it holds up all threads.

With some villages' lexicons in memory such a look takes 160 ms, and building one brings several.
What is frozen is still freed when nothing refers to it any more; only cycles stay, so young ones
are collected before.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

YOUNG: Final = 10_000
"""Objects before the collector looks for cycles: a long message is read without one such look."""


def start() -> None:
    """Look seldom, and pass over what the process has made so far."""
    gc.set_threshold(YOUNG)
    gc.freeze()


@contextmanager
def staying() -> Iterator[None]:
    """Make something large that stays: the collector looks at it neither now nor later."""
    gc.collect(generation=1)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
