"""Until when what was delivered can be given back (Code de la consommation, article L221-19)."""

from datetime import date

import pytest

from tests.orders.village import VILLAGE
from tournee.orders.withdrawal import last_day


@pytest.mark.parametrize(
    ("delivered", "last"),
    [
        (date(2026, 11, 24), date(2026, 12, 8)),  # a Tuesday, two weeks later
        (date(2026, 11, 28), date(2026, 12, 14)),  # a Saturday would be the last
        (date(2026, 11, 29), date(2026, 12, 14)),  # a Sunday
        (date(2026, 12, 11), date(2026, 12, 28)),  # Christmas, then a weekend
    ],
)
def test_the_last_day_is_a_working_day(delivered: date, last: date) -> None:
    assert last_day(delivered, VILLAGE.settings) == last
