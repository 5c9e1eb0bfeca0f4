"""Find a port to listen on."""

from __future__ import annotations

import socket

from dagster_project.cli.options import WrongUseError

_TRIES = 20


def free_port(address: str, wanted: int | None, first: int) -> int:
    """`wanted`, or without one the first that is free from `first`. Raises WrongUseError when there is none."""
    if wanted is not None:
        if not _is_free(address, wanted):
            raise WrongUseError(f"port {wanted} is taken; choose another, or leave --port out to get a free one")
        return wanted
    candidates = range(first, min(first + _TRIES, 65536))
    port = next((number for number in candidates if _is_free(address, number)), None)
    if port is None:
        raise WrongUseError(f"no port from {candidates[0]} to {candidates[-1]} is free; choose one with --port")
    return port


def _is_free(address: str, port: int) -> bool:
    try:
        places = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except OSError:
        raise WrongUseError(f"'{address}' is no address of this machine") from None
    return all(_binds(family, where) for family, _, _, _, where in places)


def _binds(family: int, where: tuple[object, ...]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server does: a port that was let go of a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except OSError:
            return False
    return True
