"""Run nodstat as its unit or container would: nobody's user, everything read-only but the home, nothing around it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from dagster_project.settings import PROJECT_ROOT

USER = 10001
"""As the Containerfile has it. No user of this machine, so that it has no folder of its own either."""
HOME, RAW = "/srv/home", "/srv/deliveries"

_IN_A_ROOM_OF_ITS_OWN = """
set -eu
root=$1 home=$2 raw=$3 places=$4 user=$5 parts=$6
shift 6
mount -t tmpfs -o mode=755 tmpfs "$root"
lay() { mkdir -p "$root$2"; mount --bind "$1" "$root$2"; mount -o "remount,bind,$3" "$root$2"; }
for place in bin lib lib64 sbin; do
    if [ -L "/$place" ]; then cp -P "/$place" "$root/$place"; elif [ -d "/$place" ]; then lay "/$place" "/$place" ro; fi
done
lay /usr /usr ro
lay /etc /etc ro
IFS=:
for place in $places; do lay "$place" "$place" ro; done
for part in $parts; do mkdir -p "$home/$part" && chown "$user:$user" "$home/$part"; done
if [ -n "$parts" ]; then lay "$home" /srv/home ro; else lay "$home" /srv/home rw; fi
for part in $parts; do lay "$home/$part" "/srv/home/$part" rw; done
unset IFS
for place in dev proc sys; do mkdir -p "$root/$place"; mount --rbind "/$place" "$root/$place"; done
lay "$raw" /srv/deliveries ro
mount -o remount,ro "$root"
exec chroot "$root" setpriv --reuid "$user" --regid "$user" --clear-groups --bounding-set -all --no-new-privs \
    env --ignore-environment "$@"
"""
"""Its mounts hide every other folder, and what is left of the root is read-only, also for whoever may write there."""


def cannot() -> str | None:
    """Why it cannot be done on this machine, if so."""
    if os.geteuid() != 0:
        return "only root may lay mounts and become another user"
    if missing := [tool for tool in ("unshare", "setpriv", "mount", "chroot") if shutil.which(tool) is None]:
        return f"this machine has no {', '.join(missing)}"
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False, capture_output=True
    )
    return None if tried.returncode == 0 else f"no mounts are allowed here: {tried.stderr.decode().strip()}"


def command(folder: Path, arguments: Sequence[str], parts: Sequence[str] = ()) -> list[str]:
    """What runs `nodstat` so, with an empty environment but for where this checkout lies.

    Of the folder's `home` all may be written to, or these parts alone; deliveries are in `raw`.
    """
    root, home = folder / "root", folder / "home"
    root.mkdir(exist_ok=True)
    home.mkdir(exist_ok=True)
    os.chown(home, USER, USER)
    # The virtual environment, the Python it was made from, and the code, wherever they are; what lies in another, once.
    needed = {Path(place).resolve() for place in (sys.prefix, sys.base_prefix, PROJECT_ROOT)}
    places = [
        place
        for place in needed
        if not any(place.is_relative_to(other) for other in (needed - {place}) | {Path("/usr")})
    ]
    nodstat = "from dagster_project.cli import main; main()"
    return [
        *("unshare", "--mount", "--propagation", "private", "sh", "-c", _IN_A_ROOM_OF_ITS_OWN, "confined"),
        *(str(root), str(home), str(folder / "raw"), ":".join(map(str, places)), str(USER), ":".join(parts)),
        *(f"PYTHONPATH={PROJECT_ROOT}", sys.executable, "-c", nodstat, *arguments),
    ]
