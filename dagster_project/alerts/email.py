"""Alerts by e-mail: one plain message through the site's own mail server."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from dagster_project.alerts.messages import Message
from dagster_project.settings import Smtp

TIMEOUT_S = 10.0


def send(smtp: Smtp, message: Message) -> str | None:
    """Send a message to all recipients, and say which of them the server would not have, if it took any.

    Raises OSError (which smtplib's own errors are), without a secret in it.
    """
    mail = _mail(smtp, message)
    password = smtp.password.read() if smtp.password else ""
    if not password.isascii():
        raise OSError("the password holds letters outside ASCII, which Python's smtplib cannot send")
    try:
        with _connect(smtp) as server:
            if smtp.user:
                server.login(smtp.user, password)
            refused = server.send_message(mail)
    except smtplib.SMTPAuthenticationError as error:
        # The server's answer is its own text: who knows what it repeats.
        raise OSError(f"{smtp.host} did not accept user and password (code {error.smtp_code})") from None
    return f"{smtp.host} refused {', '.join(sorted(refused))}" if refused else None


def _connect(smtp: Smtp) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if smtp.security == "ssl":
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=TIMEOUT_S, context=context)
    server = smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT_S)
    if smtp.security == "starttls":
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def _mail(smtp: Smtp, message: Message) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = smtp.sender
    mail["To"] = ", ".join(smtp.recipients)
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(domain=smtp.sender.rpartition("@")[2] or None)
    mail["Auto-Submitted"] = "auto-generated"  # so that no absent colleague's mailbox answers
    mail.set_content(message.text)
    return mail
