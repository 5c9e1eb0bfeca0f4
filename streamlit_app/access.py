"""Who is looking, and what they may see: every page and every query asks here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from streamlit_app.release import Release

COUNTRY_ID = "NO"
EVERY_ROOM = "*"
"""Stands for all rooms beside each other, as a ranking shows them; a viewer gets those of them that are theirs."""

Role = Literal["local", "analyst", "leader", "lat"]
PREFIX = "nodstat:"
"""Begins what is meant for nodstat in a token: `nodstat:analyst`, `nodstat:lat`, `nodstat:leader:<unit>`."""
AIR_PAGES = frozenset({"luftambulanse", "uttrekk"})
LAT_PAGES = AIR_PAGES | {"definisjoner"}
LAT_RECIPIENT = "lat"
"""What LAT is called among the recipients of extracts."""


class AccessRefusedError(Exception):
    """The viewer may not see what was asked for."""


@dataclass(frozen=True)
class Grant:
    """What an identity token says about its owner."""

    subject: str
    """The provider's id of whoever has logged in; no name, and nobody else's business."""
    roles: frozenset[Role]
    units: tuple[str, ...] = ()
    """What they lead, by id: a room, a trust or a region."""


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at the dashboard."""

    name: str | None
    """The subject of their token; None where nobody has logged in."""
    roles: frozenset[Role]
    org_ids: frozenset[str] | None
    """The organisations whose details they may see, beside the country; None for all."""
    units: tuple[str, ...] = ()
    """The names of what they lead."""

    @property
    def role(self) -> str:
        """All roles in one word, for logs."""
        return "+".join(sorted(self.roles)) or "none"

    @property
    def sees_all(self) -> bool:
        """Whether nothing is kept from them."""
        return self.org_ids is None

    @property
    def is_outsider(self) -> bool:
        """Whether of the air ambulance they see what packages have told them, small numbers hidden, and nothing else.

        Also one who leads a room: what a release has of missions, beside a package, would tell what that has hidden.
        """
        return "lat" in self.roles and not self.sees_all

    @property
    def recipient_ids(self) -> frozenset[str] | None:
        """The recipients of extracts whose packages and deliveries they may see; None for all."""
        return None if self.sees_all else frozenset({LAT_RECIPIENT} if "lat" in self.roles else ())

    def may_open(self, page: str) -> bool:
        """Whether a page, by its address, is open to them."""
        if self.roles & {"local", "analyst"}:
            return True
        return ("leader" in self.roles and page not in AIR_PAGES) or ("lat" in self.roles and page in LAT_PAGES)

    def may_read(self, org_ids: Collection[str]) -> bool:
        """Whether they may see the details of all these organisations. Every room means: of those that are theirs."""
        return self.org_ids is None or self.org_ids.issuperset(set(org_ids) - {COUNTRY_ID, EVERY_ROOM})


EVERYBODY = Viewer(name=None, roles=frozenset({"local"}), org_ids=None)
"""Where there is no login: whoever reaches the dashboard may see everything."""


@dataclass(frozen=True)
class Source:
    """A release as one viewer may read it: what every query needs."""

    release: Release
    viewer: Viewer

    @classmethod
    def of(cls, release: Release, viewer: Viewer) -> Source:
        """What the checks found may name any room, and is for those who see all of them."""
        if viewer.sees_all:
            return cls(release, viewer)
        return cls(replace(release, checks=tuple(replace(check, detail="") for check in release.checks)), viewer)

    def require(self, org_ids: Collection[str]) -> None:
        """Raise AccessRefusedError unless the viewer may see the details of these organisations."""
        if not self.viewer.may_read(org_ids):
            raise AccessRefusedError(f"units {', '.join(sorted(org_ids))}")


def grant(claims: Mapping[str, Any], role_claim: str) -> Grant:
    """The roles that a token's claim gives, a text or a list of them. What is not for nodstat counts for nothing."""
    claim = claims.get(role_claim)
    values = [claim] if isinstance(claim, str) else claim if isinstance(claim, list) else []
    roles: set[Role] = set()
    units: list[str] = []
    for value in values:
        match str(value).removeprefix(PREFIX).split(":") if str(value).startswith(PREFIX) else []:
            case ["analyst"]:
                roles.add("analyst")
            case ["lat"]:
                roles.add("lat")
            case ["leader", unit] if unit:
                roles.add("leader")
                units.append(unit)
    return Grant(str(claims.get("sub", "")), frozenset(roles), tuple(dict.fromkeys(units)))
