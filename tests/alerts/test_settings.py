"""Alerts are off by default, and their secrets are not shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.settings import Secret, Settings, Smtp

SMTP = {
    "NODSTAT_ALERT_SMTP_HOST": "mail.example.org",
    "NODSTAT_ALERT_SMTP_FROM": "nodstat@example.org",
    "NODSTAT_ALERT_SMTP_TO": "vakt@example.org, drift@example.org,",
}
LOGIN = {"NODSTAT_ALERT_SMTP_USER": "nodstat", "NODSTAT_ALERT_SMTP_PASSWORD": "hemmelig"}


def read(**environment: str) -> Settings:
    return Settings.from_environment(environment=environment)


def test_without_settings_there_are_no_alerts() -> None:
    assert (read().alert_smtp, read().alert_webhook) == (None, None)


def test_a_mail_server_is_encrypted_unless_it_says_otherwise() -> None:
    recipients = ("vakt@example.org", "drift@example.org")
    assert read(**SMTP).alert_smtp == Smtp("mail.example.org", "nodstat@example.org", recipients, 587, "starttls")


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("ssl", 465), ("none", 25)])
def test_each_kind_of_encryption_has_its_port(security: str, port: int) -> None:
    smtp = read(**SMTP, NODSTAT_ALERT_SMTP_SECURITY=security).alert_smtp
    other = read(**SMTP, NODSTAT_ALERT_SMTP_SECURITY=security, NODSTAT_ALERT_SMTP_PORT="2525").alert_smtp
    assert smtp is not None
    assert other is not None
    assert (smtp.port, other.port) == (port, 2525)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"NODSTAT_ALERT_SMTP_TO": " , "}, "NODSTAT_ALERT_SMTP_TO"),
        ({"NODSTAT_ALERT_SMTP_FROM": ""}, "NODSTAT_ALERT_SMTP_FROM"),
        ({"NODSTAT_ALERT_SMTP_PORT": "smtp"}, "NODSTAT_ALERT_SMTP_PORT"),
        ({"NODSTAT_ALERT_SMTP_SECURITY": "tls"}, "starttls, ssl, none"),
        ({"NODSTAT_ALERT_SMTP_USER": "nodstat"}, "NODSTAT_ALERT_SMTP_PASSWORD_FILE"),
        ({**LOGIN, "NODSTAT_ALERT_SMTP_SECURITY": "none"}, "encrypted"),
        ({**LOGIN, "NODSTAT_ALERT_SMTP_PASSWORD_FILE": "x"}, "NODSTAT_ALERT_SMTP_PASSWORD_FILE"),
        ({"NODSTAT_ALERT_WEBHOOK_URL": "https://x", "NODSTAT_ALERT_WEBHOOK_URL_FILE": "x"}, "only one"),
    ],
)
def test_what_could_not_be_used_is_named_before_a_run(changes: dict[str, str], named: str) -> None:
    with pytest.raises(ValueError, match=named) as raised:
        read(**(SMTP | changes))
    assert "hemmelig" not in str(raised.value)


def test_secrets_are_in_no_repr() -> None:
    settings = read(**SMTP, **LOGIN, NODSTAT_ALERT_WEBHOOK_URL="https://chat.example.org/secret-key")
    assert settings.alert_smtp is not None
    assert settings.alert_smtp.password == Secret("hemmelig")
    assert settings.alert_webhook == Secret("https://chat.example.org/secret-key")
    for shown in (repr(settings), str(settings), f"{settings.alert_smtp}", f"{settings.alert_webhook}"):
        assert "hemmelig" not in shown
        assert "secret-key" not in shown


def test_a_secret_file_is_read_when_it_is_needed(tmp_path: Path) -> None:
    file = tmp_path / "url"
    secret = read(NODSTAT_ALERT_WEBHOOK_URL_FILE=str(file)).alert_webhook
    assert secret is not None
    with pytest.raises(OSError, match="url"):
        secret.read()
    file.write_text("https://chat.example.org/secret-key\n")
    assert secret.read() == "https://chat.example.org/secret-key"
    assert "secret-key" not in repr(secret)
