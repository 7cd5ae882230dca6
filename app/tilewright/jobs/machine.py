"""Which machine this is, and whether a folder lies on a disk of its own: what a home cannot say of itself."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import secrets
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from ..durable import make_private, write_whole
from ..errors import AppError
from ..points import reach

log = logging.getLogger(__name__)

MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
"""Where Linux says which installation it is (machine-id(5)); empty or absent in many containers."""

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
MOUNTS = Path("/proc/self/mountinfo")

_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|ncpfs?|afs|coda|ceph|lustre|glusterfs|beegfs|gpfs|gfs2|ocfs2|orangefs|davfs2?|acfs"
    r"|fuse\.(sshfs|s3fs|rclone|glusterfs|ceph(-fuse)?|davfs2?|curlftpfs|gcsfuse|goofys|moosefs|mfs|juicefs|smbnetfs)"
    r"|vboxsf|(fuse\.)?vmhgfs(-fuse)?|prl_fs|fuse\.(gvfsd-fuse|portal|grpcfuse|osxfs)|9p|virtiofs|drvfs"
)
"""File systems that another computer, or the host of a virtual one, writes to as well."""

_OF_A_HOST = {"9p", "virtiofs"}
"""Some sandboxes have their root on one of these; nobody else writes to that."""


@dataclass(frozen=True)
class Machine:
    """``id`` names this installation, or, where it has no name, this user's part of it. ``boot`` names this run of
    its kernel, the same in all of its containers; empty where that is not told.
    """

    id: str
    boot: str = ""


def this_machine(state: Path, machine_ids: tuple[Path, ...] = MACHINE_IDS, boot_id: Path = BOOT_ID) -> Machine:
    """The machine that this process runs on. Where the system has no id for it, one is made and kept in ``state``, a
    folder outside the home; where that is not possible either, the machine is known by its name in the network. The
    system's own id is told to nobody: it is hashed, as machine-id(5) asks for.
    """
    told = next((text for path in machine_ids if re.fullmatch(r"[0-9a-f]{32}", text := _text(path))), "")
    told = told or _kept(state) or socket.gethostname()
    return Machine(hashlib.sha256(f"tilewright machine {told}".encode()).hexdigest()[:32], _text(boot_id))


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def _kept(state: Path) -> str:
    """The id in ``state``, made when there is none. Of several that make one at once the first wins."""
    path = state / "machine-id"
    if not _text(path):
        try:
            make_private(state)
            reach("machine.keep.before")
            write_whole(path, f"{secrets.token_hex(16)}\n".encode(), replace=path.exists(), mode=0o600)
            reach("machine.keep.committed")
        except AppError as error:  # another one was quicker, or nothing can be kept
            log.info("No id was made for this machine: %s", error)
    return _text(path)


def network_file_system(folder: Path, mounts: Path | None = None) -> str:
    """The kind of file system that ``folder`` lies on, if other computers write to it, too; else empty.

    Told by ``mounts`` (proc(5), "mountinfo"), on Linux only.
    """
    if sys.platform != "linux":
        return ""
    try:
        table = (mounts or MOUNTS).read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
    where, kind = Path(), ""
    real = Path(os.path.realpath(folder))
    for line in table.splitlines():
        mount, _, source = line.partition(" - ")
        fields = mount.split(" ")
        if len(fields) < 5 or not source:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4]))
        if real.is_relative_to(point) and len(point.parts) >= len(where.parts):  # of two at one place the later counts
            where, kind = point, source.split(" ")[0]
    is_shared = _NETWORK.fullmatch(kind) is not None and not (kind in _OF_A_HOST and where == Path("/"))
    return kind if is_shared else ""
