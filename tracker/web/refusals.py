"""How a page shows a refusal: beside a field of its form, or on the next page.

A view acts inside the ``with`` block, and returns from there on success. The code after
the block shows the page again after a refusal.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from flask import flash

from tracker.refusal import Refusal
from tracker.web.forms import Form


@dataclass(slots=True)
class Problem:
    """A refusal for a page that chooses where to show it; empty texts without one."""

    field: str = ""
    sentence: str = ""

    def __bool__(self) -> bool:
        return bool(self.sentence)


@contextmanager
def in_form(
    form: Form, field: str | None = None, *, shown_at: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Puts a refusal into the form, with each of its problems.

    It stands beside ``field`` or, without one, beside the field that the refusal names.
    ``shown_at`` gives the form's field where the action calls it by another name.
    """
    try:
        yield
    except Refusal as refused:
        for of, sentence in refused.problems:
            named = of if field is None else field
            form.refuse((shown_at or {}).get(named, named), sentence)


@contextmanager
def flashed() -> Iterator[None]:
    """Shows a refusal at the top of the next page, headed "Not done"."""
    try:
        yield
    except Refusal as refused:
        flash(str(refused), "refused")


@contextmanager
def kept() -> Iterator[Problem]:
    """Collects a refusal, for a page that chooses where to show it."""
    problem = Problem()
    try:
        yield problem
    except Refusal as refused:
        problem.field, problem.sentence = refused.field, str(refused)
