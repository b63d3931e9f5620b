"""What is asked because the understanding is not sure enough."""

from dataclasses import replace

import pytest

from tests.conversation.talk import Talk
from tournee.bot.conversation.resident.doubts import SURE_INTENT, SURE_LINE, doubted, is_unclear
from tournee.bot.conversation.resident.replies import NotSold, ProductAsked
from tournee.catalog.model import Sku
from tournee.nlu.model import Intent, Line, Parse

LINE = Line(sku=Sku("chouquettes"), confidence=SURE_LINE - 0.01, others=(Sku("choucroute"),))


def test_a_doubted_line_is_asked_for_with_the_best_guess_first() -> None:
    vague = doubted(LINE, Intent.ORDER)
    assert vague is not None
    assert vague.skus == ("chouquettes", "choucroute")


@pytest.mark.parametrize("intent", [Intent.REMOVE, Intent.CHANGE, Intent.REPEAT])
def test_what_is_in_the_basket_is_not_doubted(intent: Intent) -> None:
    assert doubted(LINE, intent) is None


def test_a_line_that_is_sure_enough_is_done() -> None:
    assert doubted(replace(LINE, confidence=SURE_LINE), Intent.ORDER) is None


def test_a_guess_about_what_is_wanted_is_not_acted_on() -> None:
    guess = Parse(
        intent=Intent.CANCEL,
        confidence=0.3,
        locale="fr",
        intents=((Intent.CANCEL, SURE_INTENT - 0.01),),
    )
    assert is_unclear(guess)
    assert not is_unclear(replace(guess, lines=(LINE,)))
    assert not is_unclear(replace(guess, intents=((Intent.CANCEL, SURE_INTENT),)))


def test_a_yes_takes_the_best_guess(talk: Talk) -> None:
    talk.says("1 chouc")
    assert isinstance(talk.replies[-1], ProductAsked)
    assert talk.replies[-1].doubted
    talk.says("oui")
    assert [want.sku for want in talk.state.wants if hasattr(want, "sku")] == ["chouquettes"]


def test_a_no_leaves_it_out_and_says_so(talk: Talk) -> None:
    talk.says("2 baguettes et 1 chouc")
    talk.says("non")
    assert any(isinstance(reply, NotSold) for reply in talk.replies)
    assert [want.sku for want in talk.state.wants if hasattr(want, "sku")] == ["baguette"]
