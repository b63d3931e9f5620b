"""Menus of commands and the bot's descriptions, for each role and language of the village.

Residents' commands are those of every private chat, a shop's those of every group; the operators'
group and each driver's and operator's private chat have their own. Everything can be typed
without a menu: a command is the word that the conversation knows, with a slash.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import asdict, dataclass
from typing import Final

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tournee.bot.messages import Room
from tournee.bot.render.menus import (
    Entry,
    description,
    driver_menu,
    operator_menu,
    resident_menu,
    shop_menu,
    short_description,
)
from tournee.bot.render.voice import Voice
from tournee.catalog.model import Channel, Role, Village

DIGEST_LETTERS: Final = 16
PRIVATE: Final = "private"
GROUPS: Final = "groups"
_NAME: Final = re.compile(r"[a-z0-9_]{1,32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    scope: str
    """`private`, `groups`, or the id of one chat."""
    locale: str
    """Empty for whoever has none of the village's languages."""
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Menus:
    menus: tuple[Menu, ...]
    descriptions: tuple[tuple[str, str, str], ...]
    """Locale, description, short description."""


def of(village: Village, operators: Room | None) -> Menus:
    """All that a village's bot shows before anybody writes."""
    first, *others = (_voice(village, locale) for locale in village.settings.locales)
    voices = [("", first), *((voice.locale, voice) for voice in (first, *others))]
    return Menus(
        menus=tuple(
            menu
            for locale, voice in voices
            for menu in _of_locale(village, operators, locale, voice)
        ),
        descriptions=tuple((loc, description(v), short_description(v)) for loc, v in voices),
    )


Digests = Mapping[str, str]
"""What was set last, by scope and locale."""


async def set_changed(
    bot: Bot, menus: Menus, known: Digests, done: MutableMapping[str, str]
) -> None:
    """Tell Telegram what is not as it was set last; `done` is what is set now.

    A person who never wrote to the bot has no chat yet, a group may have shut the bot out: their
    menu is set at a later start.

    Raises:
        TelegramError: Telegram is out of reach or refuses something; `done` holds what went before.
    """
    for menu in menus.menus:
        key, shown = f"{menu.scope}/{menu.locale}", _digest(asdict(menu))
        if known.get(key) == shown or await _set_menu(bot, menu):
            done[key] = shown
    for locale, long, short in menus.descriptions:
        key, shown = f"description/{locale}", _digest([long, short])
        if known.get(key) != shown:
            await bot.set_my_description(long, language_code=locale or None)
            await bot.set_my_short_description(short, language_code=locale or None)
        done[key] = shown


async def _set_menu(bot: Bot, menu: Menu) -> bool:
    commands = [BotCommand(entry.name, entry.meaning) for entry in menu.entries]
    try:
        await bot.set_my_commands(
            commands, scope=_scope(menu.scope), language_code=menu.locale or None
        )
    except (BadRequest, ChatMigrated, Forbidden):
        if menu.scope in {PRIVATE, GROUPS}:
            raise
        return False
    return True


def _digest(shown: object) -> str:
    told = json.dumps(shown, ensure_ascii=False).encode()
    return hashlib.sha256(told).hexdigest()[:DIGEST_LETTERS]


def _of_locale(
    village: Village, operators: Room | None, locale: str, voice: Voice
) -> Iterator[Menu]:
    yield _menu(PRIVATE, locale, resident_menu(voice))
    yield _menu(GROUPS, locale, shop_menu(voice))
    if operators is not None:
        yield _menu(operators.chat, locale, operator_menu(voice))
    for person in village.people:
        if person.telegram is not None and person.role is Role.OPERATOR:
            yield _menu(str(person.telegram), locale, operator_menu(voice))
        if person.telegram is not None and person.role is Role.DRIVER:
            yield _menu(str(person.telegram), locale, driver_menu(voice))


def _menu(scope: str, locale: str, entries: tuple[Entry, ...]) -> Menu:
    """A name that Telegram would refuse is left out: the others still serve."""
    fit = tuple(entry for entry in entries if _NAME.fullmatch(entry.name))
    return Menu(scope=scope, locale=locale, entries=fit)


def _voice(village: Village, locale: str) -> Voice:
    return Voice(locale=locale, channel=Channel.TELEGRAM, village=village)


def _scope(scope: str) -> BotCommandScope:
    match scope:
        case "private":
            return BotCommandScopeAllPrivateChats()
        case "groups":
            return BotCommandScopeAllGroupChats()
    return BotCommandScopeChat(int(scope))
