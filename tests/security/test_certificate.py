"""`flask doctor` looks at the certificate that browsers get."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conftest import settings
from tracker.actions.doctor.checks.certificate import certificate
from tracker.actions.doctor.examination import Installation

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ENDS = datetime(2126, 11, 3, 15, 21, 11, tzinfo=UTC)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that signs itself, with its key, for a century."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(ENDS)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    plain = serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, form, plain))
    return path


@pytest.fixture
def port(file: Path) -> Iterator[int]:
    """A server with that certificate, which hangs up after each greeting."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = int(door.getsockname()[1])

        def greet() -> None:
            while not ended.is_set():
                line, _ = door.accept()
                with line, suppress(OSError):
                    context.wrap_socket(line, server_side=True).close()

        thread = threading.Thread(target=greet)
        thread.start()
        yield port
        ended.set()
        socket.create_connection(("127.0.0.1", port), 5).close()
        thread.join()


def found(folder: Path, address: str, at: datetime = NOW) -> list[str]:
    return list(
        certificate(
            Installation(replace(settings(folder), address=address), {}, at, at.date())
        )
    )


def test_a_certificate_that_browsers_do_not_know_is_named(tmp_path, port) -> None:
    (sentence,) = found(tmp_path, f"https://localhost:{port}")
    assert "is not trusted (self" in sentence


@pytest.mark.parametrize(
    ("before", "is_named"), [(timedelta(days=15), False), (timedelta(days=13), True)]
)
def test_a_certificate_near_its_end_is_named(
    tmp_path, file, port, monkeypatch, before, is_named
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    sentences = found(tmp_path, f"https://localhost:{port}", ENDS - before)
    assert [each.partition(" ends on ")[2][:15] for each in sentences] == (
        [f"{ENDS:%d %B %Y}"[:15]] if is_named else []
    )


def test_one_of_another_name_is_named(tmp_path, file, port, monkeypatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    (sentence,) = found(tmp_path, f"https://127.0.0.1:{port}")
    assert "not trusted" in sentence


def test_what_this_machine_cannot_reach_is_no_finding(tmp_path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        free = door.getsockname()[1]
    assert found(tmp_path, f"https://localhost:{free}") == []
    assert found(tmp_path, "http://localhost") == []
    assert found(tmp_path, "") == []
