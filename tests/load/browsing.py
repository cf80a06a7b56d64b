"""A user with a browser, as a server sees one: signed in, reading, thinking.

Written on bare streams, so that measuring takes as little as possible of the two
processors that serve.
"""

import asyncio
import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from urllib.parse import urlencode

import pyotp

from tests.load.population import APP_SECRET

_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
_COOKIE = re.compile(rb"\r\nSet-Cookie: ([^;\r]+)", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)

#: Seconds that a user looks at a page before the next: from, to.
THINKING = (5.0, 15.0)


class Unexpected(Exception):
    """The server gave an unexpected answer."""


@dataclass
class Times:
    """How long each page took, in milliseconds, and what went wrong."""

    of: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)


class Browser:
    """One connection, kept open as browsers do, with its cookie."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._cookie = b""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def sign_in(
        self, email: str, password: str, at: datetime | None = None
    ) -> None:
        """Signs in by password and by the code of ``at``, which is now without one."""
        _, page = await self.request("GET", "/sign-in")
        found = _TOKEN.search(page)
        if found is None:
            raise Unexpected("there is no form on the sign-in page")
        body = urlencode(
            {"email": email, "password": password, "csrf_token": found[1].decode()}
        )
        status, _ = await self.request("POST", "/sign-in", body.encode())
        if status != 302:
            raise Unexpected(f"signing in as {email} was answered by {status}")
        _, page = await self.request("GET", "/sign-in/second-step")
        found = _TOKEN.search(page)
        if found is None:
            raise Unexpected("there is no form for the second step")
        code = pyotp.TOTP(APP_SECRET).at(at or datetime.now(UTC))
        body = urlencode({"code": code, "csrf_token": found[1].decode()})
        status, _ = await self.request("POST", "/sign-in/second-step", body.encode())
        if status != 302:
            raise Unexpected(f"the second step of {email} was answered by {status}")

    async def request(
        self, method: str, path: str, body: bytes = b""
    ) -> tuple[int, bytes]:
        """Requests one page; returns its status and content."""
        try:
            return await self._request(method, path, body)
        except (ConnectionError, asyncio.IncompleteReadError):
            # The server closes idle connections: a browser then connects again.
            self.close()
            return await self._request(method, path, body)

    async def _request(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(
                self._host, self._port, limit=2**22
            )
        reader, writer = self._streams
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self._host}",
            "Accept: text/html",
            f"Referer: http://{self._host}/",
            f"Content-Length: {len(body)}",
            "Content-Type: application/x-www-form-urlencoded",
        ]
        if self._cookie:
            head.append(f"Cookie: {self._cookie.decode()}")
        writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if cookie := _COOKIE.search(answer):
            self._cookie = cookie[1]
        length = _LENGTH.search(answer)
        held = await reader.readexactly(int(length[1])) if length else b""
        if b"connection: close" in answer.lower():
            self.close()
        return int(answer[9:12]), held

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


@dataclass(frozen=True)
class Habit:
    """The pages of a role: (page, share of visits, addresses to choose from)."""

    role: str
    pages: tuple[tuple[str, float, tuple[str, ...]], ...]


async def live(
    browser: Browser,
    habit: Habit,
    times: Times,
    *,
    until: float,
    begin: float,
    seed: int,
) -> None:
    """Visits pages until a moment; visits before ``begin`` are not counted."""
    draw = Random(seed)
    shares = [share for _, share, _ in habit.pages]
    # Users do not all arrive at the same moment.
    await asyncio.sleep(draw.uniform(0, THINKING[1]))
    while time.monotonic() < until:
        ((name, _, addresses),) = draw.choices(habit.pages, shares)
        began = time.monotonic()
        try:
            status, _ = await browser.request("GET", draw.choice(addresses))
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            times.wrong.append(f"{name}: {type(error).__name__}")
            continue
        took = time.monotonic() - began
        if status != 200:
            times.wrong.append(f"{name}: {status}")
        elif began >= begin:
            times.of[name].append(took * 1000)
        await asyncio.sleep(draw.uniform(*THINKING))
