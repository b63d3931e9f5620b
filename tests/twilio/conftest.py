"""The bot with the fake Twilio, on a database of its own."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.twilio.house import House, house


@pytest.fixture
def place(sqlite_database: Engine) -> Iterator[House]:
    with house(sqlite_database) as built:
        yield built
