"""The certificate that browsers get at the address of the pages."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from socket import create_connection
from urllib.parse import urlsplit

from tracker.actions.doctor.examination import Installation, check

#: So early that there is time to find out why it was not renewed.
EARLY = timedelta(days=14)
_PATIENCE = 3.0


@check("Certificate")
def certificate(here: Installation) -> Iterator[str]:
    address = urlsplit(here.settings.address)
    if address.scheme != "https" or not address.hostname:
        return
    try:
        ends = _end(address.hostname, address.port or 443)
    except ssl.SSLCertVerificationError as error:
        yield (
            f"The certificate of {here.settings.address} is not trusted "
            f"({error.verify_message}), so browsers warn of the pages. Give the proxy "
            "one of an authority that browsers know."
        )
        return
    except OSError:
        # This machine may reach the pages only past the proxy: monitoring that looks
        # from outside sees whether they are there at all.
        return
    if ends - here.at < EARLY:
        yield (
            f"The certificate of {here.settings.address} ends on {ends:%d %B %Y}. "
            "Renew it at the proxy, and look at why it was not renewed by itself."
        )


def _end(host: str, port: int) -> datetime:
    """The end of a certificate that is trusted. Raises OSError."""
    with (
        create_connection((host, port), _PATIENCE) as line,
        ssl.create_default_context().wrap_socket(line, server_hostname=host) as tls,
    ):
        found = tls.getpeercert()
    assert found is not None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)
