"""What a confined process reads, with every fault of it in one sentence."""

import logging
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tracker.confinement import messages, processes
from tracker.refusal import Refusal

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Faults:
    """How a reader refuses: the kind of its refusals, and three sentences.

    ``ended`` is that of a file that takes more memory or time than it may, ``failed``
    that of one over which the reading stumbled, or whose answers are not of our kind.
    ``lost`` is that of a reading that was killed or fell over, which may not be the
    file's fault. ``ended_as`` and ``lost_as`` are narrower kinds of those refusals, and
    ``late_as`` that of a reading that did not answer in time, as on a busy machine.
    """

    refused: type[Refusal]
    ended: str
    failed: str
    lost: str
    ended_as: type[Refusal] | None = None
    lost_as: type[Refusal] | None = None
    late_as: type[Refusal] | None = None

    @contextmanager
    def checked(self) -> Iterator[None]:
        """Refuses an answer that is not of the kind that we send."""
        try:
            yield
        except (TypeError, KeyError, ValueError, AttributeError):
            raise self.refused(self.failed) from None


def answers(
    function: str,
    request: Any,
    opened: Callable[[int], int],
    faults: Faults,
    **limits: Any,
) -> Iterator[Any]:
    """As ``processes.stream``; raises only refusals of the kind of ``faults``, and what
    opening a file raises, such as that its key is missing.

    The log has the place in the program where a reading stumbled, without a word of the
    file.
    """
    try:
        yield from processes.stream(function, request, opened, **limits)
    except processes.Refused as refused:
        raise faults.refused(str(refused)) from None
    except messages.Lost:
        _LOG.warning("%s was stopped before its end", function)
        raise (faults.lost_as or faults.refused)(faults.lost) from None
    except messages.Late:
        refusal = faults.late_as or faults.ended_as or faults.refused
        raise refusal(faults.ended) from None
    except messages.Ended:
        raise (faults.ended_as or faults.refused)(faults.ended) from None
    except processes.Failed as failed:
        _LOG.error("%s failed: %s\n%s", function, failed, failed.where)
        raise faults.refused(faults.failed) from None


def end(rows: Iterable[Any]) -> None:
    """Ends the reading of these rows, however many are left, and its process.

    A refusal half-way keeps the reading for as long as the refusal itself is kept.
    """
    if isinstance(rows, Generator):
        rows.close()


def sendable(name: str) -> str:
    """A file's name without the signs that stand for what cannot be read as text."""
    return name.encode("utf-8", "replace").decode("utf-8")


def no_file(number: int) -> int:
    """Opens nothing, for a reading that has all of its bytes in the request."""
    raise FileNotFoundError(2, "There is no file in this reading", str(number))


def text(value: Any) -> str:
    """An answer that has to be a text. Raises TypeError for another."""
    if type(value) is not str:
        raise TypeError
    return value


def whole(value: Any) -> int:
    """An answer that has to be a whole number. Raises TypeError for another."""
    if type(value) is not int:
        raise TypeError
    return value
