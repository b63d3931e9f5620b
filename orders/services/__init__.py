"""What people can do with orders, each as one function that checks, changes and tells.

Every service takes a `Work` (who, when, through which ports), raises an `orders.errors.OrderError`
where a rule forbids it, and returns the events that others are to hear of. It checks itself who may
do it: a shop's people only for their shop, residents only their own orders, operators all.
"""

from tournee.orders.services.amending import amend
from tournee.orders.services.answering import (
    accept,
    answer_substitute,
    refuse,
    report_left,
    report_missing,
)
from tournee.orders.services.closing import receive_envelope
from tournee.orders.services.correcting import correct_payment
from tournee.orders.services.delivering import (
    cancel_round,
    close_round,
    deliver,
    depart,
    leave,
    not_deliver,
    pack,
)
from tournee.orders.services.looking import (
    envelopes,
    tabs_among,
    tabs_of_resident,
    tabs_of_shop,
)
from tournee.orders.services.paying import limit_tab, pay_tab, tab
from tournee.orders.services.placing import cancel, move, place
from tournee.orders.services.returning import give_back
from tournee.orders.services.shortening import decline_rest
from tournee.orders.services.weighing import answer_weight, weigh
from tournee.orders.services.work import Ports, Work

__all__ = [
    "Ports",
    "Work",
    "accept",
    "amend",
    "answer_substitute",
    "answer_weight",
    "cancel",
    "cancel_round",
    "close_round",
    "correct_payment",
    "decline_rest",
    "deliver",
    "depart",
    "envelopes",
    "give_back",
    "leave",
    "limit_tab",
    "move",
    "not_deliver",
    "pack",
    "pay_tab",
    "place",
    "receive_envelope",
    "refuse",
    "report_left",
    "report_missing",
    "tab",
    "tabs_among",
    "tabs_of_resident",
    "tabs_of_shop",
    "weigh",
]
