"""Which forms are kept, and on which page each is shown again.

``kept_pages.csv`` has a line for each page that takes a form: ``page`` is where it is
shown, empty where nothing is typed or chosen; ``asks`` are the fields that its address
needs. Pages for signing in, and for passwords, codes and keys, are not in it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import current_app, request, url_for

from tracker.domain.reference import tables


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The page of a form: its endpoint, what the form is there to do."""

    page: str
    title: str
    asks: tuple[str, ...] = ()


def _page(row: dict[str, str]) -> tuple[str, KeptPage]:
    return row["endpoint"], KeptPage(
        row["page"], row["title"], tuple(row["asks"].split())
    )


PAGES: Mapping[str, KeptPage] = dict(
    tables.read(Path(__file__).with_name("kept_pages.csv"), _page)
)

#: Endpoints whose forms hold secrets, by the beginning of their names.
SECRET = ("account.", "kept_forms.")
#: A field whose name has one of these words is never kept.
SECRET_WORDS = frozenset(
    ("password", "old", "code", "otp", "pin", "secret", "token", "key", "credential")
)
_WORD = re.compile(r"[^a-z0-9]+")
#: A key of an institution is no secret.
_PLAIN = frozenset(("provider_key",))
#: Names of buttons: what was pressed is not shown as something typed.
BUTTONS = frozenset(
    (
        "change",
        "clicked",
        "decision",
        "every",
        "new",
        "none",
        "preview",
        "save",
        "sent",
        "step",
        "what",
        "whose",
    )
)
#: The number of a kept form, in the address of its page and in the form itself.
NUMBER = "kept_form"


def of_endpoint(endpoint: str | None) -> KeptPage | None:
    """The page that shows a form again; None where the form is not to be kept."""
    if endpoint is None or endpoint.startswith(SECRET):
        return None
    found = PAGES.get(endpoint)
    if found is None and _rule_to_read(endpoint) is not None:
        # A page that the table does not have yet shows its own form.
        found = KeptPage(endpoint, "A form")
    return found if found is not None and found.page else None


def _rule_to_read(endpoint: str) -> frozenset[str] | None:
    """The parts of the address of a page that can be opened; None for another."""
    for rule in current_app.url_map.iter_rules(endpoint):
        if "GET" in (rule.methods or ()):
            return frozenset(rule.arguments)
    return None


def is_secret(name: str) -> bool:
    """Whether what stands in a field of this name is never kept."""
    words = _WORD.split(name.lower().replace("_", " "))
    return name not in _PLAIN and not SECRET_WORDS.isdisjoint(words)


def without_secrets(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The fields that may be kept."""
    return tuple(
        (name, value)
        for name, value in fields
        if name != NUMBER and not is_secret(name)
    )


def address(page: KeptPage, fields: Sequence[tuple[str, str]]) -> str:
    """The address that shows this request's form again, without the form's number."""
    arguments = _rule_to_read(page.page) or frozenset()
    given = request.view_args or {}
    query = [
        (name, value)
        for name, value in request.args.items(multi=True)
        if name != NUMBER and name not in page.asks
    ]
    query += [(name, value) for name, value in fields if name in page.asks]
    path = url_for(
        page.page, **{each: given[each] for each in given if each in arguments}
    )
    return f"{path}?{urlencode(query)}" if query else path
