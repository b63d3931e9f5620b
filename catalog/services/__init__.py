"""What may be done to a catalogue: edits that are checked, remembered and can be taken back.

Pure rules over `catalog.ports`: a message, a button and a file that is imported all come here.
"""

from tournee.catalog.services.editing import (
    EDITED,
    LATELY,
    OF_SHOPS,
    Work,
    apply,
    history,
    is_undoable,
    preview,
    undo,
)
from tournee.catalog.services.model import Editor, Past

__all__ = [
    "EDITED",
    "LATELY",
    "OF_SHOPS",
    "Editor",
    "Past",
    "Work",
    "apply",
    "history",
    "is_undoable",
    "preview",
    "undo",
]
