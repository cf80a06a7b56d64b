"""The proxies of docs/operations in front of a real server: TLS, limits, headers.

nginx and Caddy are those of Debian; python -m tests.web.front.proxies installs them.
"""

import re
import shutil
import socket
import ssl
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import ROOT
from tests.web.front import proxies
from tests.web.front.real_server import running, status

pytestmark = pytest.mark.long
OPERATIONS = ROOT / "docs" / "operations"
NAME = "tracker.example.org"


@dataclass
class Proxy:
    """A proxy that runs, its ports, and the server behind it."""

    kind: str
    tls: int
    plain: int
    log: Path

    def connect(
        self, newest: ssl.TLSVersion | None = None, suites: str = "ALL:@SECLEVEL=0"
    ) -> ssl.SSLSocket:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if newest is not None:
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = newest
            context.set_ciphers(suites)
        line = socket.create_connection(("127.0.0.1", self.tls), 20)
        return context.wrap_socket(line, server_hostname=NAME)

    def ask(self, path: str, *headers: str, method: str = "GET") -> bytes:
        """The whole answer to a request."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {NAME}", "Connection: close"]
        with self.connect() as line:
            line.sendall("\r\n".join([*lines, *headers, "", ""]).encode())
            try:
                return b"".join(iter(lambda: line.recv(65536), b""))
            except (ConnectionResetError, ssl.SSLEOFError):
                return b""


def free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of the tests' own, and its key."""
    made, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-subj", f"/CN={NAME}", "-keyout", str(key), "-out", str(made)),
        ],
        check=True,
        capture_output=True,
    )
    return made, key


def nginx(folder: Path, tls: int, plain: int, behind: int) -> list[str]:
    """The words that run nginx with our sample, on these ports."""
    made, key = certificate(folder)
    passed_on = folder / "tracker-proxy.conf"
    shutil.copy(OPERATIONS / "nginx-proxy-headers.conf", passed_on)
    sample = (OPERATIONS / "nginx.conf").read_text("utf-8")
    for ours, theirs in {
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{tls} ssl;",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
        "/etc/tracker/tls/certificate.pem": str(made),
        "/etc/tracker/tls/key.pem": str(key),
        "/etc/nginx/tracker-proxy.conf": str(passed_on),
        "/var/log/nginx/tracker-error.log": str(folder / "errors"),
    }.items():
        assert ours in sample, ours
        sample = sample.replace(ours, theirs)
    whole = folder / "whole.conf"
    whole.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/start;\n"
        f"events {{}}\nhttp {{\n{sample}\n}}\n"
    )
    words = ["nginx", "-p", str(folder), "-e", str(folder / "start"), "-c", str(whole)]
    subprocess.run([*words, "-t"], check=True, capture_output=True)
    return words


def caddy(folder: Path, tls: int, plain: int, behind: int) -> list[str]:
    """The words that run Caddy with our sample, on these ports."""
    made, key = certificate(folder)
    sample = (OPERATIONS / "Caddyfile").read_text("utf-8")
    whole = folder / "Caddyfile"
    for ours, theirs in {
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        "{\n\tservers": f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {tls}\n"
        "\tservers",
        "\ttls {": f"\ttls {made} {key} {{",
    }.items():
        assert ours in sample, ours
        sample = sample.replace(ours, theirs, 1)
    whole.write_text(sample)
    words = ["--config", str(whole), "--adapter", "caddyfile"]
    subprocess.run(["caddy", "validate", *words], check=True, capture_output=True)
    return ["caddy", "run", *words]


@contextmanager
def proxied(kind: str, var: Path, place: Path) -> Iterator[Proxy]:
    words = {"nginx": nginx, "caddy": caddy}[kind]
    with running(var, place, TRACKER_PROXIES="1", TRACKER_PLAIN_HTTP="") as server:
        tls, plain = free(), free()
        folder = place / kind
        folder.mkdir()
        with (folder / "out").open("wb") as out:
            process = subprocess.Popen(
                words(folder, tls, plain, server.port),
                stdout=out,
                stderr=subprocess.STDOUT,
                env={"PATH": "/usr/sbin:/usr/bin:/bin", "HOME": str(folder)},
            )
        try:
            until = time.monotonic() + 30
            while time.monotonic() < until:
                try:
                    socket.create_connection(("127.0.0.1", tls), 1).close()
                    break
                except OSError:
                    assert process.poll() is None, (folder / "out").read_text()
                    time.sleep(0.1)
            yield Proxy(kind, tls, plain, server.log)
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest,
    _application: Flask,
    var: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxy]:
    proxies.find_or_install(request.param)
    with proxied(request.param, var, tmp_path_factory.mktemp("proxied")) as made:
        yield made


def header(answer: bytes, name: str) -> str:
    found = re.search(rf"(?im)^{name}: ([^\r]*)", answer.decode("latin-1"))
    return found[1] if found else ""


def test_the_pages_are_reached_over_tls_with_their_cookie(proxy: Proxy) -> None:
    answer = proxy.ask("/sign-in")
    assert status(answer) == 200
    assert header(answer, "Set-Cookie").startswith("__Host-tracker=")
    assert header(answer, "Strict-Transport-Security") == (
        "max-age=31536000; includeSubDomains"
    )
    assert re.fullmatch(r"[0-9a-f-]{32,36}", header(answer, "X-Request-ID"))
    assert header(answer, "Server") in ("", "nginx")
    assert header(answer, "Via") == ""


def in_plain(proxy: Proxy, path: str) -> bytes:
    """The answer to a request without TLS."""
    with socket.create_connection(("127.0.0.1", proxy.plain), 20) as line:
        line.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode()
        )
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_without_tls_everything_is_sent_to_the_address_with_it(proxy: Proxy) -> None:
    answer = in_plain(proxy, "/find?q=x")
    assert status(answer) in (301, 308)
    assert header(answer, "Location").startswith(f"https://{NAME}")


@pytest.mark.parametrize(
    "path", ["/ready", "/health", "/metrics", "/sign-on/entra/log-out"]
)
def test_without_tls_programs_are_refused(proxy: Proxy, path: str) -> None:
    """A redirect would hide that a program sends its token in plain each time."""
    answer = in_plain(proxy, path)
    assert status(answer) == 403
    assert header(answer, "Location") == ""


def test_old_versions_of_tls_are_refused(proxy: Proxy) -> None:
    proxy.connect(ssl.TLSVersion.TLSv1_2).close()
    with (
        warnings.catch_warnings(action="ignore", category=DeprecationWarning),
        pytest.raises((ssl.SSLError, ConnectionResetError)),
    ):
        proxy.connect(ssl.TLSVersion.TLSv1_1).close()


@pytest.mark.parametrize(
    "suite", ["AES128-SHA", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA"]
)
def test_ciphers_without_forward_secrecy_or_a_seal_are_refused(
    proxy: Proxy, suite: str
) -> None:
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        proxy.connect(ssl.TLSVersion.TLSv1_2, f"{suite}:@SECLEVEL=0").close()


def test_a_client_cannot_say_where_it_is(proxy: Proxy) -> None:
    """Otherwise it would be this machine, to which more is shown."""
    forged = (
        *("X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: evil.example"),
        *("X-Forwarded-Proto: http", "Forwarded: for=127.0.0.1"),
    )
    answer = proxy.ask("/sign-in", *forged)
    assert header(answer, "Strict-Transport-Security"), "still seen as TLS"
    assert b"evil.example" not in answer
    assert status(proxy.ask("/metrics", *forged)) == 404
    assert b'"version"' not in proxy.ask("/ready", *forged)


def test_a_body_that_is_too_large_is_refused(proxy: Proxy) -> None:
    """By nginx from its announced length; Caddy, or Tracker, stops reading it."""
    with proxy.connect() as line:
        line.settimeout(10)
        answer = b""
        with suppress(OSError):
            line.sendall(
                f"POST /sign-in HTTP/1.1\r\nHost: {NAME}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                "Content-Length: 230000000\r\n\r\n".encode()
            )
            for _ in range(8):
                line.sendall(b"a" * 1_000_000)
        with suppress(OSError):
            answer = line.recv(65536)
    # Caddy closes the connection while it is still sent to, which can take the answer.
    assert status(answer) in (0, 400, 413)


def test_fifty_half_sent_requests_do_not_reach_the_server(proxy: Proxy) -> None:
    before = proxy.log.read_text("utf-8").count('"method": "POST"')
    with ExitStack() as opened:
        for _ in range(50):
            opened.enter_context(proxy.connect()).sendall(
                f"POST /sign-in HTTP/1.1\r\nHost: {NAME}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                "Content-Length: 500\r\n\r\nemail=".encode()
            )
        began = time.monotonic()
        assert status(proxy.ask("/health")) == 200
        assert time.monotonic() - began < 1
        after = proxy.log.read_text("utf-8").count('"method": "POST"')
    assert after == before


@pytest.fixture
def fresh_proxy(
    proxy: Proxy, _application: Flask, var: Path, tmp_path: Path
) -> Iterator[Proxy]:
    """Another one of the same kind, of whose limit nothing is used up."""
    with proxied(proxy.kind, var, tmp_path) as made:
        yield made


def test_every_page_of_signing_in_is_limited_and_no_other(fresh_proxy: Proxy) -> None:
    """Caddy has no such limit."""
    proxy = fresh_proxy
    pages = ("/sign-in", "/sign-in/second-step", "/sign-in/passkey")
    given = [status(proxy.ask(pages[number % 3])) for number in range(300)]
    limited = {pages[n % 3] for n, code in enumerate(given) if code == 429}
    assert limited == (set(pages) if proxy.kind == "nginx" else set())
    assert given[:90].count(429) == 0
    assert status(proxy.ask("/health")) == 200
    assert status(proxy.ask("/forgotten-password")) == 200
