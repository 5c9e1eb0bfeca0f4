"""Alerts by e-mail, through a real mail server on loopback."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from dagster_project.alerts import email
from dagster_project.alerts.messages import Message
from dagster_project.settings import Secret
from tests.alerts.conftest import smtp
from tests.alerts.servers import PASSWORD, USER, Mailbox, free_port, mail_server, server_context


@pytest.fixture
def trusted(loopback: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The server's certificate, among those that this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(loopback))
    return loopback


def test_a_mail_has_the_message_and_goes_to_everyone(mailbox: Mailbox, message: Message) -> None:
    assert email.send(smtp(mailbox.port), message) is None
    (mail,) = mailbox.mails
    assert mail["Subject"] == "nodstat: Kjøringen feilet"
    assert (mail["From"], mail["To"]) == ("nodstat@example.org", "vakt@example.org, drift@example.org")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"]
    assert mail.get_content().replace("\r\n", "\n") == message.text


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_login_is_encrypted(trusted: Path, message: Message, security: str) -> None:
    kind = "starttls" if security == "starttls" else "tls"
    with mail_server(**{kind: server_context(trusted)}, login=True) as mailbox:  # type: ignore[arg-type]
        email.send(smtp(mailbox.port, security=security, user=USER, password=Secret(PASSWORD)), message)
    assert mailbox.logins == [(USER, PASSWORD)]
    assert mailbox.encrypted == [True]
    assert PASSWORD not in mailbox.mails[0].as_string()


def test_a_password_from_a_file(trusted: Path, message: Message, tmp_path: Path) -> None:
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    with mail_server(starttls=server_context(trusted), login=True) as mailbox:
        server = smtp(mailbox.port, security="starttls", user=USER, password=Secret(file=tmp_path / "password"))
        email.send(server, message)
    assert len(mailbox.mails) == 1


def test_a_wrong_password_is_said_without_it(trusted: Path, message: Message) -> None:
    with mail_server(starttls=server_context(trusted), login=True) as mailbox:
        server = smtp(mailbox.port, security="starttls", user=USER, password=Secret("galt-Passord"))
        with pytest.raises(OSError, match=r"did not accept user and password \(code 535\)") as raised:
            email.send(server, message)
    assert "galt-Passord" not in str(raised.value)
    assert mailbox.mails == []


def test_a_password_that_smtplib_cannot_send_is_said_without_it(mailbox: Mailbox, message: Message) -> None:
    with pytest.raises(OSError, match="ASCII") as raised:
        email.send(smtp(mailbox.port, user=USER, password=Secret("blåbær")), message)
    assert "blå" not in str(raised.value)


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_server_with_an_unknown_certificate_gets_nothing(loopback: Path, message: Message, security: str) -> None:
    kind = "starttls" if security == "starttls" else "tls"
    with (
        mail_server(**{kind: server_context(loopback)}) as mailbox,  # type: ignore[arg-type]
        pytest.raises(OSError, match="certificate verify failed"),
    ):
        email.send(smtp(mailbox.port, security=security, user=USER, password=Secret(PASSWORD)), message)
    assert (mailbox.mails, mailbox.logins) == ([], [])


def test_a_server_that_cannot_encrypt_gets_nothing(mailbox: Mailbox, message: Message) -> None:
    with pytest.raises(OSError, match="STARTTLS"):
        email.send(smtp(mailbox.port, security="starttls"), message)
    assert mailbox.mails == []


def test_a_refused_recipient_is_named_and_the_others_have_it(mailbox: Mailbox, message: Message) -> None:
    mailbox.refuses = {"vakt@example.org"}
    assert email.send(smtp(mailbox.port), message) == "127.0.0.1 refused vakt@example.org"
    assert len(mailbox.mails) == 1
    mailbox.refuses |= {"drift@example.org"}
    with pytest.raises(OSError, match="no such user"):
        email.send(smtp(mailbox.port), message)


def test_a_server_that_says_nothing_is_given_up(message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email, "TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(OSError, match="timed out"):
        email.send(smtp(silent.getsockname()[1]), message)


def test_no_server_is_an_error(message: Message) -> None:
    with pytest.raises(ConnectionRefusedError):
        email.send(smtp(free_port()), message)
