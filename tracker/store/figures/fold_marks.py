"""The marks of the tables that a fold needs beside evidence, read by one statement.

A page and a save fold the evidence of one young person. The register, the fixed lists
of the September Guarantee and the wards are kept by the process under their marks
(``cached``).
"""

from functools import partial
from typing import Any

from tracker.store.database import base, cached
from tracker.store.figures import wards
from tracker.store.history import guarantee_lists
from tracker.store.institutions import register

_QUERY = f"SELECT ({register.MARK}), ARRAY({guarantee_lists.FIXED}), ({wards.MARK})"


def read(authority: str) -> None:
    """Reads the marks of an authority for the rest of a request, unless it holds them.

    Commands and tasks hold nothing, and read each mark where it is needed.
    """
    if cached.holds():
        cached.once(("fold", authority), partial(_read, authority))


def _read(authority: str) -> tuple[Any, ...]:
    ((of_register, fixed, of_wards),) = base.repeated(_QUERY, authority, authority)
    register.hold_mark(of_register)
    guarantee_lists.hold_fixed(authority, fixed)
    wards.hold_mark(authority, of_wards)
    return ()
