"""A fake Bot API server for each test."""

from collections.abc import Iterator

import pytest

from tests.telegram.fake_bot_api import FakeBotApi


@pytest.fixture
def fake() -> Iterator[FakeBotApi]:
    with FakeBotApi().running() as server:
        yield server
