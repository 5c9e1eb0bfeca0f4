"""A real SFTP server on loopback, with key login, that can be made to misbehave."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any, Self

import asyncssh

from dagster_project.extracts.recipients import Sftp

USER = "lat"


class SftpServer:
    """Serves `folder/files`; `client_key` may log in. `corrupt` uploads are spoilt, and counted down."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        self.files.mkdir(parents=True)
        self.corrupt = 0
        self.port = 0
        self.uploads: list[str] = []
        self._folder = folder
        self._host_key = asyncssh.generate_private_key("ssh-ed25519")
        self._client_key = asyncssh.generate_private_key("ssh-ed25519")
        self.secret = self._client_key.export_private_key().decode()
        self.authorized = folder / "authorized_keys"
        self.known_hosts = folder / "known_hosts"
        self.authorized.write_bytes(self._client_key.export_public_key())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: Any = None

    def __enter__(self) -> Self:
        self._thread.start()
        self.start()
        self.trust(self._host_key)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def sftp(self) -> Sftp:
        return Sftp("127.0.0.1", USER, "/inbox", self.known_hosts, self.port)

    def trust(self, key: Any) -> None:
        """Write known_hosts with this as the server's key."""
        self.known_hosts.write_text(f"[127.0.0.1]:{self.port} {key.export_public_key().decode()}", encoding="utf-8")

    def start(self) -> None:
        self._server = self._run(self._listen())
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        self._run(self._close())

    async def _listen(self) -> Any:
        return await asyncssh.listen(
            "127.0.0.1",
            self.port,
            server_host_keys=[self._host_key],
            authorized_client_keys=str(self.authorized),
            sftp_factory=lambda channel: _Files(channel, self),
        )

    async def _close(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)


class _Files(asyncssh.SFTPServer):
    def __init__(self, channel: Any, server: SftpServer) -> None:
        super().__init__(channel, chroot=str(server.files).encode())
        self._server = server

    def write(self, file_obj: Any, offset: int, data: bytes) -> Any:
        if offset == 0:
            self._server.uploads.append(Path(file_obj.name.decode()).name)
            if self._server.corrupt:
                self._server.corrupt -= 1
                data = bytes([data[0] ^ 1]) + data[1:]
        return super().write(file_obj, offset, data)
