"""A village's catalogue in memory, for services: implements `catalog.ports.Editing`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tournee.catalog.edits import Edit, diff, trimmed
from tournee.catalog.model import Village, VillageSlug


@dataclass
class Shelf:
    village: Village
    made: list[Edit] = field(default_factory=list)

    def hold(self, village: VillageSlug) -> Village:
        assert village == self.village.settings.slug
        return self.village

    def save(
        self,
        before: Village,
        after: Village,
        *,
        by: str,
        at: datetime,
        undoes: int | None = None,
    ) -> Edit | None:
        assert before is self.village
        self.village = after
        changes = trimmed(diff(before, after))
        if not changes:
            return None
        edit = Edit(
            village=after.settings.slug,
            number=len(self.made) + 1,
            at=at,
            by=by,
            changes=changes,
            undoes=undoes,
        )
        self.made.append(edit)
        return edit

    def edits(self, village: VillageSlug, *, limit: int = 20) -> Sequence[Edit]:
        assert village == self.village.settings.slug
        return self.made[::-1][:limit]
