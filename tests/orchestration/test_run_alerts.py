"""`nodstat run` alerts: after a failure, a block or a refusal, of late feeds also when there is nothing new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from dagster_project.releases import run_lock
from dagster_project.settings import Settings
from tests.alerts.servers import Hook, free_port, web_server

Run = Callable[..., Result]
LATE = {"feed_late"}


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    """Alerts go to this web server."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with web_server() as hook:
        monkeypatch.setenv("NODSTAT_ALERT_WEBHOOK_URL", hook.url)
        yield hook


def news(hook: Hook) -> list[str]:
    """The kinds of what was told, but for the late feeds: these deliveries are of 2025."""
    return [post["kind"] for post in hook.posts if post["kind"] not in LATE]


def test_late_feeds_are_told_once_and_also_when_nothing_is_new(run: Run, hook: Hook, settings: Settings) -> None:
    assert run().exit_code == 0
    feeds = sorted(post["key"] for post in hook.posts)
    assert {post["kind"] for post in hook.posts} == LATE
    assert "feed_late:calls_iccs" in feeds
    hook.posts.clear()
    assert "Nothing new" in run().stdout
    assert hook.posts == []
    (settings.alerts / "outbox.jsonl").unlink()  # as on another day
    assert "Nothing new" in run().stdout
    assert sorted(post["key"] for post in hook.posts) == feeds


def test_a_refused_delivery_and_a_failed_check_are_told(run: Run, hook: Hook, raw: Path, dbt: Path) -> None:
    (raw / "calls_iccs" / "calls_iccs_2025-03-31.csv").write_bytes(b"")
    failing = dbt / "tests" / "never_passes.sql"
    failing.write_text("select 1 from {{ ref('fct_call') }} limit 1")
    assert run().exit_code == 4
    assert news(hook) == ["release_blocked", "deliveries_refused"]
    blocked, refused = (post for post in hook.posts if post["kind"] not in LATE)
    assert "marts/fct_call: never_passes" in blocked["happened"]
    assert "calls_iccs_2025-03-31.csv" in refused["happened"]
    assert f"nodstat run --raw {raw}" in blocked["action"]
    failing.unlink()
    assert run().exit_code == 0
    assert len(news(hook)) == 2, "nothing is told twice"


def test_a_run_that_fails_is_told(run: Run, hook: Hook, dbt: Path) -> None:
    (dbt / "models" / "marts" / "broken.sql").write_text("select no_such_column from {{ ref('fct_call') }}")
    assert run().exit_code == 4
    assert news(hook) == ["run_failed"]
    assert "no_such_column" in hook.posts[0]["happened"]


def test_deliveries_that_are_gone_are_told(call: Run, hook: Hook, tmp_path: Path) -> None:
    result = call("run", "--raw", str(tmp_path / "gone"), "--home", str(tmp_path / "home"))
    assert result.exit_code == 2
    assert news(hook) == ["run_failed"]
    assert "there is no folder" in hook.posts[0]["happened"]


def test_a_run_beside_another_tells_nobody(
    run: Run, hook: Hook, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_lock(settings.home):
        monkeypatch.setattr("dagster_project.releases.lock._held", set())  # as in another process
        assert run().exit_code == 2
    assert hook.requests == []


def test_a_channel_that_fails_changes_nothing_of_the_run(
    run: Run, hook: Hook, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"http://127.0.0.1:{free_port()}/secret-key"
    monkeypatch.setenv("NODSTAT_ALERT_WEBHOOK_URL", address)
    result = run()
    assert result.exit_code == 0
    (line,) = result.stderr.splitlines()
    assert line.startswith("Alerts by webhook not sent: ")
    assert "secret-key" not in result.output
    assert "secret-key" not in "".join(path.read_text() for path in (settings.home / "logs").iterdir())
    monkeypatch.setenv("NODSTAT_ALERT_WEBHOOK_URL", hook.url)
    assert run().stderr == ""
    assert hook.posts != []


def test_alerts_that_break_altogether_are_one_line(run: Run, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dagster_project.alerts.telling.Outbox", None)
    result = run()
    assert result.exit_code == 0
    assert result.stderr == "Alerts not sent: TypeError. The next run tries again\n"


def test_status_sends_nothing(run: Run, hook: Hook, call: Run, settings: Settings) -> None:
    run()
    (settings.alerts / "outbox.jsonl").unlink()
    hook.requests.clear()
    assert "late" in call("status", "--home", str(settings.home)).stdout
    assert hook.requests == []
    assert not (settings.alerts / "outbox.jsonl").exists()
