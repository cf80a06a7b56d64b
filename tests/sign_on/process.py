"""The provider process as the tests reach it."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.sign_on.statements import CLIENT, SECRET
from tracker.sign_on.provider import Provider

ROOT = Path(__file__).parents[2]
ADDRESS = "http://localhost"


@dataclass(frozen=True)
class Process:
    """A running provider process; ``base`` is its address."""

    base: str

    def control(self, **wanted: Any) -> dict[str, Any]:
        """Sets the state of the process, and gives what it answers."""
        if isinstance(wanted.get("now"), datetime):
            wanted["now"] = wanted["now"].timestamp()
        if isinstance(wanted.get("auth_time"), datetime):
            wanted["auth_time"] = wanted["auth_time"].timestamp()
        request = urllib.request.Request(
            f"{self.base}/control", json.dumps(wanted).encode()
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def logout_token(self, **changes: Any) -> str:
        issuer = changes.pop("issuer", "one")
        text: str = self.control(issuer=issuer, log_out=changes)["token"]
        return text

    def declared(self, name: str = "one", **more: Any) -> Provider:
        """The provider as an installation would declare it."""
        return Provider(
            **{
                "key": name,
                "title": f"Provider {name}",
                "issuer": f"{self.base}/{name}",
                "client_id": CLIENT,
                "client_secret": SECRET,
                "authority": "359",
                "redirect_uri": f"{ADDRESS}/sign-on/{name}/back",
                "start": f"{ADDRESS}/",
                **more,
            }
        )


@contextmanager
def started() -> Iterator[Process]:
    """A provider process, which ends with the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.sign_on.provider_process"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield Process(process.stdout.readline().strip())
        process.terminate()
