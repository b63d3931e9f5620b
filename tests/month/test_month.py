"""A village lives two weeks through its messages, and its books balance to the cent.

`make month` lives four with sixty residents, and tells what happened.
"""

import asyncio

from tests.month import books
from tests.month.life import Life


def lived(*, seed: int, weeks: int = 2, residents: int = 20, doors: int = 5) -> Life:
    life = Life(residents=residents, doors=doors, seed=seed)
    asyncio.run(life.live(weeks))
    return life


def test_two_weeks_of_messages_balance_to_the_cent() -> None:
    life = lived(seed=5)
    books.check(life)
    assert {"delivered", "accept", "weighed", "envelope", "standing", "called off"} <= set(
        life.notes.seen
    )


def test_the_same_seed_is_the_same_life() -> None:
    assert (
        lived(seed=7, weeks=1, doors=1).fingerprint == lived(seed=7, weeks=1, doors=1).fingerprint
    )
