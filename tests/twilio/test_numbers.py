"""Numbers, senders, templates and button layouts, without a wire."""

import pytest
from sqlalchemy import Engine

from tests.twilio.fake import ACCOUNT, TOKEN
from tournee.bot.channels.adapter import configured
from tournee.bot.channels.twilio.adapter import TwilioAdapter
from tournee.bot.channels.twilio.content import layout
from tournee.bot.channels.twilio.errors import FATES, fate_of
from tournee.bot.channels.twilio.numbers import OwnNumbers, address, e164
from tournee.bot.channels.twilio.templates import Template, templates
from tournee.bot.messages import Draft, Fate
from tournee.bot.render.voice import Button
from tournee.bot.settings import Settings, SettingsError
from tournee.catalog.model import Channel, VillageSlug


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+33639980001", "+33639980001"),
        ("whatsapp:+33639980001", "+33639980001"),
        ("+33 6 39 98 00 01", "+33639980001"),
        ("+33199000010", "+33199000010"),
        ("36111", None),
        ("+36111", None),
        ("0639980001", None),
        ("MAIRIE", None),
        ("whatsapp:FR.1234", None),
        ("", None),
        ("+" + "9" * 40, None),
    ],
)
def test_only_a_whole_number_can_be_answered(written: str, number: str | None) -> None:
    assert e164(written) == number


def test_each_village_has_its_own_number_or_the_shared_one() -> None:
    own = OwnNumbers.read("saint-aubin=+33937000001, +33937000009")
    assert own.of(VillageSlug("saint-aubin")) == "+33937000001"
    assert own.of(VillageSlug("val-fleuri")) == "+33937000009"
    assert OwnNumbers.read("a=+33937000001").of(VillageSlug("b")) is None
    assert not OwnNumbers.read(None)
    with pytest.raises(ValueError, match="MAIRIE"):
        OwnNumbers.read("MAIRIE")


def test_addresses_are_written_as_twilio_wants_them() -> None:
    assert address(Channel.WHATSAPP, "+33639980001") == "whatsapp:+33639980001"
    assert address(Channel.SMS, "+33639980001") == "+33639980001"


def test_templates_are_read_by_kind_with_the_facts_that_fill_them() -> None:
    read = templates("Tomorrow=HX1, OnTheWay=HX2:order|hours, RoundGone=HX3:jour=day|why=reason")
    assert read["Tomorrow"] == Template(sid="HX1", variables=(("1", "text"),))
    assert read["OnTheWay"].variables == (("1", "order"), ("2", "hours"))
    assert read["RoundGone"].variables == (("jour", "day"), ("why", "reason"))
    assert templates(None) == {}


def test_a_fact_that_no_message_has_is_named() -> None:
    settings = Settings(twilio_templates="Tomorrow=HX1:order|colour")
    with pytest.raises(SettingsError, match="colour"):
        TwilioAdapter.of(settings, ACCOUNT, TOKEN)


def test_a_variable_is_never_empty_and_has_no_line_breaks() -> None:
    template = Template(sid="HX1", variables=(("1", "text"), ("2", "reason")))
    draft = Draft(channel=Channel.WHATSAPP, to="+33639980001", text="Bonjour\n1 pain")
    assert template.filled(draft, "saint-aubin") == {"1": "Bonjour 1 pain", "2": "-"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOURNEE_TWILIO_SMS_FROM", "MAIRIE"),
        ("TOURNEE_TWILIO_WHATSAPP_FROM", "0937000001"),
        ("TOURNEE_TWILIO_TEMPLATES", "Tomorrow"),
        ("TOURNEE_TWILIO_ACCOUNT_SID", "AC1"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})


def test_the_channels_are_those_that_have_a_number(sqlite_database: Engine) -> None:
    settings = Settings(
        twilio_account_sid=ACCOUNT, twilio_auth_token=TOKEN, twilio_sms_from="+33937000001"
    )
    [adapter] = configured(settings, sqlite_database)
    assert list(adapter.channels) == [Channel.SMS]
    assert "/twilio/{village}/messages" in [getattr(r, "path", "") for r in adapter.routes]
    assert TOKEN not in repr(settings)


def rows(*labels: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(label, f"choose:{n}"),) for n, label in enumerate(labels, 1))


def test_three_short_labels_are_quick_replies() -> None:
    shown = layout(rows("Oui", "Non"))
    assert shown is not None
    [(kind, told)] = shown.items()
    assert kind == "twilio/quick-reply"
    assert [action["id"] for action in told["actions"]] == ["{{2}}:0", "{{2}}:1"]


def test_a_long_label_keeps_all_its_words_in_the_description() -> None:
    shown = layout(rows("Commander, avec obligation de paiement", "Modifier", "Annuler"))
    assert shown is not None
    [(kind, told)] = shown.items()
    assert kind == "twilio/list-picker"
    assert told["items"][0]["description"] == "Commander, avec obligation de paiement"
    assert len(told["items"][0]["item"]) <= 24


def test_more_choices_than_a_list_has_rows_are_no_layout() -> None:
    assert layout(rows(*"abcdefghijk")) is None
    assert layout(()) is None


@pytest.mark.parametrize(
    "code",
    [21211, 21408, 21610, 21614, 30003, 30004, 30005, 30006, 30007, 30008, 63016, 63018],
)
def test_every_code_that_matters_has_a_rule(code: int) -> None:
    assert code in FATES


def test_an_unknown_code_is_given_up() -> None:
    assert fate_of(99999) is Fate.GIVEN_UP
    assert fate_of(None) is Fate.GIVEN_UP
