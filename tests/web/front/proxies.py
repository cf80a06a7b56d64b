"""nginx and Caddy for the tests of the samples: Debian's, or how to get them.

python -m tests.web.front.proxies    installs them where that is possible
"""

import os
import shutil
import subprocess
import sys

#: The program and Debian's package of it.
PACKAGES = {"nginx": "nginx-light", "caddy": "caddy"}


class NoProxy(Exception):
    """The program cannot be found or installed; the text says what to do."""


def find_or_install(name: str) -> str:
    """The program, installed by apt-get if root can. Raises NoProxy."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    found = shutil.which(name, path=path)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], check=False)
        words = ["apt-get", "install", "-yq", "--no-install-recommends"]
        subprocess.run([*words, PACKAGES[name]], check=False)
        found = shutil.which(name, path=path)
    if found is None:
        raise NoProxy(f"Install {name}: sudo apt-get install -y {PACKAGES[name]}")
    return found


if __name__ == "__main__":
    try:
        for each in PACKAGES:
            find_or_install(each)
    except NoProxy as error:
        sys.exit(str(error))
