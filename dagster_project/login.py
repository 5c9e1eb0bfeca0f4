"""The dashboard's login, as `NODSTAT_OIDC_*` describes it: all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from dagster_project.secret import Secret, secret

CALLBACK = "/oauth2callback"
"""Where Streamlit takes the provider's answer; the redirect address ends so."""

_NAME = "NODSTAT_OIDC_{}".format
_NEEDED = ("METADATA_URL", "CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI", "COOKIE_SECRET")
_SECRETS = ("CLIENT_SECRET", "COOKIE_SECRET")


@dataclass(frozen=True)
class Login:
    """An OpenID Connect provider, and what its tokens say about who may see what."""

    metadata_url: str
    """The provider's `…/.well-known/openid-configuration`. `NODSTAT_OIDC_METADATA_URL`, https but on localhost."""
    client_id: str
    """What nodstat is called at the provider. `NODSTAT_OIDC_CLIENT_ID`."""
    client_secret: Secret
    """And its secret there. `NODSTAT_OIDC_CLIENT_SECRET` or `NODSTAT_OIDC_CLIENT_SECRET_FILE`."""
    redirect_uri: str
    """The dashboard's address as its readers have it, and `/oauth2callback`. `NODSTAT_OIDC_REDIRECT_URI`."""
    cookie_secret: Secret
    """Signs the cookie of whoever has logged in; at least 32 characters. `NODSTAT_OIDC_COOKIE_SECRET` or
    `NODSTAT_OIDC_COOKIE_SECRET_FILE`."""
    role_claim: str = "roles"
    """The claim of the identity token that holds a role or several. `NODSTAT_OIDC_ROLE_CLAIM`."""
    scope: str = "openid"
    """What the provider is asked for. `NODSTAT_OIDC_SCOPE`."""
    session_hours: int = 10
    """How long after a login the next one is asked for, and so how soon a role that was taken away is gone.
    `NODSTAT_OIDC_SESSION_HOURS`."""


def login(environment: Mapping[str, str]) -> Login | None:
    """The login that the variables describe; None when none of them is set.

    Raises ValueError, with the variables' names, when some are missing or cannot be used: half a login is never none.
    """
    given = {name: text for name, text in environment.items() if name.startswith(_NAME("")) and text}
    if not given:
        return None
    secrets = {name: secret(given, _NAME(name)) for name in _SECRETS}
    missing = [
        f"{_NAME(name)} (or {_NAME(name)}_FILE)" if name in _SECRETS else _NAME(name)
        for name in _NEEDED
        if not (secrets[name] if name in _SECRETS else given.get(_NAME(name)))
    ]
    client_secret, cookie_secret = (secrets[name] for name in _SECRETS)
    if missing or client_secret is None or cookie_secret is None:
        raise ValueError(
            f"the login ({', '.join(sorted(given))}) lacks {', '.join(missing)}; docs/access.md has them all"
        )
    for name in ("METADATA_URL", "REDIRECT_URI"):
        _check_address(_NAME(name), given[_NAME(name)])
    if urlsplit(given[_NAME("REDIRECT_URI")]).path.rpartition(CALLBACK)[1:] != (CALLBACK, ""):
        raise ValueError(f"{_NAME('REDIRECT_URI')} must end in {CALLBACK}")
    hours = given.get(_NAME("SESSION_HOURS"), "10")
    if not hours.isdecimal() or int(hours) < 1:
        raise ValueError(f"{_NAME('SESSION_HOURS')} is '{hours}', but must be a whole number from 1 up")
    return Login(
        metadata_url=given[_NAME("METADATA_URL")],
        client_id=given[_NAME("CLIENT_ID")],
        client_secret=client_secret,
        redirect_uri=given[_NAME("REDIRECT_URI")],
        cookie_secret=cookie_secret,
        role_claim=given.get(_NAME("ROLE_CLAIM"), "roles"),
        scope=given.get(_NAME("SCOPE"), "openid"),
        session_hours=int(hours),
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host name or address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _check_address(name: str, text: str) -> None:
    address = urlsplit(text)
    host = address.hostname or ""
    if not host or address.scheme not in ("http", "https"):
        raise ValueError(f"{name} is '{text}', but must be an address that begins with https://")
    if address.scheme == "http" and not is_loopback(host):
        raise ValueError(f"{name} is '{text}', but tokens are sent encrypted only: https://")
