"""Alerts by webhook, to a real web server on loopback."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.alerts import webhook
from dagster_project.alerts.messages import Message
from dagster_project.settings import Secret
from tests.alerts.servers import Hook, free_port, web_server


def test_the_message_arrives_as_json(hook: Hook, message: Message) -> None:
    webhook.send(Secret(hook.url), message)
    assert hook.requests == [("POST", "/hooks/secret-key", "application/json; charset=utf-8")]
    assert hook.posts == [
        {
            "text": f"nodstat: Kjøringen feilet\n\n{message.text}",
            "kind": "run_failed",
            "key": "run_failed:1",
            "date": "2025-03-10",
            "subject": "nodstat: Kjøringen feilet",
            "happened": "Hendt",
            "meaning": "Betydning",
            "action": "Råd",
        }
    ]


def test_an_address_from_a_file(hook: Hook, message: Message, tmp_path: Path) -> None:
    (tmp_path / "url").write_text(f"{hook.url}\n")
    webhook.send(Secret(file=tmp_path / "url"), message)
    assert len(hook.posts) == 1


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_any_answer_but_success_is_an_error_without_the_address(hook: Hook, message: Message, status: int) -> None:
    hook.status = status
    with pytest.raises(OSError, match=f"answered {status}") as raised:
        webhook.send(Secret(hook.url), message)
    assert "secret-key" not in str(raised.value)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_error_and_not_followed(hook: Hook, message: Message, status: int) -> None:
    hook.status, hook.moved_to = status, f"{hook.url}/moved"
    with pytest.raises(OSError, match=f"answered {status}"):
        webhook.send(Secret(hook.url), message)
    assert [method for method, _, _ in hook.requests] == ["POST"]


def test_a_server_that_does_not_answer_is_given_up(message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT_S", 0.2)
    with web_server(answers=False) as hook, pytest.raises(OSError, match="TimeoutError"):
        webhook.send(Secret(hook.url), message)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (f"http://127.0.0.1:{free_port()}/secret-key", "refused"),
        ("chat.example.org/secret-key", "must begin with https://"),
        ("file:///secret-key", "must begin with https://"),
        ("http://127.0.0.1:port/secret-key", "InvalidURL"),
        ("http://127.0.0.1/secret key", "InvalidURL"),
    ],
    ids=["nobody listens", "no scheme", "a file", "no port", "a space"],
)
def test_an_address_that_cannot_be_used_is_not_shown(message: Message, url: str, says: str) -> None:
    with pytest.raises(OSError, match=says) as raised:
        webhook.send(Secret(url), message)
    assert "secret" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
