"""What a message to a resident is for, and how many segments an SMS of that kind may take."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.resident import replies as r

MOST: Final = 3
"""Segments of any message."""
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

REPLIES: Final[Mapping[Kind, tuple[type[Reply], ...]]] = {
    Kind.QUESTION: (
        r.CollectAsked,
        r.StandingAsked,
        r.WaitAsked,
        r.WatchAsked,
        r.WhichStanding,
        r.BasketShown,  # what a question keeps of the rest of the message
        r.MoveAsked,
        r.NameAsked,
        r.OptionAsked,
        r.PersonOffered,
        r.PlaceAsked,
        r.ProductAsked,
        r.QuantityAsked,
        r.SubstituteAsked,
        r.WeightAsked,
        r.WhichOrder,
    ),
    Kind.RECAP: (r.RecapShown, r.ConfirmAwaited, r.ChangeAwaited, r.DetailShown, r.Settled),
    Kind.CONFIRMATION: (
        r.StandingChanged,
        r.StandingNoted,
        r.StandingPlaced,
        r.SubstituteNoted,
        r.WaitNoted,
        r.WatchSet,
        r.RemindersSet,
        r.SubstitutesForgotten,
        r.OrderSent,
        r.OrderChanged,
        r.OrderMoved,
        r.OrderGone,
        r.BasketEmptied,
        r.Acknowledged,
        r.DeliveryNoted,
    ),
    Kind.SHOPS: (
        r.WeightAgreed,
        r.ReadyToCollect,
        r.ShopsConfirmed,
        r.ShopRefused,
        r.LeftBehind,
        r.LineGone,
        r.SubstituteSettled,
        r.Weighed,
        r.WeightDeclined,
    ),
    Kind.ROUND: (
        r.RoundShifted,
        r.StopOffered,
        r.StopGone,
        r.Tomorrow,
        r.OnTheWay,
        r.Delivered,
        r.NotDelivered,
        r.RoundGone,
    ),
    Kind.ANSWER: (
        r.StandingTold,
        r.AllergensTold,
        r.NoReceipt,
        r.ReceiptsShown,
        r.StatementShown,
        r.AvailabilityTold,
        r.HoursTold,
        r.PricesTold,
        r.ProductsTold,
        r.RoundsTold,
        r.ShopsTold,
        r.StatusTold,
        r.WhichPrice,
        r.NothingUsual,
    ),
    Kind.NOTE: (
        r.StandingMissed,
        r.StandingUnsure,
        r.SubstituteUnclear,
        r.DepositTold,
        r.PaymentPutRight,
        r.TabAgedTold,
        r.TabPaidTold,
        r.BasketEmpty,
        r.BasketFull,
        r.DayPast,
        r.Failed,
        r.FewLeft,
        r.NoRound,
        r.NotAQuantity,
        r.NotByUs,
        r.NotInBasket,
        r.NotSold,
        r.NotUnderstood,
        r.SoldByPiece,
        r.SoldOut,
        r.TooLate,
        r.TooMany,
        r.TooManyOptions,
        r.Unread,
    ),
    Kind.PEOPLE: (
        r.LookIn,
        r.BackAgain,
        r.DataTold,
        r.ForgetLater,
        r.Forgotten,
        r.Greeted,
        r.HandedOver,
        r.HelpGiven,
        r.Introduced,
        r.OperatorSays,
        r.PassedOn,
        r.Restarted,
        r.Stopped,
        r.Thanked,
    ),
}
KINDS: Final[Mapping[str, Kind]] = {
    reply.__name__: kind for kind, replies in REPLIES.items() for reply in replies
}
"""By the reply's name, as the outbox keeps it."""


def kind_of(name: str) -> Kind:
    return KINDS.get(name, Kind.OTHER)


def budget_of(reply: Reply) -> int:
    """Segments that a reply may take by itself."""
    match reply:
        case r.RecapShown() if reply.changed or reply.wished:  # with a sentence about why
            return MOST
        case r.RecapShown() | r.OrderChanged() | r.Weighed() | r.DetailShown():
            if len(reply.lines) > FEW_LINES:
                return MOST
        case r.DataTold() | r.ReceiptsShown() | r.StatementShown():
            return MOST
    return BUDGETS[kind_of(type(reply).__name__)]
