"""Where packages go, as fsspec filesystems: a directory, SFTP with key and known host, Azure Blob Storage."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from dagster_project.extracts.recipients import Azure, Directory, Recipient, Sftp
from dagster_project.settings import Settings

TIMEOUT_S = 20.0


class DestinationError(Exception):
    """The destination cannot be used as it is set up: trying again would not help. One line, without a secret."""


@dataclass(frozen=True)
class Destination:
    """An open filesystem, and the folder in it that packages are put into."""

    fs: Any
    root: str
    renames: bool
    """Whether a file can be written under another name first; where not, the manifest alone is the mark."""

    def path(self, *parts: str) -> str:
        """A path below the root."""
        return "/".join(filter(None, [self.root.rstrip("/"), *parts]))


@contextmanager
def open_destination(settings: Settings, recipient: Recipient) -> Iterator[Destination]:
    """The recipient's destination, open as long as it is needed.

    Raises DestinationError for what a person must mend (key, host key, login), OSError for what may pass.
    """
    match recipient.delivery:
        case Directory() as directory:
            from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped] # noqa: PLC0415 - only who delivers

            root = settings.home / directory.path
            yield Destination(LocalFileSystem(auto_mkdir=True), str(root), renames=True)
        case Sftp() as sftp:
            with _sftp(settings, recipient.recipient_id, sftp) as fs:
                yield Destination(fs, sftp.path, renames=True)
        case Azure() as azure:
            yield Destination(
                _azure(settings, recipient.recipient_id), f"{azure.container}/{azure.path}".rstrip("/"), renames=False
            )


@contextmanager
def _sftp(settings: Settings, recipient_id: str, sftp: Sftp) -> Iterator[Any]:
    import asyncssh  # noqa: PLC0415 - half a second
    import sshfs  # type: ignore[import-untyped] # noqa: PLC0415

    logging.getLogger("asyncssh").setLevel(logging.WARNING)
    secret = _secret(settings, recipient_id, "the private key")
    if not sftp.known_hosts.is_file():
        raise DestinationError(f"{sftp.known_hosts} is not there: it must hold the host key of {sftp.host}")
    try:
        key = asyncssh.import_private_key(f"{secret}\n")
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
        raise DestinationError(
            f"the private key of {recipient_id} cannot be read: an OpenSSH key without passphrase"
        ) from None
    try:
        fs = sshfs.SSHFileSystem(
            sftp.host,
            port=sftp.port,
            username=sftp.user,
            client_keys=[key],
            known_hosts=str(sftp.known_hosts),
            # Neither another login nor a setting of the user's may stand in for what is written here.
            password=None,
            preferred_auth="publickey",
            agent_path=None,
            config=None,
            connect_timeout=TIMEOUT_S,
            login_timeout=TIMEOUT_S,
            skip_instance_cache=True,
        )
    except (asyncssh.HostKeyNotVerifiable, asyncssh.KeyExchangeFailed):
        raise DestinationError(
            f"the host key of {sftp.host} is not the one in {sftp.known_hosts}: nothing was sent; ask its owner, and "
            "change the file only if they have changed the key"
        ) from None
    except (asyncssh.PermissionDenied, PermissionError):  # the second is sshfs's name for the first
        raise DestinationError(
            f"{sftp.host} does not accept the key of {sftp.user}: it may have expired or been removed; ask its owner"
        ) from None
    except (asyncssh.Error, TimeoutError) as error:
        raise OSError(f"{sftp.host}: {type(error).__name__}: {error}") from None
    try:
        yield fs
    finally:
        with suppress(Exception):  # the delivery went as it went
            fs._finalizer()


def _azure(settings: Settings, recipient_id: str) -> Any:
    import adlfs  # type: ignore[import-untyped] # noqa: PLC0415 - a second

    logging.getLogger("azure").setLevel(logging.WARNING)
    secret = _secret(settings, recipient_id, "the connection string")
    try:
        return adlfs.AzureBlobFileSystem(connection_string=secret, skip_instance_cache=True)
    except ValueError:
        raise DestinationError(f"the connection string of {recipient_id} cannot be read") from None


def _secret(settings: Settings, recipient_id: str, what: str) -> str:
    name = f"NODSTAT_EXTRACT_SECRET_{recipient_id.upper().replace('-', '_')}"
    secret = settings.extract_secrets.get(recipient_id)
    if secret is None:
        raise DestinationError(f"{name} (or {name}_FILE) is not set: it must hold {what}")
    try:
        return secret.read()
    except OSError as error:
        raise DestinationError(f"{name}_FILE: {error.filename}: {error.strerror}") from None
