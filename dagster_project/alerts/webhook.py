"""Alerts by webhook: a JSON object, posted to one address."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from dagster_project.alerts.messages import Message
from dagster_project.secret import Secret

TIMEOUT_S = 10.0


def send(address: Secret, message: Message) -> None:
    """Post a message; any answer but 2xx is an error. Raises OSError, without the address in it, which may hold a key.

    The object has `text`, which chat services show, and `kind`, `key`, `date`, `subject`, `happened`, `meaning`,
    `action` for whoever takes it apart.
    """
    url = address.read()
    if not url.startswith(("https://", "http://")):
        raise OSError("the address must begin with https:// or http://")
    body = json.dumps({"text": f"{message.subject}\n\n{message.text}", **message.record()}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "nodstat"}
    try:
        request = urllib.request.Request(url, data=body, headers=headers, method="POST")
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=TIMEOUT_S):
            pass
    except urllib.error.HTTPError as error:
        error.close()
        raise OSError(f"the server answered {error.code}") from None
    except urllib.error.URLError as error:
        # `reason` is the socket's or TLS's own error, which knows no address; anything else is only named.
        reason = str(error.reason) if isinstance(error.reason, OSError) else type(error.reason).__name__
        raise OSError(reason) from None
    except Exception as error:
        raise OSError(type(error).__name__) from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected POST would arrive as a GET, without the message."""

    def redirect_request(self, *_: Any) -> None:
        """None: let the redirect be the error that it is."""
        return None
