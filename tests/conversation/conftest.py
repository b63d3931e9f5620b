from pathlib import Path

import pytest

from tests.conversation.talk import Talk
from tournee.catalog.folder import read
from tournee.catalog.model import Channel, Village
from tournee.nlu.lexicon import Lexicon

SAINT_AUBIN = Path(__file__).parents[2] / "villages" / "saint-aubin"


@pytest.fixture(scope="session")
def saint_aubin() -> Village:
    return read(SAINT_AUBIN)


@pytest.fixture(scope="session")
def lexicon(saint_aubin: Village) -> Lexicon:
    return Lexicon(saint_aubin)


@pytest.fixture
def talk(saint_aubin: Village, lexicon: Lexicon) -> Talk:
    """Mme Durand of Les Granges on Telegram, on a Monday at nine, for the first time."""
    return Talk(village=saint_aubin, lexicon=lexicon)


@pytest.fixture
def sms(saint_aubin: Village, lexicon: Lexicon) -> Talk:
    return Talk(village=saint_aubin, lexicon=lexicon, channel=Channel.SMS)
