"""What the bot says of the catalogue to those who keep it."""

from tournee.bot.conversation.catalogue.replies import (
    CatalogueReply,
    ClosedOnOrders,
    EditDeclined,
    Edited,
    EditHeard,
    HistoryShown,
    HoursShown,
    LinesShown,
    PhraseShown,
    PhrasesWait,
    ProductShown,
    ProductsShown,
    Settled,
    ShopsShown,
    SureAsked,
    Unchanged,
    ValueAsked,
    WhichProduct,
    WhichShop,
)
from tournee.bot.conversation.catalogue.sheet_replies import (
    PrintSent,
    SheetOffered,
    SheetRefused,
    SheetSent,
)
from tournee.bot.render.catalogue import asking, edits, faults, looking, sheets
from tournee.bot.render.voice import Rendered, Voice


def words(reply: CatalogueReply, voice: Voice) -> Rendered:
    """Choose the words and buttons of a reply."""
    match reply:
        case ShopsShown() | ProductsShown() | ProductShown() | HoursShown():
            return looking.words(reply, voice)
        case Edited() | EditHeard() | ClosedOnOrders() | Unchanged() | HistoryShown():
            return edits.words(reply, voice)
        case PhraseShown() | PhrasesWait():
            return asking.phrases(reply, voice)
        case WhichProduct() | WhichShop() | SureAsked() | ValueAsked() | Settled() | LinesShown():
            return asking.words(reply, voice)
        case SheetOffered() | SheetRefused() | SheetSent() | PrintSent():
            return sheets.words(reply, voice)
        case EditDeclined():
            return Rendered(text=faults.declined(reply, voice))
        case _:
            return Rendered(text=faults.fault(reply, voice))
