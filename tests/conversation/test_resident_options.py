"""Options keep their codes, hyphens and all, on their way from the message to the basket."""

import pytest

from tests.bot.flow import village
from tournee.bot.conversation.resident.wants import code_of
from tournee.bot.simulate import simulate


@pytest.mark.parametrize(
    ("option", "code"),
    [
        ("+peu-cuit", "peu-cuit"),
        ("-++fromage-rape", "fromage-rape"),
        ("~base-creme", "base-creme"),
        ("+shot*2", "shot"),
    ],
)
def test_only_the_sign_and_the_count_are_taken_off(option: str, code: str) -> None:
    assert code_of(option) == code


def test_an_option_whose_code_has_a_hyphen_reaches_the_recap_and_the_basket() -> None:
    at = "2026-11-23T09:00:00+01:00"
    text = "2 baguettes pas trop cuites"
    *said, last = simulate(village(), [{"at": at, "via": "telegram", "from": 5005, "text": text}])
    assert "pas trop cuit" in said[-1]["text"]
    assert last["final"]["baskets"][0]["lines"][0]["options"] == ["+peu-cuit"]
