"""Forms by which details are entered by hand, and what they state.

They are made of the declarations of the details. ``read`` is pure: it takes what was
entered and gives the statements, or every problem with its field.

See decision 0184.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from tracker.domain.history.details.changes.by_hand import ByHand, Control, Input
from tracker.domain.history.details.declaration import Declaration
from tracker.domain.history.details.detail_order import ENDED
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.particulars import DETAILS, Particulars, value_of
from tracker.domain.history.evidence import Statement
from tracker.domain.reference import contact_details
from tracker.domain.reference.academic_year import LAST_WITH_PLAN, academic_age
from tracker.domain.reference.codes import CodeList, requirement_year
from tracker.domain.reference.identifiers import NOTHING, Parsed, Postcode, Uln, Upn

#: The greatest length of a text that is entered.
LONGEST = 100
#: Names in Persian and in Indian languages are written with these signs of no width.
_JOINERS = "\u200c\u200d"
#: Younger people are not followed: such an age is nearly always a mistyped year.
YOUNGEST = 11
YES, NO = "Y", "N"

#: What was entered, by the field of the statement; several codes are a list.
Values = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class EntryForm:
    """A form: its address, and the details that are entered together."""

    name: str
    details: tuple[Declaration, ...]

    @property
    def title(self) -> str:
        """The heading, such as "Date of birth"."""
        return self._first.title or self.details[0].label

    @property
    def about(self) -> str:
        """The subject of its statement."""
        return self.details[0].fold.about

    @property
    def changed_by(self) -> tuple[str, ...]:
        """The permissions of which a user needs one."""
        return self.details[0].handling.changed_by

    @property
    def seen_by(self) -> tuple[str, ...]:
        """The permissions of which a reader needs one."""
        return self.details[0].handling.seen_by

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(
            each
            for one in self.details
            if one.by_hand is not None
            for each in one.by_hand.inputs
        )

    @property
    def since(self) -> str:
        """The question for its first day, "" for a value without one."""
        return self._first.since

    @property
    def ends(self) -> str:
        """The box for a value that holds no longer, "" where it cannot end."""
        return self._first.ends

    @property
    def of_the_living(self) -> bool:
        return self._first.of_the_living

    @property
    def _first(self) -> ByHand:
        found = self.details[0].by_hand
        assert found is not None  # a form is made of details that have one
        return found

    def codes(self, of: Input) -> CodeList[Any] | None:
        """The code list of an input, None where it has none."""
        for each in self.details:
            if each.by_hand is not None and of in each.by_hand.inputs:
                return each.code_list
        return None


def _forms() -> Mapping[str, EntryForm]:
    together: dict[str, list[Declaration]] = {}
    for each in DETAILS:
        if each.by_hand is not None:
            together.setdefault(each.by_hand.form, []).append(each)
    return {name: EntryForm(name, tuple(each)) for name, each in together.items()}


#: Every form, by its address.
FORMS = _forms()

#: The form in which each detail is entered, by the name of the detail.
FORM_OF: Mapping[str, str] = {
    each.name: name for name, form in FORMS.items() for each in form.details
}


class Entered(NamedTuple):
    """What a form states, or the problems: each the field and a sentence."""

    statements: tuple[Statement, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


def read(form: EntryForm, values: Values, *, ended: bool = False, on: date) -> Entered:
    """What was entered in a form, as statements; or every problem.

    ``ended`` means that there is no such value any more; then no value is read. ``on``
    is today.
    """
    if ended and form.ends:
        return Entered((detail(form.about, **{ENDED: YES}),))
    found: dict[str, str | None] = {}
    problems: list[tuple[str, str]] = []
    for each in form.inputs:
        given = values.get(each.field, "")
        if each.control is Control.CODES:
            codes = [given] if isinstance(given, str) else list(given)
            parsed = _codes(form, each, [code for code in codes if code])
        else:
            text = given if isinstance(given, str) else "".join(given[:1])
            parsed = _check(form, each, " ".join(text.split()), on)
        if parsed.reason:
            problems.append((each.field, parsed.reason))
        elif parsed.value is None and each.needed:
            problems.append((each.field, each.needed))
        found[each.field] = parsed.value
    if found.get("send") == YES == found.get("support"):
        sentence = "An EHC plan takes the place of SEN support: answer No to one."
        problems.append(("support", sentence))
    if problems:
        return Entered(problems=tuple(problems))
    return Entered((detail(form.about, **found),))


def _check(form: EntryForm, each: Input, text: str, on: date) -> Parsed:
    if len(text) > LONGEST and each.control is not Control.EMAIL:
        return Parsed(reason=f"Enter {LONGEST} characters or fewer.")
    if any(not (sign.isprintable() or sign in _JOINERS) for sign in text):
        return Parsed(reason="Enter letters and figures only.")
    if not text:
        return NOTHING
    if each.control is Control.BIRTH:
        return _birth(text, on)
    if each.control in (Control.CODE, Control.YES_OR_NO, Control.CHOICE):
        codes = form.codes(each)
        of_input = each.choices or (YES, NO)
        in_use = codes.in_use(requirement_year(on)) if codes else of_input
        return Parsed(text) if text in in_use else Parsed(reason=each.needed)
    return _CHECKS[each.control](text)


def _codes(form: EntryForm, each: Input, given: Sequence[str]) -> Parsed:
    codes = form.codes(each)
    assert codes is not None
    if any(code not in codes for code in given):
        return Parsed(reason="Select from the list.")
    return Parsed(" ".join(sorted(set(given))))


def _birth(text: str, on: date) -> Parsed:
    """An ISO date of birth at one of the ages that are followed."""
    try:
        born = date.fromisoformat(text)
    except ValueError:
        return Parsed(reason="Enter a date of birth, for example 28 4 2009.")
    if born > on or academic_age(born, on) < YOUNGEST:
        return Parsed(reason="They would be too young: check the year of birth.")
    if academic_age(born, on) > LAST_WITH_PLAN:
        return Parsed(reason="They would be over 25: check the year of birth.")
    return Parsed(born.isoformat())


def _name(text: str) -> Parsed:
    if not any(sign.isalpha() for sign in text):
        return Parsed(reason="Enter a name with letters.")
    return Parsed(text)


def _upn(text: str) -> Parsed:
    """A UPN with its check letter: what is typed can be looked at again."""
    parsed = Upn.parse(text)
    if parsed.value and Upn.check_letter(parsed.value[1:]) != parsed.value[:1]:
        return Parsed(reason=parsed.warning)
    return parsed


_CHECKS: Mapping[Control, Callable[[str], Parsed]] = {
    Control.TEXT: Parsed,
    Control.NAME: _name,
    Control.PHONE: contact_details.phone,
    Control.EMAIL: contact_details.email,
    Control.POSTCODE: Postcode.parse,
    Control.UPN: _upn,
    Control.ULN: Uln.parse,
}


def held(form: EntryForm, known: Particulars) -> dict[str, str | list[str]]:
    """The values in use, as they stand in the inputs of a form before a change.

    A form that adds a value, such as another name, is empty.
    """
    found: dict[str, str | list[str]] = {}
    for each in form.details:
        assert each.by_hand is not None
        value = value_of(known, each)
        for one in each.by_hand.inputs:
            match value:
                case Mapping():
                    found[one.field] = value.get(one.field, "")
                case bool():
                    found[one.field] = YES if value else NO
                case frozenset():
                    found[one.field] = sorted(value)
                case date():
                    found[one.field] = value.isoformat()
                case tuple():
                    found[one.field] = ""
                case _:
                    found[one.field] = value or ""
    return found
