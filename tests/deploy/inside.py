"""The program that becomes the container: namespaces are entered, and the root changed.

``unshare`` runs it with a description in JSON. It needs nothing but Python. What it
then is can reach no file of the machine but the system's own programs.
"""

import ctypes
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

_NO_NEW_PRIVILEGES, _DROP, _CAPABILITIES = 38, 24, 41
_SET_FLAGS, _UP = 0x8914, 0x1 | 0x40
#: What each program finds below /dev.
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")


def mount(*words: object) -> None:
    """Mounts, or says why not."""
    subprocess.run(["mount", *map(str, words)], check=True)


def furnish(root: Path, layers: Path, *, read_only: bool) -> None:
    """Lays the system's programs below the root, with what steps added to them."""
    mount("--make-rprivate", "/")
    mount("--bind", root, root)
    for part in ("usr", "etc"):
        added = f"upperdir={layers / part},workdir={layers / 'work' / part}"
        options = f"lowerdir=/{part},{added}" + (",ro" if read_only else "")
        mount("-t", "overlay", "overlay", "-o", options, root / part)
    mount("-t", "proc", "proc", root / "proc")
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", root / "dev")
    for each in _DEVICES:
        (root / "dev" / each).touch()
        mount("--bind", f"/dev/{each}", root / "dev" / each)
    (root / "dev" / "shm").mkdir()
    mount("-t", "tmpfs", "-o", "mode=1777,size=64m", "tmpfs", root / "dev" / "shm")
    mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", root / "tmp")


def close(root: Path) -> None:
    """Makes the root read-only, but for what is mounted below it."""
    mount("-o", "remount,bind,ro", root)
    mount("-o", "remount,bind,ro", root / "dev")


def raise_network() -> None:
    """Starts the network that has nothing but this container."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        request = struct.pack("16sh14x", b"lo", _UP)
        fcntl.ioctl(line, _SET_FLAGS, request)


def become(user: int, group: int) -> None:
    """Becomes an account without any privilege, for good."""
    system = ctypes.CDLL(None, use_errno=True)
    if user:
        for each in range(_CAPABILITIES):
            system.prctl(_DROP, each, 0, 0, 0)
        os.setgroups([])
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def main(given: dict[str, Any]) -> None:
    """Becomes the program that was described."""
    root, layers = Path(given["root"]), Path(given["layers"])
    furnish(root, layers, read_only=given["read_only"])
    for inside, outside in given["mounts"].items():
        mount("--bind", outside, root / inside.strip("/"))
    if given["read_only"]:
        close(root)
        raise_network()
    os.chroot(root)
    os.chdir(given["within"])
    become(*given["user"])
    words = given["words"]
    os.execvpe(words[0], words, given["environment"])


if __name__ == "__main__":
    # The path is the container's own, so that its program is found in it.
    described = json.loads(sys.argv[1])
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    main(described)
