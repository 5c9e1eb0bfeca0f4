"""A package comes whole or does not look whole, by whatever way, and whatever the other side does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest

from dagster_project.extracts import delivery
from dagster_project.extracts.delivery import DeliveryError, deliver
from dagster_project.extracts.package import MANIFEST
from dagster_project.extracts.recipients import Recipient
from dagster_project.settings import Secret, Settings
from tests.extracts.servers import SftpServer


def no_pause(_: float) -> None: ...


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "lat_2025-11_v1"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"a;b\r\n" * 50_000)
    (folder / "b.csv").write_bytes(b"b")
    (folder / MANIFEST).write_bytes(b"{}")
    return folder


@pytest.fixture
def by_sftp(settings: Settings, lat: Recipient, server: SftpServer) -> tuple[Settings, Recipient]:
    return replace(settings, extract_secrets={"lat": Secret(server.secret)}), replace(lat, delivery=server.sftp)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def test_a_directory_gets_every_file_and_no_other(settings: Settings, lat: Recipient, package: Path) -> None:
    deliver(settings, lat, package)
    assert contents(Path(lat.delivery.path) / package.name) == contents(package)  # type: ignore[union-attr]


def test_a_relative_directory_lies_in_the_home(settings: Settings, lat: Recipient, package: Path) -> None:
    deliver(settings, replace(lat, delivery=replace(lat.delivery, path="ut")), package)  # type: ignore[type-var]
    assert contents(settings.home / "ut" / package.name) == contents(package)


def test_a_server_gets_every_file_the_manifest_last(
    by_sftp: tuple[Settings, Recipient], server: SftpServer, package: Path
) -> None:
    deliver(*by_sftp, package)
    assert contents(server.files / "inbox" / package.name) == contents(package)
    assert server.uploads == [".a.csv.part", ".b.csv.part", f".{MANIFEST}.part"]


def test_what_is_there_already_is_not_sent_again(
    by_sftp: tuple[Settings, Recipient], server: SftpServer, package: Path
) -> None:
    deliver(*by_sftp, package)
    server.uploads.clear()
    (server.files / "inbox" / package.name / "b.csv").write_bytes(b"x")
    deliver(*by_sftp, package)
    assert server.uploads == [".b.csv.part", f".{MANIFEST}.part"]
    assert contents(server.files / "inbox" / package.name) == contents(package)


def test_an_upload_that_arrives_spoilt_is_noticed_and_done_again(
    by_sftp: tuple[Settings, Recipient], server: SftpServer, package: Path
) -> None:
    server.corrupt = 1
    pauses: list[float] = []
    deliver(*by_sftp, package, pause=pauses.append)
    assert contents(server.files / "inbox" / package.name) == contents(package)
    assert server.uploads == [".a.csv.part", *[f".{name}.part" for name in ("a.csv", "b.csv", MANIFEST)]]
    assert pauses == [delivery.PAUSES_S[0]]


def test_a_server_that_spoils_everything_never_gets_a_manifest(
    by_sftp: tuple[Settings, Recipient], server: SftpServer, package: Path
) -> None:
    server.corrupt = 99
    with pytest.raises(DeliveryError, match=r"a\.csv did not arrive as it was sent; tried 4 times"):
        deliver(*by_sftp, package, pause=no_pause)
    assert contents(server.files / "inbox" / package.name) == {}


def test_another_host_key_is_never_taken_and_nothing_is_sent(
    by_sftp: tuple[Settings, Recipient], server: SftpServer, package: Path
) -> None:
    server.trust(asyncssh.generate_private_key("ssh-ed25519"))
    with pytest.raises(DeliveryError, match=r"^the host key of 127\.0\.0\.1 is not the one in .*: nothing was sent"):
        deliver(*by_sftp, package, pause=pytest.fail)
    assert server.uploads == []


def test_without_known_hosts_nobody_is_asked(
    by_sftp: tuple[Settings, Recipient], server: SftpServer, package: Path
) -> None:
    server.known_hosts.unlink()
    with pytest.raises(DeliveryError, match=r"known_hosts is not there: it must hold the host key"):
        deliver(*by_sftp, package, pause=pytest.fail)


def test_a_key_that_was_removed_is_one_clear_line(
    by_sftp: tuple[Settings, Recipient], server: SftpServer, package: Path
) -> None:
    server.authorized.write_bytes(asyncssh.generate_private_key("ssh-ed25519").export_public_key())
    with pytest.raises(DeliveryError, match=r"^127\.0\.0\.1 does not accept the key of lat: it may have expired"):
        deliver(*by_sftp, package, pause=pytest.fail)


@pytest.mark.parametrize(
    ("secret", "said"), [(None, "NODSTAT_EXTRACT_SECRET_LAT .*is not set"), (Secret("no key"), "cannot be read")]
)
def test_no_key_is_one_clear_line_without_it(
    by_sftp: tuple[Settings, Recipient], package: Path, secret: Secret | None, said: str
) -> None:
    settings, lat = by_sftp
    with pytest.raises(DeliveryError, match=said) as caught:
        deliver(replace(settings, extract_secrets={"lat": secret} if secret else {}), lat, package, pause=pytest.fail)
    assert "no key" not in str(caught.value)


def test_a_server_that_is_down_and_comes_back_gets_its_package(
    by_sftp: tuple[Settings, Recipient], server: SftpServer, package: Path
) -> None:
    server.stop()
    starts: list[Callable[[], None]] = [lambda: None, server.start]
    deliver(*by_sftp, package, pause=lambda _: starts.pop(0)())
    assert starts == []
    assert contents(server.files / "inbox" / package.name) == contents(package)


def test_a_server_that_stays_down_is_one_clear_line(
    by_sftp: tuple[Settings, Recipient], server: SftpServer, package: Path
) -> None:
    server.stop()
    pauses: list[float] = []
    with pytest.raises(DeliveryError, match=r"^sftp://lat@127.*; tried 4 times, and the next run tries again$"):
        deliver(*by_sftp, package, pause=pauses.append)
    assert pauses == list(delivery.PAUSES_S)
    server.start()


def test_the_secret_is_in_no_line(
    by_sftp: tuple[Settings, Recipient], server: SftpServer, package: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    deliver(*by_sftp, package)
    body = server.secret.splitlines()[1]
    assert body not in caplog.text
    assert body not in repr(by_sftp)


def test_a_home_that_was_half_sent_is_taken_up(settings: Settings, lat: Recipient, package: Path) -> None:
    half = Path(lat.delivery.path) / package.name  # type: ignore[union-attr]
    half.mkdir(parents=True)
    shutil.copy(package / "b.csv", half)
    (half / "a.csv").write_bytes(b"a;b\r\n")
    deliver(settings, lat, package)
    assert contents(half) == contents(package)
