"""The checks of the catalogues find what they are for."""

import pytest
from babel.messages.catalog import Message

from tournee.locales import catalogues


def message(string: str | tuple[str, str], *, flags: tuple[str, ...] = ()) -> Message:
    plural = isinstance(string, tuple)
    source = ("%(count)s bag of %(who)s", "%(count)s bags of %(who)s")
    return Message(source if plural else "Hello %(name)s!", string, flags=flags)


@pytest.mark.parametrize(
    ("damaged", "fault"),
    [
        (message(""), "untranslated"),
        (message("Bonjour !"), "placeholders differ"),
        (message("Bonjour %(nom)s !"), "placeholders differ"),
        (message("Bonjour %(name)s !", flags=("fuzzy",)), "fuzzy"),
        (message(("%(count)s sac de %(who)s", "")), "untranslated"),
        (message(("%(count)s sac", "%(count)s sacs de %(who)s")), "placeholders differ"),
    ],
)
def test_damage_is_named(damaged: Message, fault: str) -> None:
    assert [found.partition(":")[0] for found in catalogues.damage(damaged)] == [fault]


@pytest.mark.parametrize(
    "sound",
    [message("Bonjour %(name)s !"), message(("Un sac de %(who)s", "%(count)s sacs de %(who)s"))],
)
def test_a_singular_may_leave_out_its_number(sound: Message) -> None:
    assert list(catalogues.damage(sound)) == []


def test_every_language_has_every_sentence_of_the_template() -> None:
    wanted = {m.id for m in catalogues.read(catalogues.TEMPLATE) if m.id}
    for path in catalogues.po_files():
        known = {m.id: m.string for m in catalogues.read(path) if m.id}
        assert set(known) == wanted
