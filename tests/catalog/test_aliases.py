"""What was not understood becomes an alias, and is understood from then on."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tournee.catalog import folder
from tournee.catalog.aliases import AliasImpossibleError, AliasTakenError, teach
from tournee.catalog.errors import UnknownProductError
from tournee.catalog.model import Sku
from tournee.catalog.patching import patched
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Reason
from tournee.nlu.parse import parse

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SAMPLE = folder.read(Path(__file__).parents[2] / "villages" / "saint-aubin")
DENTURE = Sku("colle-dentier")


def test_a_phrase_that_was_unknown_names_the_product_from_then_on() -> None:
    message = "2 polidents svp"
    before = parse(message, Lexicon(SAMPLE), Context(now=NOW))
    assert [u.reason for u in before.unresolved] == [Reason.UNKNOWN]
    change = teach(SAMPLE, DENTURE, " polident ")
    assert change is not None
    assert (change.key, change.fields) == (DENTURE, ("aliases",))
    after = parse(message, Lexicon(patched(SAMPLE, [change])), Context(now=NOW))
    assert [(line.sku, line.qty) for line in after.lines] == [(DENTURE, Decimal(2))]


def test_what_names_the_product_already_changes_nothing() -> None:
    assert teach(SAMPLE, DENTURE, "FIXODENT") is None


def test_another_products_name_is_refused() -> None:
    with pytest.raises(AliasTakenError) as refused:
        teach(SAMPLE, DENTURE, "moutarde")
    assert refused.value.sku == "moutarde"


@pytest.mark.parametrize("phrase", ["", "  ", "12", "a|b", "x" * 61])
def test_what_is_no_name_is_refused(phrase: str) -> None:
    with pytest.raises(AliasImpossibleError):
        teach(SAMPLE, DENTURE, phrase)


def test_a_product_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownProductError):
        teach(SAMPLE, Sku("nothing"), "polident")
