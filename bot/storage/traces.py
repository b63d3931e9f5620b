"""What others were told of a person, and what their conversations remember: taken out.

Messages that name the person are emptied. In what a conversation remembers, the person's place is
taken by nobody, so that a driver's round keeps its doors; what is only about the person goes.
"""

import json
import re
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from tournee.bot.storage.rows import ConversationRow, NewsRow, OutgoingRow
from tournee.catalog.model import VillageSlug
from tournee.catalog.storage.rows import PersonRow

ABOUT_ONE: Final = frozenset({"threads", "counters", "proposals"})
"""Lists of things that are each about one person."""
OWN: Final = frozenset({"name", "address", "phone", "note"})
"""What stands beside `resident` and says who that is."""


class Traces:
    """One person's, in one village, inside one unit of work."""

    def __init__(self, session: Session, village: VillageSlug, person: PersonRow) -> None:
        self._session = session
        self._village = village
        self._slug = person.slug
        told = (person.name, person.phone, person.whatsapp, person.address)
        self._words = tuple(word for word in told if word)
        self._named = re.compile("|".join(rf"\b{re.escape(w)}" for w in self._words) or r"(?!)")

    def remove(self, nobody: str) -> None:
        self._empty_messages()
        self._forget_news()
        for row in self._conversations():
            row.state = self._without(row.state, nobody)
            row.before = self._without(row.before, nobody)

    def _empty_messages(self) -> None:
        columns = (OutgoingRow.text, OutgoingRow.facts, OutgoingRow.attachment)
        named = or_(*(self._holds(c, word) for c in columns for word in self._words))
        if self._words:
            self._session.execute(
                update(OutgoingRow)
                .where(OutgoingRow.village == self._village, named)
                .values(text="", buttons="[]", facts=None, attachment=None)
                .execution_options(synchronize_session=False)
            )

    def _forget_news(self) -> None:
        about = self._holds(NewsRow.event, self._quoted)
        self._session.execute(
            delete(NewsRow)
            .where(NewsRow.village == self._village, about)
            .execution_options(synchronize_session=False)
        )

    def _conversations(self) -> list[ConversationRow]:
        wanted = (self._quoted, *self._words)
        columns = (ConversationRow.state, ConversationRow.before)
        named = or_(*(self._holds(c, word) for c in columns for word in wanted))
        return list(
            self._session.scalars(
                select(ConversationRow)
                .where(ConversationRow.village == self._village, named)
                .order_by(ConversationRow.party)
                .with_for_update()
            )
        )

    @property
    def _quoted(self) -> str:
        return json.dumps(self._slug, ensure_ascii=False)

    @staticmethod
    def _holds(
        column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], word: str
    ) -> ColumnElement[bool]:
        return column.contains(word, autoescape=True)

    def _without(self, state: str | None, nobody: str) -> str | None:
        if state is None:
            return None
        return json.dumps(self._cleaned(json.loads(state), nobody), ensure_ascii=False)

    def _cleaned(self, value: Any, nobody: str) -> Any:
        match value:
            case dict():
                mine = value.get("resident") == self._slug
                return {
                    key: "" if mine and key in OWN else self._cleaned(self._rest(key, v), nobody)
                    for key, v in value.items()
                }
            case list():
                return [self._cleaned(item, nobody) for item in value]
            case str():
                return nobody if value == self._slug else self._named.sub("", value)
        return value

    def _rest(self, key: str, value: Any) -> Any:
        """Leave of a list whose items are each about one person those about others."""
        if key not in ABOUT_ONE or not isinstance(value, list):
            return value
        return [i for i in value if self._quoted not in json.dumps(i, ensure_ascii=False)]
