"""The market of a test: in memory, on SQLite and on PostgreSQL."""

import pytest

from tests.orders.market import FakeMarket, Market, StoredMarket


@pytest.fixture(params=["fakes", "sqlite_database", "postgresql_database"])
def market(request: pytest.FixtureRequest) -> Market:
    if request.param == "fakes":
        return FakeMarket()
    return StoredMarket(request.getfixturevalue(request.param))
