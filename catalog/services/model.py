"""Who edits, and what an edit of the past has become."""

from dataclasses import dataclass

from tournee.catalog.edits import Edit
from tournee.catalog.model import Role, ShopSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Whoever edits, in the role of the chat that they write in."""

    slug: str
    """A person's, or what stands for one."""
    role: Role
    shop: ShopSlug | None = None
    """For shopkeepers: whose goods they may change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An edit, and whether it still stands."""

    edit: Edit
    undone: bool = False
    """It was taken back, and that still holds."""
