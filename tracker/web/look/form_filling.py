"""Filling in the form of a page that is already made, whatever wrote its HTML.

The page stays as it is but for the values of one form: every other byte is kept. What
is put in is escaped, and nothing that is filled in is sent by itself.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urlsplit

Pairs = Sequence[tuple[str, str]]

#: Inputs that have no text, or whose text is never filled in.
_UNTYPED = ("submit", "button", "image", "reset", "file", "password")
_CHOSEN = ("checkbox", "radio")


@dataclass(frozen=True, slots=True)
class Filled:
    """A page with one form filled in.

    ``found`` is false where the page has no such form. ``left`` are the values for
    which it has no field any more.
    """

    html: str
    found: bool
    left: Pairs


@dataclass(slots=True)
class _Tag:
    """A start tag at a place in the page; ``inside`` is the text up to the next tag."""

    name: str
    attributes: dict[str, str | None]
    start: int
    end: int
    form: int | None = None
    details: tuple[int, ...] = ()
    inside: tuple[int, int] = (0, 0)
    of_select: str = ""

    @property
    def field_name(self) -> str:
        return self.of_select or self.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        if self.name != "input":
            return self.name
        return (self.attributes.get("type") or "text").lower()


@dataclass(slots=True)
class _Page:
    forms: list[_Tag] = field(default_factory=list)
    controls: list[_Tag] = field(default_factory=list)
    details: list[_Tag] = field(default_factory=list)


class _Reader(HTMLParser):
    """Finds the forms of a page, with their controls and where each tag stands."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.page = _Page()
        self._form: int | None = None
        self._details: list[int] = []
        self._select: _Tag | None = None
        self._open: _Tag | None = None
        self.feed(html)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._here()
        self._shut(start)
        end = start + len(self.get_starttag_text() or "")
        found = _Tag(tag, dict(attrs), start, end, self._form, tuple(self._details))
        if tag == "form":
            found.form = self._form = len(self.page.forms)
            self.page.forms.append(found)
        elif tag == "details":
            self._details.append(len(self.page.details))
            self.page.details.append(found)
        elif tag == "select":
            self._select = found
        elif tag in ("input", "textarea", "button", "option"):
            if tag == "option":
                if self._select is None:
                    return
                found.of_select = self._select.field_name
                found.attributes.setdefault("form", self._select.attributes.get("form"))
            self.page.controls.append(found)
            self._open = found

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self._shut(self._here())
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "details" and self._details:
            self._details.pop()

    def _shut(self, here: int) -> None:
        if self._open is not None:
            self._open.inside = (self._open.end, here)
            self._open = None


def _read(html: str) -> _Page:
    page = _Reader(html).page
    by_id = {
        each.attributes["id"]: number
        for number, each in enumerate(page.forms)
        if each.attributes.get("id")
    }
    for each in page.controls:
        # A control may stand outside of its form and name it.
        if owner := each.attributes.get("form"):
            each.form = by_id.get(owner)
    return page


def _sent_to(page: _Page, path: str) -> list[int]:
    """The forms of the page that are sent to a path; one without action is."""
    return [
        number
        for number, each in enumerate(page.forms)
        if (each.attributes.get("method") or "").lower() == "post"
        if urlsplit(each.attributes.get("action") or path).path == path
    ]


def fill(html: str, path: str, values: Pairs, *, hidden: Pairs = ()) -> Filled:
    """The page with the form that is sent to ``path`` filled in with ``values``.

    Of several such forms it is the one with the most fields of these names, and then
    with the most of the boxes that were ticked. A tick that is not among the values is
    taken away. ``hidden`` is added to that form.
    """
    page = _read(html)
    names = {name for name, _ in values}
    of_form = defaultdict(list)
    for each in page.controls:
        of_form[each.form].append(each)

    def fits(number: int) -> tuple[int, int]:
        controls = of_form[number]
        boxes = {(e.field_name, e.attributes.get("value")) for e in controls}
        return (
            len({each.field_name for each in controls} & names),
            len(boxes.intersection(values)),
        )

    chosen = max(_sent_to(page, path), key=fits, default=None)
    if chosen is None or (values and not fits(chosen)[0]):
        return Filled(html, False, values)
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for name, value in values:
        waiting[name].append(value)
    edits, opened = _filled(html, of_form[chosen], waiting)
    edits += [(at, at, " open") for at in _to_open(page, opened)]
    end = page.forms[chosen].end
    edits.append((end, end, _inputs(hidden)))
    buttons = {each.field_name for each in of_form[chosen] if each.kind in _PRESSED}
    left = [
        (name, value)
        for name, rest in waiting.items()
        if name not in buttons
        for value in rest
        if value.strip()
    ]
    return Filled(_with(html, edits), True, left)


_PRESSED = ("button", "submit", "image")


def _filled(
    html: str, controls: Iterable[_Tag], waiting: dict[str, deque[str]]
) -> tuple[list[tuple[int, int, str]], set[int]]:
    """The edits that fill the controls in, and which details hide what is changed.

    Takes what it has used out of ``waiting``.
    """
    edits, opened = [], set[int]()
    used: dict[str, set[str]] = defaultdict(set)
    for each in controls:
        name = each.field_name
        if each.kind in _CHOSEN or each.name == "option":
            wanted = each.attributes.get("value")
            if wanted is None:
                wanted = html[slice(*each.inside)].strip() if each.of_select else "on"
            is_on = wanted in waiting[name] or wanted in used[name]
            mark = "selected" if each.name == "option" else "checked"
            if is_on:
                used[name].add(wanted)
            if is_on == (mark in each.attributes):
                continue
            attributes = {k: v for k, v in each.attributes.items() if k != mark}
            edits.append(_retagged(each, attributes | ({mark: None} if is_on else {})))
        elif each.kind in _UNTYPED or each.name == "button" or not waiting[name]:
            continue
        else:
            value = waiting[name].popleft()
            if value == _text_of(html, each):
                continue
            if each.name == "textarea":
                # Browsers drop a first line break.
                edits.append((*each.inside, "\n" + escape(value)))
            else:
                edits.append(_retagged(each, each.attributes | {"value": value}))
            if each.kind == "hidden":
                continue
        opened.update(each.details)
    for name, values in used.items():
        waiting[name] = deque(each for each in waiting[name] if each not in values)
    return edits, opened


def _text_of(html: str, control: _Tag) -> str:
    """The text that stands in a control before it is filled in."""
    if control.name == "textarea":
        return unescape(html[slice(*control.inside)]).removeprefix("\n")
    return control.attributes.get("value") or ""


def _retagged(tag: _Tag, attributes: dict[str, str | None]) -> tuple[int, int, str]:
    written = "".join(
        f" {name}" if value is None else f' {name}="{escape(value)}"'
        for name, value in attributes.items()
        if not (tag.name == "option" and name == "form")
    )
    return tag.start, tag.end, f"<{tag.name}{written}>"


def _to_open(page: _Page, wanted: Iterable[int]) -> list[int]:
    """Where closed details that are to be open get their attribute."""
    found = (page.details[number] for number in wanted)
    return [each.end - 1 for each in found if "open" not in each.attributes]


def _inputs(pairs: Pairs) -> str:
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in pairs
    )


def _with(html: str, edits: Iterable[tuple[int, int, str]]) -> str:
    parts, last = [], 0
    for start, end, text in sorted(edits):
        parts += [html[last:start], text]
        last = end
    return "".join([*parts, html[last:]])


def carry(html: str, path: str, name: str, value: str) -> str:
    """The page with a hidden value in each form that is sent to ``path``."""
    page = _read(html)
    has = {each.form for each in page.controls if each.field_name == name}
    edits = [
        (page.forms[number].end, page.forms[number].end, _inputs([(name, value)]))
        for number in _sent_to(page, path)
        if number not in has
    ]
    return _with(html, edits)
