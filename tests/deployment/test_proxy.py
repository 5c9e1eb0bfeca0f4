"""The proxy's configuration in a real nginx, where there is one: TLS, the WebSocket, and the same way back."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from dagster_project.releases import Release
from dagster_project.settings import PROJECT_ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("nginx") is None, reason="this machine has no nginx (Debian: apt install nginx-light)"
    ),
]
SITE = (PROJECT_ROOT / "docs" / "deployment" / "nginx.conf").read_text(encoding="utf-8")
NAME = "nodstat.example.org"
BACK = re.compile(
    r"^set-cookie: nodstat_route=(\w+); Path=/; Secure; HttpOnly; SameSite=Lax\r$", re.MULTILINE | re.IGNORECASE
)


@dataclass(frozen=True)
class Proxy:
    """Where it listens, and whom it shows."""

    port: int
    certificate: Path

    def ask(self, path: str, *headers: str) -> str:
        """The head of an answer, and the beginning of what follows it."""
        trust = ssl.create_default_context(cafile=str(self.certificate))
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=10) as plain,
            trust.wrap_socket(plain, server_hostname=NAME) as line,
        ):
            head = [f"GET {path} HTTP/1.1", f"Host: {NAME}:{self.port}", *headers, "", ""]
            line.sendall("\r\n".join(head).encode())
            answer = line.recv(16_384).decode(errors="replace")
        return answer

    def upgrade(self, origin: str, *headers: str) -> str:
        """The answer to a browser that opens the dashboard's WebSocket."""
        return self.ask(
            "/_stcore/stream", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", f"Origin: {origin}", *headers,
        )  # fmt: skip


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory, scenario_release: Release) -> Iterator[Proxy]:
    """Two dashboards of a release behind nginx, with a certificate of its own making."""
    folder = tmp_path_factory.mktemp("proxy")
    ports = [free_port() for _ in range(3)]
    with ExitStack() as stack:
        for port in ports[1:]:
            serve(stack, ["-c", "from dagster_project.cli import main; main()", "dashboard", "--address", "127.0.0.1",
                          "--port", str(port), "--home", str(scenario_release.path.parents[1])])  # fmt: skip
        whole = lay(folder, ports)
        tested = subprocess.run(["nginx", "-t", "-c", whole, "-p", folder], check=False, capture_output=True, text=True)
        assert tested.returncode == 0, tested.stderr
        assert "[warn]" not in tested.stderr
        server = stack.enter_context(subprocess.Popen(["nginx", "-c", whole, "-p", folder, "-g", "daemon off;"]))
        stack.callback(server.terminate)
        for port in ports[1:]:
            wait_for(port)
        yield Proxy(ports[0], folder / "certificate.pem")


def serve(stack: ExitStack, arguments: list[str]) -> None:
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}
    server = stack.enter_context(subprocess.Popen([sys.executable, *arguments], env=environment))
    stack.callback(server.terminate)


def lay(folder: Path, ports: list[int]) -> Path:
    """The site as it is committed, with ports and places of this test, and what nginx needs around it."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}", "-addext",
         f"subjectAltName=DNS:{NAME}", "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    there = {
        "/etc/nodstat/tls": str(folder), "listen 80;": f"listen unix:{folder}/http;",
        "listen 443": f"listen 127.0.0.1:{ports[0]}",
        "127.0.0.1:8501": f"127.0.0.1:{ports[1]}", "127.0.0.1:8502": f"127.0.0.1:{ports[2]}",
    }  # fmt: skip
    site = SITE
    for old, new in there.items():
        assert old in site
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    kept = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"pid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{kept}include {folder}/site.conf;\n}}\n",
        encoding="utf-8",
    )
    return whole


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    for _ in range(480):
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except URLError:
            time.sleep(0.25)
    pytest.fail(f"no dashboard at {port}")


def test_the_page_comes_by_tls_with_the_headers_that_browsers_keep_to(proxy: Proxy) -> None:
    answer = proxy.ask("/", "Connection: close")
    assert answer.startswith("HTTP/1.1 200 ")
    for header in ("Strict-Transport-Security: max-age=31536000", "X-Content-Type-Options: nosniff"):
        assert header in answer


def test_the_websocket_opens_for_the_dashboards_own_pages_alone(proxy: Proxy) -> None:
    assert proxy.upgrade(f"https://{NAME}:{proxy.port}").startswith("HTTP/1.1 101 ")
    assert proxy.upgrade("https://elsewhere.example.com").startswith("HTTP/1.1 403 ")


def test_a_reader_with_the_cookie_keeps_it_and_one_without_gets_one(proxy: Proxy) -> None:
    first, second = (BACK.findall(proxy.ask("/", "Connection: close")) for _ in range(2))
    assert len(first) == len(second) == 1
    assert first != second
    assert BACK.findall(proxy.ask("/", "Connection: close", f"Cookie: nodstat_route={first[0]}")) == first
