"""What Streamlit has to know of the login, in a file that nobody else may read."""

from __future__ import annotations

import json
import os

from dagster_project.cli.options import WrongUseError
from dagster_project.settings import Settings

_SHORTEST = 32


def write_login_secrets(settings: Settings) -> list[str]:
    """Streamlit's options for the login; without one, none, and the file of before is gone.

    Streamlit takes an OpenID Connect client from a file alone. It stays out of arguments, which every user can list.
    Raises WrongUseError for a secret that cannot be read or is too short.
    """
    file, login = settings.dashboard_secrets, settings.login
    if login is None:
        file.unlink(missing_ok=True)
        return []
    try:
        client_secret, cookie_secret = login.client_secret.read(), login.cookie_secret.read()
    except OSError as error:
        raise WrongUseError(f"the login's secret {error.filename} cannot be read: {error.strerror}") from None
    if len(cookie_secret) < _SHORTEST:
        raise WrongUseError(f"NODSTAT_OIDC_COOKIE_SECRET is too short: at least {_SHORTEST} random characters")
    auth = {
        "redirect_uri": login.redirect_uri,
        "cookie_secret": cookie_secret,
        "client_id": login.client_id,
        "client_secret": client_secret,
        "server_metadata_url": login.metadata_url,
    }
    # What JSON calls a string is one in TOML too.
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in auth.items()]
    lines.append(f"client_kwargs = {{ scope = {json.dumps(login.scope, ensure_ascii=False)} }}")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as written:
        written.write("\n".join(["[auth]", *lines, ""]))
    draft.replace(file)
    return [f"--secrets.files={file}"]
