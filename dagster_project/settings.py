"""The one reader of the environment: every path and limit that a run depends on, in one frozen object."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from dagster_project.login import Login, login
from dagster_project.secret import Secret, secret, secrets_of

PROJECT_ROOT = Path(__file__).resolve().parent.parent
"""The checkout (or the unpacked source): where dbt/, streamlit_app/ and data_raw/ lie."""

SYNTHETIC_MARK = "SYNTHETIC.json"
"""The file at the root of deliveries that says they are synthetic."""

CORRECTIONS = "corrections"
"""The folder at the root of deliveries with a file of corrections per feed."""

RECIPIENTS = PROJECT_ROOT / "dagster_project" / "extracts" / "recipients.yaml"
"""The recipients of scheduled extracts where a site names no file of its own."""

Security = Literal["starttls", "ssl", "none"]
"""How a connection to a mail server is encrypted."""
Engine = Literal["duckdb", "spark"]
_SMTP_PORTS: Mapping[Security, int] = {"starttls": 587, "ssl": 465, "none": 25}


@dataclass(frozen=True)
class Smtp:
    """The mail server that alerts go through, and to whom they go."""

    host: str
    """The mail server; turns e-mail on. `NODSTAT_ALERT_SMTP_HOST`."""
    sender: str
    """Who the alerts are from. `NODSTAT_ALERT_SMTP_FROM`, needed with a host."""
    recipients: tuple[str, ...]
    """Who gets them. `NODSTAT_ALERT_SMTP_TO`, separated by commas, needed with a host."""
    port: int
    """The mail server's port. `NODSTAT_ALERT_SMTP_PORT`, default 587, 465 with `ssl`, 25 with `none`."""
    security: Security = "starttls"
    """How the connection is encrypted; the server's certificate is always checked. `NODSTAT_ALERT_SMTP_SECURITY`,
    `starttls`, `ssl` or `none`."""
    user: str | None = None
    """Who logs in, if the server wants a login; never with `none`. `NODSTAT_ALERT_SMTP_USER`."""
    password: Secret | None = None
    """And with which password. `NODSTAT_ALERT_SMTP_PASSWORD` or `NODSTAT_ALERT_SMTP_PASSWORD_FILE`."""


@dataclass(frozen=True)
class Settings:
    """Where nodstat reads and writes, and its limits.

    Each field's text ends with its variable, and what there is to say of its form; docs/environment.md is made of that.
    Paths are absolute. `home` is the only place nodstat writes to, besides the folder that
    `nodstat generate --out` is given.
    """

    home: Path
    """Lake, build file, releases and Dagster's history. `NODSTAT_HOME`, default `var`."""
    raw: Path
    """Root of the deliveries, one folder per feed. `NODSTAT_RAW`, default `data_raw`."""
    max_error_share: float = 0.05
    """A delivery with a larger share of bad rows is refused whole. `NODSTAT_MAX_ERROR_SHARE`."""
    max_delivery_bytes: int = 64 * 1024**2
    """A delivery that unpacks to more is refused; the largest feed's day is about 3 MB. `NODSTAT_MAX_DELIVERY_BYTES`.
    """
    keep_releases: int = 14
    """How many releases `nodstat releases prune` and a run leave. `NODSTAT_KEEP_RELEASES`."""
    accept: frozenset[str] = frozenset()
    """Plausibility checks that hold no release back in this run: an operator has looked, and the data are right.
    `NODSTAT_ACCEPT`, names separated by commas."""
    keep_superseded_days: int = 180
    """How long the events of a superseded delivery stay in the lake. `NODSTAT_KEEP_SUPERSEDED_DAYS`."""
    keep_quarantine_days: int = 365
    """How long the text of quarantined lines stays; their reasons stay for good. `NODSTAT_KEEP_QUARANTINE_DAYS`."""
    keep_history_days: int = 400
    """How long Dagster's history and the runs' logs stay: a year's plots, and the one before to compare with.
    `NODSTAT_KEEP_HISTORY_DAYS`."""
    memory_limit: str = "4GB"
    """DuckDB's memory limit while building. `NODSTAT_MEMORY_LIMIT`."""
    engine: Engine = "duckdb"
    """What builds the warehouse. `NODSTAT_ENGINE`, `duckdb`, or `spark` if it is installed."""
    dashboard_address: str = "localhost"
    """Where the dashboard listens. `NODSTAT_DASHBOARD_ADDRESS`."""
    dashboard_port: int = 8501
    """The dashboard's port, or the next that is free. `NODSTAT_DASHBOARD_PORT`."""
    dashboard_is_behind_proxy: bool = False
    """Something in front of the dashboard lets in only who may see everything, so that it needs no login of its own to
    listen beyond this machine. `NODSTAT_DASHBOARD_BEHIND_PROXY`, 1 or 0."""
    login: Login | None = None
    """The dashboard's login; off without `NODSTAT_OIDC_…`."""
    orchestrate_address: str = "localhost"
    """Where Dagster's web server listens. `NODSTAT_ORCHESTRATE_ADDRESS`."""
    orchestrate_port: int = 3000
    """Its port, or the next that is free. `NODSTAT_ORCHESTRATE_PORT`."""
    quiet_seconds: int = 60
    """How long deliveries must have lain still before the sensor has them read. `NODSTAT_QUIET_SECONDS`."""
    alert_smtp: Smtp | None = None
    """Alerts by e-mail; off without `NODSTAT_ALERT_SMTP_HOST`."""
    alert_webhook: Secret | None = None
    """Alerts by webhook: an address, which often holds a key. `NODSTAT_ALERT_WEBHOOK_URL` or
    `NODSTAT_ALERT_WEBHOOK_URL_FILE`."""

    recipients: Path = RECIPIENTS
    """Who gets scheduled extracts; in the project's own file, nobody has an agreement. `NODSTAT_RECIPIENTS`."""
    extract_secrets: Mapping[str, Secret] = field(default_factory=dict)
    """By recipient: the private key for SFTP, the connection string for Azure. `NODSTAT_EXTRACT_SECRET_<RECIPIENT>` or
    `NODSTAT_EXTRACT_SECRET_<RECIPIENT>_FILE`, the recipient's id in capitals, hyphens as underscores."""

    @property
    def alerts_are_set_up(self) -> bool:
        """Whether anybody is told of anything."""
        return self.alert_smtp is not None or self.alert_webhook is not None

    @property
    def lake(self) -> Path:
        """Accepted events, quarantine and the ledger of deliveries, a folder per feed."""
        return self.home / "lake"

    @property
    def build(self) -> Path:
        """Private to a run: dbt's target folder, logs and the build file."""
        return self.home / "build"

    @property
    def build_file(self) -> Path:
        """The database that dbt writes; readers never open it."""
        return self.build / "warehouse.duckdb"

    @property
    def releases(self) -> Path:
        """One folder per release."""
        return self.home / "releases"

    @property
    def current(self) -> Path:
        """Symlink to the release that readers open."""
        return self.home / "current"

    @property
    def alerts(self) -> Path:
        """Which alerts were raised, and sent."""
        return self.home / "alerts"

    @property
    def dashboard_secrets(self) -> Path:
        """What Streamlit has to know of the login; nobody else may read it."""
        return self.home / "dashboard" / "secrets.toml"

    @property
    def logs(self) -> Path:
        """Logs of runs, of the services, of visits to the dashboard that were refused, and of packages taken there."""
        return self.home / "logs"

    @property
    def extracts(self) -> Path:
        """Packages as they were delivered, what they were made from, and the audit of deliveries."""
        return self.home / "extracts"

    @property
    def dagster_home(self) -> Path:
        """Dagster's instance: run history, event log."""
        return self.home / "dagster"

    @classmethod
    def from_environment(
        cls,
        *,
        home: Path | str | None = None,
        raw: Path | str | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> Settings:
        """Settings from `NODSTAT_*` variables; an argument given here wins over its variable.

        Raises ValueError, with the variable's name and what it should hold, for a value that cannot be read.
        """
        return cls(
            home=Path(home or environment.get("NODSTAT_HOME", "var")).absolute(),
            raw=Path(raw or environment.get("NODSTAT_RAW", "data_raw")).absolute(),
            max_error_share=_share(environment, "NODSTAT_MAX_ERROR_SHARE", 0.05),
            max_delivery_bytes=_positive(environment, "NODSTAT_MAX_DELIVERY_BYTES", 64 * 1024**2),
            keep_releases=_positive(environment, "NODSTAT_KEEP_RELEASES", 14),
            accept=frozenset(filter(None, map(str.strip, environment.get("NODSTAT_ACCEPT", "").split(",")))),
            keep_superseded_days=_positive(environment, "NODSTAT_KEEP_SUPERSEDED_DAYS", 180),
            keep_quarantine_days=_positive(environment, "NODSTAT_KEEP_QUARANTINE_DAYS", 365),
            keep_history_days=_positive(environment, "NODSTAT_KEEP_HISTORY_DAYS", 400),
            memory_limit=environment.get("NODSTAT_MEMORY_LIMIT", "4GB"),
            engine=cast(Engine, _one_of(environment, "NODSTAT_ENGINE", "duckdb", get_args(Engine))),
            dashboard_address=environment.get("NODSTAT_DASHBOARD_ADDRESS", "localhost"),
            dashboard_port=_positive(environment, "NODSTAT_DASHBOARD_PORT", 8501),
            dashboard_is_behind_proxy=_yes(environment, "NODSTAT_DASHBOARD_BEHIND_PROXY"),
            login=login(environment),
            orchestrate_address=environment.get("NODSTAT_ORCHESTRATE_ADDRESS", "localhost"),
            orchestrate_port=_positive(environment, "NODSTAT_ORCHESTRATE_PORT", 3000),
            quiet_seconds=_positive(environment, "NODSTAT_QUIET_SECONDS", 60),
            alert_smtp=_smtp(environment),
            alert_webhook=secret(environment, "NODSTAT_ALERT_WEBHOOK_URL"),
            recipients=Path(environment.get("NODSTAT_RECIPIENTS") or RECIPIENTS).absolute(),
            extract_secrets=secrets_of(environment, "NODSTAT_EXTRACT_SECRET_"),
        )


def _share(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name, str(default))
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ValueError(f"{name} is '{text}', but must be a share from 0 to 1, such as 0.05")
    return value


def _positive(environment: Mapping[str, str], name: str, default: int) -> int:
    if not (text := environment.get(name, str(default))).isdecimal() or int(text) < 1:
        raise ValueError(f"{name} is '{text}', but must be a whole number from 1 up")
    return int(text)


def _one_of(environment: Mapping[str, str], name: str, default: str, words: tuple[str, ...]) -> str:
    if (text := environment.get(name) or default) not in words:
        raise ValueError(f"{name} is '{text}', but must be one of {', '.join(words)}")
    return text


def _yes(environment: Mapping[str, str], name: str) -> bool:
    return _one_of(environment, name, "0", ("1", "0")) == "1"


def _smtp(environment: Mapping[str, str]) -> Smtp | None:
    """None without a host. Raises ValueError for a server that could not be used, or a password sent in the clear."""
    name = "NODSTAT_ALERT_SMTP_{}".format
    if not (host := environment.get(name("HOST"))):
        return None
    security = cast(Security, _one_of(environment, name("SECURITY"), "starttls", get_args(Security)))
    sender = environment.get(name("FROM"), "")
    recipients = tuple(filter(None, map(str.strip, environment.get(name("TO"), "").split(","))))
    if not sender or not recipients:
        raise ValueError(f"{name('HOST')} needs {name('FROM')} and {name('TO')} too: e-mail addresses")
    user, password = environment.get(name("USER")) or None, secret(environment, name("PASSWORD"))
    if (user is None) != (password is None):
        raise ValueError(f"{name('USER')} and {name('PASSWORD')} (or {name('PASSWORD_FILE')}) need each other")
    if user and security == "none":
        raise ValueError(f"{name('SECURITY')} is 'none', but a password is sent encrypted only: starttls or ssl")
    port = _positive(environment, name("PORT"), _SMTP_PORTS[security])
    return Smtp(host, sender, recipients, port, security, user, password)
