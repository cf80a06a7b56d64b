"""Traces the way of a row through the program: the modules that it is handed to.

A module is on the way if a row, or what it has become, is handed to one of its
functions. Modules that see only a part of it, such as the text of a date, are not.
"""

import sys
from inspect import CO_GENERATOR
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Any, Self

import tracker
from tracker.domain.leavers.leaver import Destination, Leaver

_ROOT = Path(tracker.__file__).parent

#: What a row is, and what it becomes on its way, by the name of the class.
FORMS = {
    "RawRow": "row of the file",
    "Row": "row of the file",
    "Interpretation": "meaning",
    "Identity": "identity",
    "Line": "stored line",
    "NewEvidence": "evidence",
    "Evidence": "evidence",
    "Doing": "statement",
    "Detail": "statement",
    "Spell": "spells",
    "Position": "position",
    "Folded": "person",
    "Member": "member of the cohort",
    "RawLeaver": "leaver",
    "Leaver": "leaver",
    "Destination": "destination",
}
#: Fewer cells than these are a statement, not a row.
LEAST_CELLS = 5
#: The stages, each with the function that begins it.
STAGES = {
    "actions.intake.receive.receive": "Received",
    "actions.intake.matching.match.match": "Matched",
    "actions.intake.apply.apply": "Applied",
    "web.school.leavers.leaver_pages.leavers_list": "Shown to the school",
}
#: Keeps the values of other modules, and has them read where it keeps none.
_KEPT = "store.database.cached"
#: The command hears of progress from below; nothing depends on what it does then.
_PROGRESS = "cli.intake.files._steps.<locals>.report"


class Trace:
    """What happens while it is entered: ``passed`` has the forms in which a row was
    handed to each module, by stage; ``climbs`` the calls of a module that had not yet
    finished calling others; ``opened`` how often the file was opened, ``interpreted``
    how many lines were interpreted.
    """

    def __init__(self, numbers: set[str], file: Path) -> None:
        self.passed: dict[str, dict[str, list[str]]] = {
            stage: {} for stage in STAGES.values()
        }
        self.climbs: list[str] = []
        self.interpreted = 0
        self.opened = 0
        self._file = str(file)
        self._numbers = numbers
        self._stack: list[tuple[CodeType, str]] = []
        self._stages: list[str] = []
        self._names: dict[CodeType, str | None] = {}

    def __enter__(self) -> Self:
        sys.addaudithook(self._heard)
        sys.setprofile(self._seen)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        sys.setprofile(None)

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and sys.getprofile() is not None:
            self.opened += str(given[0]) == self._file

    def _seen(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if (module := self._module(code)) is None:
            return
        if event == "call":
            self._called(frame, module)
        elif event == "return" and self._stack and self._stack[-1][0] is code:
            self._stack.pop()
            if self._stages and f"{module}.{code.co_name}" == self._stages[-1]:
                self._stages.pop()

    def _module(self, code: CodeType) -> str | None:
        """The module that a function of ours stands in; None for the functions of
        others, and while a module is imported.
        """
        if code not in self._names:
            path = Path(code.co_filename)
            ours = path.is_relative_to(_ROOT) and code.co_name != "<module>"
            parts = path.relative_to(_ROOT).with_suffix("").parts if ours else ()
            self._names[code] = ".".join(parts) or None
        return self._names[code]

    def _called(self, frame: FrameType, module: str) -> None:
        code = frame.f_code
        name = f"{module}.{code.co_name}"
        if name in STAGES:
            self._stages.append(name)
        self._climbed(code, module)
        self._stack.append((code, module))
        if module.startswith("feeds.") and code.co_name == "interpret":
            self.interpreted += 1
        form = self._form(frame)
        if form is not None and self._stages:
            forms = self.passed[STAGES[self._stages[-1]]].setdefault(module, [])
            if form not in forms:
                forms.append(form)

    def _climbed(self, code: CodeType, module: str) -> None:
        """Notes a call upwards, inside apply. Reading on in a stream is none."""
        if STAGES.get(self._stages[-1] if self._stages else "") != "Applied":
            return
        above = [each for _, each in self._stack]
        called = f"{module}.{code.co_qualname}"
        if module not in above or above[-1] == module or called == _PROGRESS:
            return
        # A value that a process or a request keeps is read by the module that has it.
        if above[-1] == _KEPT and above[-2:-1] == [module]:
            return
        if not code.co_flags & CO_GENERATOR:
            self.climbs.append(f"{above[-1]} calls {called}")

    def _form(self, frame: FrameType) -> str | None:
        code = frame.f_code
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        forms = (self._form_of(frame.f_locals.get(each)) for each in names)
        return next(filter(None, forms), None)

    def _form_of(self, thing: object) -> str | None:
        # A leaver is a named tuple: its form is its own, not that of its first field.
        is_form = isinstance(thing, Leaver | Destination)
        if isinstance(thing, list | tuple) and thing and not is_form:
            thing = thing[0]
        if isinstance(thing, dict):
            cells = {each for each in thing.values() if isinstance(each, str)}
            whole = len(thing) >= LEAST_CELLS and not self._numbers.isdisjoint(cells)
            return "cells" if whole else None
        return FORMS.get(type(thing).__name__)
