"""What a message to a resident is for, and how many segments an SMS of that kind may take."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.resident import replies as r

MOST: Final = 3
"""Segments of any message."""
FEW_PLACES: Final = 4
"""Places that a question of one segment can list beside a basket."""
FEW_CHOICES: Final = 4
"""Products that a question of one segment can list with names that tell them apart."""
FEW_LINES: Final = 8
"""Of a basket or order that is told within its kind's budget; a longer one may take `MOST`."""


class Kind(StrEnum):
    QUESTION = "question"
    RECAP = "recap"
    CONFIRMATION = "confirmation"
    SHOPS = "shops"
    ROUND = "round"
    ANSWER = "answer"
    NOTE = "note"
    PEOPLE = "people"
    OTHER = "other"
    """Not a reply of the conversation: a notice about the channel."""


BUDGETS: Final[Mapping[Kind, int]] = {
    Kind.QUESTION: 1,
    Kind.RECAP: 2,
    Kind.CONFIRMATION: 2,
    Kind.SHOPS: 2,
    Kind.ROUND: 2,
    Kind.ANSWER: 2,
    Kind.NOTE: 2,
    Kind.PEOPLE: 2,
    Kind.OTHER: 2,
}
"""Segments of one such reply. Said beside another one it may take one more."""

_NAMES: Final[Mapping[Kind, str]] = {
    Kind.QUESTION: """
        BasketShown MoveAsked NameAsked OptionAsked PlaceAsked ProductAsked
        QuantityAsked SubstituteAsked WaitAsked WatchAsked WeightAsked WhichOrder WhichStanding
        WhomAsked
    """,
    Kind.RECAP: """
        ChangeAwaited CollectAsked ConfirmAwaited DetailShown OrderTold RecapShown
        Settled StandingAsked
    """,
    Kind.CONFIRMATION: """
        Acknowledged BasketEmptied DeliveryNoted OrderChanged OrderGone OrderMoved OrderSent
        RemindersSet StandingChanged WithdrawalNoted StandingNoted StandingPlaced SubstituteNoted
        SubstitutesForgotten WaitNoted WatchSet
    """,
    Kind.SHOPS: """
        LeftBehind LineGone ReadyToCollect RestLeftOut ShopRefused ShopShort ShopsConfirmed
        SubstituteSettled Weighed WeightAgreed WeightDeclined
    """,
    Kind.ROUND: """
        Delivered NotDelivered OnTheWay RoundGone RoundShifted StopGone StopOffered Tomorrow
        WaitShifted KeptOnRound
    """,
    Kind.ANSWER: """
        AllergensTold AvailabilityTold EmptiesTold Explained HoursTold NoReceipt NothingUsual
        PricesTold ProductsTold ReceiptsShown RoundsTold SaidAgain ShopsTold StandingTold
        StatementShown StatusTold
        TotalSoFar WaysToPayTold WhichPrice
    """,
    Kind.NOTE: """
        BasketEmpty BasketFull DayPast DepositTold Failed FewLeft KeptForLater LeftOut NoRound
        NothingToGiveBack NotAQuantity NotByUs
        NotInBasket NotSold NoRoomLeft NotUnderstood OneAtATime PaymentPutRight ShopsShut
        SoldByPiece
        SoldOut
        StandingMissed StandingUnsure SubstituteUnclear TabAgedTold TabPaidTold TooLate TooMany
        TooManyOptions Unread
    """,
    Kind.PEOPLE: """
        BackAgain ContactOffered DataTold ForgetLater Forgotten Greeted HandedOver HelpGiven
        Introduced LookIn OperatorSays PassedOn Restarted Stopped Thanked
        HelpQuestion HelpTold CircleShown ForYou AnnouncementRead AnnouncementsAsked ConsentTaken
        Barred InvitationRead RoundMessage NumberAsked AtHomeNoted DoorNoted DoorTooFar
    """,
}
_LAWFUL: Final = frozenset(
    {
        "CollectAsked",
        "DataTold",
        "ReceiptsShown",
        "RoundMessage",
        "StandingAsked",
        "StandingNoted",
        "StandingTold",
        "StatementShown",
        "StatusTold",
        "WatchAsked",
    }
)
"""What has to be told whole, for the law, as it binds for long, or as a person wrote it."""
KINDS: Final[Mapping[str, Kind]] = {
    name: kind for kind, names in _NAMES.items() for name in names.split()
}
"""By the reply's name, as the outbox keeps it."""


def kind_of(name: str) -> Kind:
    """A reply that the table does not name is a question if its name says so."""
    return KINDS.get(name, Kind.QUESTION if name.endswith("Asked") else Kind.OTHER)


def budget_of(reply: Reply) -> int:
    """Segments that a reply may take by itself."""
    match reply:
        case r.RecapShown() if reply.changed or reply.why not in {"asked", "next"}:
            return MOST  # with a sentence about why
        case r.PlaceAsked() if len(reply.places) > FEW_PLACES:
            return BUDGETS[Kind.QUESTION] + 1
        case r.ProductAsked() if len(reply.choices) > FEW_CHOICES:
            return BUDGETS[Kind.QUESTION] + 1
        case r.RecapShown() | r.OrderChanged() | r.Weighed() | r.DetailShown():
            if len(reply.lines) > FEW_LINES:
                return MOST
    name = type(reply).__name__
    if name in _LAWFUL:
        return MOST
    return BUDGETS[kind_of(name)]
