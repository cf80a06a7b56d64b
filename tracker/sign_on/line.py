"""One call to a provider: of limited length, size and number, and never elsewhere.

The addresses come from the provider's own metadata. A call follows no redirect, so that
no answer leads it into the council's network.
"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from typing import Any, TypeVar

from authlib.integrations.requests_client import OAuth2Session
from requests import PreparedRequest, RequestException, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import JSONDecodeError, Timeout

T = TypeVar("T")

#: Seconds: for a connection, for each piece of an answer, and for a whole call.
CONNECT, PIECE, WHOLE = 3, 4, 8
#: Keys and metadata of large providers are below 100 kB.
LARGEST = 512 * 1024
#: Calls at one time. A provider that hangs occupies these and no thread of the pages
#: for longer than a whole call.
_AT_ONCE = 8


class NoAnswer(Exception):
    """The provider did not answer in time, or not at all."""


class TooSlow(NoAnswer):
    """The provider took longer than a call may take."""


class Unusable(Exception):
    """The provider's answer is too large, or not what was requested."""


class _Limited(HTTPAdapter):
    """Sends one request and reads its answer up to the limit."""

    def send(
        self, request: PreparedRequest, *arguments: Any, **options: Any
    ) -> Response:
        # A packed answer could be a thousand times as large.
        request.headers["Accept-Encoding"] = "identity"
        options.update(stream=True, timeout=(CONNECT, PIECE))
        answer = super().send(request, **options)
        if answer.headers.get("Content-Encoding"):
            answer.close()
            raise Unusable("packed")
        body = b""
        with answer:
            for piece in answer.iter_content(64 * 1024):
                body += piece
                if len(body) > LARGEST:
                    raise Unusable("too large")
        answer._content = body
        return answer


class Line:
    """The calls to one provider."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None

    def get(self, address: str, token: str = "") -> dict[str, Any]:
        """The JSON object at an address. Raises NoAnswer or Unusable."""
        bearer = {"Authorization": f"Bearer {token}"} if token else {}

        def call() -> Response:
            with Session() as session:
                return limited(session).get(
                    address,
                    headers={"Accept": "application/json", **bearer},
                    # Without this, a .netrc file would replace the header.
                    auth=lambda request: request,
                    allow_redirects=False,
                )

        return as_object(self.within_time(call))

    def within_time(self, call: Callable[[], T]) -> T:
        """What a call gives. Raises NoAnswer after the time of a whole call."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="sign-on")
        waiting = self._pool.submit(call)
        try:
            return waiting.result(WHOLE)
        except TimeoutError as error:
            waiting.cancel()
            raise TooSlow from error
        except Timeout as error:
            raise TooSlow from error
        except JSONDecodeError as error:
            raise Unusable("not JSON") from error
        except (RequestException, OSError) as error:
            raise NoAnswer(type(error).__name__) from error


def limited(session: Session) -> Session:
    """The session with our limits on every call."""
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Limited())
    return session


def client(**options: Any) -> OAuth2Session:
    """A client of the code flow with our limits on every call."""
    made = OAuth2Session(code_challenge_method="S256", **options)
    limited(made)
    return made


def as_object(answer: Response) -> dict[str, Any]:
    """The JSON object of a successful answer. Raises NoAnswer or Unusable."""
    if answer.status_code >= 500 or answer.status_code == 429:
        raise NoAnswer(str(answer.status_code))
    if answer.status_code != 200:
        raise Unusable(str(answer.status_code))
    try:
        found = json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise Unusable("not JSON") from error
    if not isinstance(found, dict):
        raise Unusable("not an object")
    return found
