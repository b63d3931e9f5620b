"""Every wrong variable is named, with what was expected, before anything starts."""

import pytest

from tournee.bot.cli import main
from tournee.bot.settings import Settings, SettingsError


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "mysql://x", "expected a URL that starts with sqlite://"),
        ("REDIS_URL", "localhost:6379", "expected a URL that starts with redis://"),
        ("THREADS", "0", "expected a number from 1 to 64"),
        ("THREADS", "many", "expected a number from 1 to 64"),
        ("NLU", "rasa", "expected 'embedded' or the URL of a server"),
        ("DATABSE_URL", "sqlite://", "is no setting: did you mean TOURNEE_DATABASE_URL?"),
        ("TWILIO_AUTH_TOKEN", "x", "go together"),
    ],
)
def test_a_wrong_variable_is_named_with_what_was_expected(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({f"TOURNEE_{name}": value})
    (fault,) = caught.value.faults
    assert f"TOURNEE_{name}" in fault
    assert says in fault


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"TOURNEE_THREADS": "x", "TOURNEE_REDIS_URL": "x"})
    assert len(caught.value.faults) == 2


def test_no_password_is_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"TOURNEE_DATABASE_URL": "mysql://me:secret@host/x"})
    assert "host" not in str(caught.value)


def test_threads_are_a_number() -> None:
    assert Settings.from_environment({"TOURNEE_THREADS": "12"}).threads == 12


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"TOURNEE_DATABASE_URL": "postgresql://postgres@127.0.0.1:1/x"}, "refused"),
        ({"TOURNEE_THREADS": "x", "TOURNEE_NLU": "y"}, "TOURNEE_NLU"),
    ],
)
def test_serving_with_what_cannot_work_is_one_readable_line(
    variables: dict[str, str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert main(["serve"]) == 1
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1
