"""Buttons under a message. Their data names a place in what was sent, never an action.

    b:17:2   the third button of the conversation's message 17
    p:17:1   the second page of its keyboard

An action stands in the database alone, so that data can be forged but not made to mean anything.
"""

import re
from collections.abc import Iterator
from typing import Final

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from tournee.bot.messages import Leafed, Tapped
from tournee.bot.render.voice import Button

CONTACT: Final = "contact"
"""The action of a button that shares the writer's number: their own keyboard has it."""
MOST_BUTTONS: Final = 100
MOST_IN_ROW: Final = 8
A_PAGE: Final = 96
"""Leaves room for the buttons that turn pages."""
LONGEST_LABEL: Final = 100
"""Characters; a telephone shows about forty of them in a row."""
_DATA = re.compile(r"([bp]):(\d{1,9}):(\d{1,4})")

Row = list[InlineKeyboardButton]
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup


def keyboard(number: int, buttons: tuple[tuple[Button, ...], ...], page: int = 0) -> Markup | None:
    """Lay out the buttons of the conversation's message `number`."""
    for button in (button for row in buttons for button in row):
        if button.action == CONTACT:
            share = KeyboardButton(button.label, request_contact=True)
            return ReplyKeyboardMarkup([[share]], resize_keyboard=True, one_time_keyboard=True)
    rows = list(_rows(number, buttons))
    if not rows:
        return None
    if sum(map(len, rows)) <= MOST_BUTTONS:
        return InlineKeyboardMarkup(rows)
    pages = _pages(rows)
    page = min(page, len(pages) - 1)
    turns = [(page - 1, "◀"), (page + 1, "▶")]
    turning = [
        InlineKeyboardButton(sign, callback_data=f"p:{number}:{to}")
        for to, sign in turns
        if 0 <= to < len(pages)
    ]
    return InlineKeyboardMarkup([*pages[page], turning])


def meaning(data: str | None) -> Tapped | Leafed | None:
    """Read a button's data; None where it is not of our making."""
    found = _DATA.fullmatch(data or "")
    if found is None:
        return None
    kind, message, place = found[1], int(found[2]), int(found[3])
    if kind == "p":
        return Leafed(message=message, page=place)
    return Tapped(message=message, button=place)


def _rows(number: int, buttons: tuple[tuple[Button, ...], ...]) -> Iterator[Row]:
    place = 0
    for row in buttons:
        made: Row = []
        for button in row:
            label = _shortened(button.label.strip()) or "·"
            made.append(InlineKeyboardButton(label, callback_data=f"b:{number}:{place}"))
            place += 1
        yield from (made[at : at + MOST_IN_ROW] for at in range(0, len(made), MOST_IN_ROW))


def _shortened(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"


def _pages(rows: list[Row]) -> list[list[Row]]:
    pages: list[list[Row]] = [[]]
    for row in rows:
        if sum(map(len, pages[-1])) + len(row) > A_PAGE:
            pages.append([])
        pages[-1].append(row)
    return pages
