"""What was not understood becomes an alias, and is understood from then on."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tournee.catalog import folder
from tournee.catalog.aliases import AliasImpossibleError, AliasTakenError, teach
from tournee.catalog.edits import Edit, diff
from tournee.catalog.errors import UnknownProductError
from tournee.catalog.model import Product, Sku, Village, VillageSlug
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Reason
from tournee.nlu.parse import parse

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SAMPLE = folder.read(Path(__file__).parents[2] / "villages" / "saint-aubin")
SLUG = SAMPLE.settings.slug
DENTURE = Sku("colle-dentier")


@dataclass
class OneShelf:
    village: Village

    def load(self, village: VillageSlug) -> Village:
        assert village == self.village.settings.slug
        return self.village

    def save_product(
        self, village: VillageSlug, product: Product, *, by: str, at: datetime
    ) -> Edit | None:
        kept = tuple(product if p.sku == product.sku else p for p in self.village.products)
        before, self.village = self.village, replace(self.village, products=kept)
        changes = diff(before, self.village)
        return Edit(village=village, number=1, at=at, by=by, changes=changes)


def test_a_phrase_that_was_unknown_names_the_product_from_then_on() -> None:
    shelf = OneShelf(SAMPLE)
    message = "2 polidents svp"
    before = parse(message, Lexicon(shelf.village), Context(now=NOW))
    assert [u.reason for u in before.unresolved] == [Reason.UNKNOWN]
    edit = teach(shelf, SLUG, DENTURE, " polident ", by="petit", at=NOW)
    assert edit is not None
    assert [change.key for change in edit.changes] == [DENTURE]
    after = parse(message, Lexicon(shelf.village), Context(now=NOW))
    assert [(line.sku, line.qty) for line in after.lines] == [(DENTURE, Decimal(2))]


def test_what_names_the_product_already_changes_nothing() -> None:
    assert teach(OneShelf(SAMPLE), SLUG, DENTURE, "FIXODENT", by="petit", at=NOW) is None


def test_another_products_name_is_refused() -> None:
    with pytest.raises(AliasTakenError) as refused:
        teach(OneShelf(SAMPLE), SLUG, DENTURE, "moutarde", by="petit", at=NOW)
    assert refused.value.sku == "moutarde"


@pytest.mark.parametrize("phrase", ["", "  ", "12", "a|b", "x" * 61])
def test_what_is_no_name_is_refused(phrase: str) -> None:
    with pytest.raises(AliasImpossibleError):
        teach(OneShelf(SAMPLE), SLUG, DENTURE, phrase, by="petit", at=NOW)


def test_a_product_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownProductError):
        teach(OneShelf(SAMPLE), SLUG, Sku("nothing"), "polident", by="petit", at=NOW)
