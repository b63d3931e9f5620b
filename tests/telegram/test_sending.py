"""Sending over HTTP: long texts, many buttons, limits, and each fault's own end."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from telegram import Bot, InlineKeyboardMarkup

from tests.telegram.api_rules import RefusedError
from tests.telegram.fake_bot_api import TOKEN, FakeBotApi
from tests.telegram.scene import JEANNE, MONDAY, SAINT_AUBIN, NoLimit
from tournee.bot.attachments import MadeFile
from tournee.bot.channels.storage import Directory
from tournee.bot.channels.telegram.keyboard import keyboard
from tournee.bot.channels.telegram.sending import A_GROUP, GROUP_BURST, Telegrams
from tournee.bot.channels.telegram.text import length, parts
from tournee.bot.limits import Limiter, MemoryLimiter, RedisLimiter
from tournee.bot.messages import Draft, Fate, Outgoing, OutgoingId
from tournee.bot.outbox import TryLaterError, UndeliverableError
from tournee.bot.render.voice import Button
from tournee.catalog.model import Channel


def message(text: str, *, to: int = JEANNE, edits: str | None = None, buttons: int = 0) -> Outgoing:
    row = tuple((Button(f"n° {n}", f"choose:{n}"),) for n in range(1, buttons + 1))
    return Outgoing(
        id=OutgoingId("resident:durand", 17),
        village=SAINT_AUBIN,
        draft=Draft(channel=Channel.TELEGRAM, to=str(to), text=text, buttons=row),
        created_at=MONDAY,
        edits=edits,
    )


@asynccontextmanager
async def sender(
    fake: FakeBotApi, database: Engine, limiter: Limiter | None = None
) -> AsyncIterator[Telegrams]:
    fake.chats.person(JEANNE, "Jeanne")
    async with Bot(TOKEN, base_url=f"{fake.url}/bot") as bot:
        yield Telegrams(
            bot=bot,
            village=SAINT_AUBIN,
            directory=Directory(database, Channel.TELEGRAM),
            limiter=limiter or NoLimit(),
            clock=lambda: MONDAY,
        )


def send(fake: FakeBotApi, database: Engine, *messages: Outgoing) -> list[str]:
    async def run() -> list[str]:
        async with sender(fake, database) as telegrams:
            return [await telegrams.send(m) for m in messages]

    return asyncio.run(run())


def test_a_text_goes_as_it_was_typed(fake: FakeBotApi, sqlite_database: Engine) -> None:
    send(fake, sqlite_database, message("Un <b>*_ gâteau & [lien](x)"))
    (_, sent), *_ = fake.calls
    assert sent["text"] == "Un <b>*_ gâteau & [lien](x)"
    assert "parse_mode" not in sent


def test_a_long_text_is_split_at_lines_and_keeps_its_buttons(
    fake: FakeBotApi, sqlite_database: Engine
) -> None:
    text = "\n".join(f"{n} × Baguette 🥖 pour quelqu'un" for n in range(200))
    send(fake, sqlite_database, message(text, buttons=1))
    sent = [parameters for _, parameters in fake.calls]
    assert "\n".join(s["text"] for s in sent) == text
    assert len(sent) > 1
    assert ["reply_markup" in s for s in sent] == [False] * (len(sent) - 1) + [True]


def test_one_endless_line_is_cut_by_what_telegram_counts() -> None:
    found = parts("🥖" * 5000)
    assert "".join(found) == "🥖" * 5000
    assert max(map(length, found)) <= 4096


def test_a_keyboard_of_many_buttons_has_pages(fake: FakeBotApi, sqlite_database: Engine) -> None:
    send(fake, sqlite_database, message("Lequel ?", buttons=250))
    rows = fake.calls[0][1]["reply_markup"]["inline_keyboard"]
    assert rows[-1] == [{"text": "▶", "callback_data": "p:17:1"}]
    second = keyboard(17, message("", buttons=250).draft.buttons, 1)
    assert isinstance(second, InlineKeyboardMarkup)
    data = [button.callback_data for row in second.inline_keyboard for button in row]
    assert data[0] == "b:17:96"
    assert data[-2:] == ["p:17:0", "p:17:2"]


def test_an_edit_that_changes_nothing_is_done(fake: FakeBotApi, sqlite_database: Engine) -> None:
    (first,) = send(fake, sqlite_database, message("Commande 4821"))
    (again,) = send(fake, sqlite_database, message("Commande 4821", edits=first))
    assert again == first
    (changed,) = send(fake, sqlite_database, message("Commande 4821, acceptée", edits=first))
    assert changed == first
    assert [m["text"] for m in fake.chats.of_chat(JEANNE)] == ["Commande 4821, acceptée"]


def test_a_card_that_grew_too_long_is_written_anew_and_the_old_one_disarmed(
    fake: FakeBotApi, sqlite_database: Engine
) -> None:
    (first,) = send(fake, sqlite_database, message("Commande 4821", buttons=1))
    grown = message("\n".join(["Commande 4821"] * 400), edits=first, buttons=1)
    assert send(fake, sqlite_database, grown) != [first]
    armed = ["reply_markup" in shown for shown in fake.chats.of_chat(JEANNE)]
    assert armed == [False] * (len(armed) - 1) + [True]


def test_a_redis_that_is_away_silences_nobody() -> None:
    limiter = RedisLimiter("redis://127.0.0.1:9/0")

    async def waits() -> list[float]:
        found = [await limiter.wait("chat", every=60.0) for _ in range(2)]
        await limiter.close()
        return found

    first, second = asyncio.run(waits())
    assert first == 0
    assert second > 0


def test_a_card_that_is_gone_is_written_anew(fake: FakeBotApi, sqlite_database: Engine) -> None:
    (found,) = send(fake, sqlite_database, message("Commande 4821", edits=f"{JEANNE}:9"))
    assert found != f"{JEANNE}:9"


def test_a_card_that_stands_under_a_picture_is_written_anew(
    fake: FakeBotApi, sqlite_database: Engine
) -> None:
    picture = MadeFile(name="semaine.png", data=b"\x89PNG", is_picture=True)
    (shown,) = send(fake, sqlite_database, replace(message("La semaine"), file=picture))
    (found,) = send(fake, sqlite_database, message("La semaine, corrigée", edits=shown))
    assert found != shown


def test_words_go_alone_where_their_picture_is_refused(
    fake: FakeBotApi, sqlite_database: Engine
) -> None:
    fake.chats.group(-100, "Le fournil", {JEANNE}).no_media = True
    picture = MadeFile(name="semaine.png", data=b"\x89PNG", is_picture=True)
    send(fake, sqlite_database, replace(message("La semaine", to=-100), file=picture))
    assert [sent["text"] for _, sent in fake.calls] == ["La semaine"]


def test_with_a_token_that_was_revoked_messages_wait_for_the_new_one(
    fake: FakeBotApi, sqlite_database: Engine
) -> None:
    fake.faults.append(RefusedError(401, "Unauthorized"))
    with pytest.raises(TryLaterError) as caught:
        send(fake, sqlite_database, message("Bonjour"))
    assert (caught.value.code, caught.value.tried) == ("token", False)


@pytest.mark.parametrize(
    ("fault", "fate"),
    [
        (RefusedError(403, "Forbidden: bot was blocked by the user"), Fate.UNREACHABLE),
        (RefusedError(400, "Bad Request: chat not found"), Fate.UNREACHABLE),
        (RefusedError(400, "Bad Request: something else"), Fate.GIVEN_UP),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_will_never_arrive_is_given_up(
    fault: RefusedError, fate: Fate, fake: FakeBotApi, sqlite_database: Engine
) -> None:
    fake.faults.append(fault)
    with pytest.raises(UndeliverableError) as caught:
        send(fake, sqlite_database, message("Bonjour"))
    assert caught.value.fate is fate


def test_retry_after_is_waited_for_and_is_no_failed_try(
    fake: FakeBotApi, sqlite_database: Engine
) -> None:
    fake.faults.append(RefusedError(429, "Too Many Requests: retry after 33", retry_after=33))
    with pytest.raises(TryLaterError) as caught:
        send(fake, sqlite_database, message("Bonjour"))
    assert (caught.value.after, caught.value.tried) == (timedelta(seconds=33), False)


def test_a_server_that_fails_or_is_away_is_tried_again(
    fake: FakeBotApi, sqlite_database: Engine
) -> None:
    fake.faults.append(RefusedError(502, "Bad Gateway"))
    with pytest.raises(TryLaterError) as caught:
        send(fake, sqlite_database, message("Bonjour"))
    assert caught.value.after is None
    fake.url = "http://127.0.0.1:9"

    async def away() -> None:
        bot = Bot(TOKEN, base_url=f"{fake.url}/bot")
        telegrams = Telegrams(
            bot=bot,
            village=SAINT_AUBIN,
            directory=Directory(sqlite_database, Channel.TELEGRAM),
            limiter=NoLimit(),
            clock=lambda: MONDAY,
        )
        await telegrams.send(message("Bonjour"))

    with pytest.raises(TryLaterError):
        asyncio.run(away())


class Noting:
    """A limiter, and when it gave the bot its turns."""

    def __init__(self, limiter: Limiter, turns: list[float]) -> None:
        self._limiter = limiter
        self._turns = turns

    async def wait(self, key: str, *, every: float, burst: int = 1) -> float:
        found = await self._limiter.wait(key, every=every, burst=burst)
        if not found and key == f"telegram:{SAINT_AUBIN}":
            self._turns.append(time.monotonic())
        return found

    async def close(self) -> None:
        await self._limiter.close()


@pytest.mark.parametrize("kind", ["memory", "redis"])
def test_the_limits_of_telegram_are_kept(
    kind: str, sqlite_database: Engine, request: pytest.FixtureRequest
) -> None:
    """Two senders that share a limiter write to forty people, and twice to one.

    Turns over all are counted where they are taken: what is on its way may bunch on a slow machine.
    """
    url = request.getfixturevalue("redis_url") if kind == "redis" else None
    people = range(2000, 2040)
    turns: list[float] = []

    async def run(fake: FakeBotApi) -> None:
        first: Limiter = RedisLimiter(url) if url else MemoryLimiter()
        here = Noting(first, turns)
        there = Noting(RedisLimiter(url), turns) if url else here
        async with (
            sender(fake, sqlite_database, here) as one,
            sender(fake, sqlite_database, there) as other,
        ):
            work = ((one, other)[p % 2].send(message("Bonjour", to=p)) for p in people)
            await asyncio.gather(*work)
            await one.send(message("Un"))
            with pytest.raises(TryLaterError) as caught:
                await other.send(message("Deux"))
            assert caught.value.tried is False
            assert timedelta(0) < (caught.value.after or timedelta(0)) <= timedelta(seconds=1)
        for limiter in (here, there):
            await limiter.close()

    with FakeBotApi(limited=True).running() as fake:
        fake.most_a_second = len(people) * 2
        for person in people:
            fake.chats.person(person, "Voisin")
        asyncio.run(run(fake))
        assert fake.refusals == []
        assert len(fake.calls) == len(people) + 1
    turns.sort()
    assert all(later - first > 0.95 for first, later in zip(turns, turns[30:], strict=False))


def test_a_group_gets_twenty_messages_a_minute_at_most() -> None:
    seconds = iter(range(60))
    limiter = MemoryLimiter(lambda: float(next(seconds)))

    async def taken() -> int:
        waits = [await limiter.wait("g", every=A_GROUP, burst=GROUP_BURST) for _ in range(60)]
        return waits.count(0)

    assert asyncio.run(taken()) <= 20
