"""The fields of a form by which a detail is entered: one part for each detail.

A page may have the parts of several details, each under a prefix of its own. What was
entered is read by ``domain.history.details.entering.read``, which has the checks, so a
part only shows the controls.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tracker.domain.history.details.changes.by_hand import Control, Input
from tracker.domain.history.details.entering import NO, YES, EntryForm, Values
from tracker.domain.history.sealed_statements import SEALED
from tracker.domain.reference.codes import requirement_year
from tracker.web.forms import SHORT, Choice, Day, Form, Radios, Text, Ticks

#: Up to so many codes are shown at once, more are chosen from a list.
_AT_ONCE = 6
#: The kind of keyboard for a control.
TYPES = {Control.PHONE: "tel", Control.EMAIL: "email"}


def fields(
    form: EntryForm, *, on: date, prefix: str = "", sees_sealed: bool = False
) -> dict[str, Any]:
    """The fields of a detail's form by their names, to be put into a form class.

    ``on`` decides which codes are in use. With ``sees_sealed`` sealed codes can be
    chosen too.
    """
    return {
        f"{prefix}{each.field}": _field(form, each, on, sees_sealed)
        for each in form.inputs
    }


def _field(form: EntryForm, each: Input, on: date, sees_sealed: bool) -> Any:
    match each.control:
        case Control.BIRTH:
            return Day(each.label)
        case Control.YES_OR_NO:
            return Radios(
                each.label, choices=[(YES, "Yes"), (NO, "No")], validate_choice=False
            )
        case Control.CODES:
            choices = _choices(form, each, on, sees_sealed)
            return Ticks(each.label, choices=choices, validate_choice=False)
        case Control.CODE | Control.CHOICE:
            choices = _choices(form, each, on, sees_sealed)
            if len(choices) <= _AT_ONCE:
                return Radios(each.label, choices=choices, validate_choice=False)
            return Choice(
                each.label, choices=[("", "Select"), *choices], validate_choice=False
            )
    return Text(each.label, [SHORT])


def _choices(
    form: EntryForm, each: Input, on: date, sees_sealed: bool
) -> list[tuple[str, str]]:
    if each.control is Control.CHOICE:
        return [(word, word[0].upper() + word[1:]) for word in each.choices]
    codes = form.codes(each)
    assert codes is not None  # an input of codes has their list
    in_use = codes.in_use(requirement_year(on))
    return [
        (code.value, code.title)
        for code in codes
        if code.value in in_use and (sees_sealed or code.value not in SEALED)
    ]


def entered(form: EntryForm, page: Form, prefix: str = "") -> Values:
    """What was entered in the part of a form, for ``entering.read``."""
    found: dict[str, str | Sequence[str]] = {}
    for each in form.inputs:
        data = page[f"{prefix}{each.field}"].data
        if isinstance(data, date):
            data = data.isoformat()
        found[each.field] = data or ""
    return found


def filled(
    form: EntryForm, held: Mapping[str, str | list[str]], prefix: str = ""
) -> dict[str, Any]:
    """The values in use, as a form shows them before anything is entered."""
    found: dict[str, Any] = {}
    for each in form.inputs:
        value: Any = held.get(each.field, "")
        if each.control is Control.BIRTH:
            value = date.fromisoformat(value) if value else None
        found[f"{prefix}{each.field}"] = value
    return found
