"""Azure Blob Storage, on Azurite where there is one: the manifest comes last, and alone makes a package whole."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dagster_project.extracts.delivery import DeliveryError, deliver
from dagster_project.extracts.package import MANIFEST
from dagster_project.extracts.recipients import Azure, Recipient
from dagster_project.settings import Secret, Settings

INSTALLED = Path(sys.prefix) / "azurite" / "node_modules" / ".bin"
"""Where `make test` puts it, if there is npm."""
AZURITE = os.environ.get("NODSTAT_AZURITE") or shutil.which("azurite", path=INSTALLED) or shutil.which("azurite")
pytestmark = pytest.mark.skipif(AZURITE is None, reason=f"no azurite in {INSTALLED}: `make test` installs it by npm")

# Azurite's own account, which its documentation publishes.
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


@pytest.fixture
def secret(tmp_path: Path) -> Iterator[Secret]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(AZURITE), "--inMemoryPersistence", "--silent"]
    command += ["--blobHost", "127.0.0.1", "--blobPort", str(port), "--queuePort", "0", "--tablePort", "0"]
    with subprocess.Popen([*command, "--skipApiVersionCheck", "--disableTelemetry"], cwd=tmp_path) as azurite:
        try:
            for _ in range(300):
                with socket.socket() as there:
                    if there.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield Secret(
                f"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={KEY};"
                f"BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;"
            )
        finally:
            azurite.terminate()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "lat_2025-11_v1"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"a;b\r\n" * 1000)
    (folder / MANIFEST).write_bytes(b"{}")
    return folder


def test_a_container_gets_every_file_and_the_same_again_changes_nothing(
    settings: Settings, lat: Recipient, secret: Secret, package: Path
) -> None:
    import adlfs  # noqa: PLC0415

    settings = replace(settings, extract_secrets={"lat": secret})
    lat = replace(lat, delivery=Azure("inbox", "lat"))
    fs = adlfs.AzureBlobFileSystem(connection_string=secret.read(), skip_instance_cache=True)
    fs.mkdir("inbox")
    deliver(settings, lat, package, pause=pytest.fail)
    folder = f"inbox/lat/{package.name}"
    fs.invalidate_cache()
    assert {name: fs.cat_file(f"{folder}/{name}") for name in ("a.csv", MANIFEST)} == {
        path.name: path.read_bytes() for path in package.iterdir()
    }
    before = {name: fs.info(f"{folder}/{name}")["etag"] for name in ("a.csv", MANIFEST)}
    deliver(settings, lat, package, pause=pytest.fail)
    fs.invalidate_cache()
    assert {name: fs.info(f"{folder}/{name}")["etag"] for name in ("a.csv", MANIFEST)} == before


def test_a_key_that_is_no_longer_good_is_one_line_without_it(
    settings: Settings, lat: Recipient, secret: Secret, package: Path
) -> None:
    wrong = Secret(secret.read().replace(KEY, "Z" + KEY[1:]))
    settings = replace(settings, extract_secrets={"lat": wrong})
    with pytest.raises(DeliveryError) as caught:
        deliver(settings, replace(lat, delivery=Azure("inbox")), package, pause=lambda _: None)
    assert str(caught.value).startswith("az://inbox: ")
    assert "\n" not in str(caught.value)
    assert KEY[1:20] not in str(caught.value)
