"""Conversations that were written before the bot had seen them, by SMS and by Telegram."""

import pytest

from tests.dialogues import lives


@pytest.mark.parametrize("life", lives.lives(), ids=lambda life: life.name)
def test_what_is_ordered_in_the_end_is_what_was_meant(
    life: lives.Life, request: pytest.FixtureRequest
) -> None:
    if life.is_misread:
        request.applymarker(pytest.mark.xfail(strict=True, reason="known to end otherwise"))
    ended = lives.play(life)
    assert ended.orders == tuple(sorted(life.told["ends"]))
    unheard = [words for words in life.told.get("hears", ()) if words not in ended.heard]
    assert unheard == []
