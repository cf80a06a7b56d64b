"""What every form shares: GOV.UK fields, and errors that link to their fields."""

import re
from datetime import date
from typing import Any

import wtforms
from flask import request
from flask_wtf import FlaskForm
from govuk_frontend_wtf import wtforms_widgets
from werkzeug.datastructures import FileStorage
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, StopValidation

#: Every date entered lies between these years: 26 is not taken for 2026.
EARLIEST, LATEST = 1900, 2100
#: For a field of one line.
SHORT = Length(max=200, message="Enter 200 characters or fewer.")
_DIGITS = re.compile(r"[0-9]{1,4}")


class Form(FlaskForm):
    """A form with its errors at the top as well, each linked to its field."""

    def refuse(self, field: str, sentence: str) -> None:
        """Shows the refusal of an action beside the field that it is about."""
        where = getattr(self, field, None) if field else None
        if where is None:
            self.form_errors.append(sentence)
        else:
            where.errors = [*where.errors, sentence]

    @property
    def summary(self) -> list[dict[str, str]]:
        """The errors for the summary: text, and the anchor of the field."""
        found = [
            # A date is three inputs: the error links to the first.
            {
                "text": str(error),
                "href": f"#{field.id}{'-day' if isinstance(field, Day) else ''}",
            }
            for field in self
            for error in field.errors[:1]
        ]
        return found + [
            {"text": sentence, "href": "#main-content"} for sentence in self.form_errors
        ]


def entered(*without: str) -> list[tuple[str, str]]:
    """What was entered, field by field, for the form of the next page to keep."""
    left_out = ("csrf_token", *without)
    sent = request.form.items(multi=True)
    return [(name, value) for name, value in sent if name not in left_out]


class Text(wtforms.StringField):
    widget = wtforms_widgets.GovTextInput()


class Words(wtforms.TextAreaField):
    widget = wtforms_widgets.GovTextArea()


class Password(wtforms.PasswordField):
    widget = wtforms_widgets.GovPasswordInput()


class _OfPairs(wtforms.SelectField):
    """A field whose choices are (value, words); its library needs them wrapped."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        more["choices"] = _wrapped(more.get("choices"))
        super().__init__(*arguments, **more)

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, _wrapped(value) if name == "choices" else value)


def _wrapped(pairs: Any) -> Any:
    if pairs is None:
        return None
    return [
        each if isinstance(each, SelectChoice) else SelectChoice(*each)
        for each in pairs
    ]


class Choice(_OfPairs):
    widget = wtforms_widgets.GovSelect()


class Radios(_OfPairs, wtforms.RadioField):
    widget = wtforms_widgets.GovRadioInput()


class Ticks(_OfPairs, wtforms.SelectMultipleField):
    widget = wtforms_widgets.GovCheckboxesInput()


class Tick(wtforms.BooleanField):
    widget = wtforms_widgets.GovCheckboxInput()


class File(wtforms.FileField):
    """A chosen file. Text in its place, which no browser sends, is not a file."""

    widget = wtforms_widgets.GovFileInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(
            [
                each
                for each in valuelist
                if isinstance(each, FileStorage) and each.filename
            ]
        )


class Files(File, wtforms.MultipleFileField):
    """Several chosen files."""


class Day(wtforms.Field):
    """A date in three parts. ``data`` is a date or None; a wrong date is an error.

    It is optional without the Optional validator, which would take a date without its
    day for an empty field.
    """

    widget = wtforms_widgets.GovDateInput()

    def __init__(self, label: str, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.parts = ["", "", ""]

    def process_formdata(self, valuelist: list[str]) -> None:
        # A manipulated form may send one part or five.
        self.parts = [*(part.strip() for part in valuelist), "", "", ""][:3]
        self.raw_data = list(self.parts)
        self.data = None
        if not any(self.parts):
            return
        if not all(_DIGITS.fullmatch(part) for part in self.parts):
            raise ValueError(self._unreal)
        day, month, year = map(int, self.parts)
        if not EARLIEST <= year <= LATEST:
            raise ValueError(
                f"The year must have four digits, from {EARLIEST} to {LATEST}, like "
                "2026."
            )
        try:
            self.data = date(year, month, day)
        except ValueError as error:
            raise ValueError(self._unreal) from error

    @property
    def _unreal(self) -> str:
        label = self.label.text.removesuffix("(optional)").strip()
        quoted = f"“{label}”" if label.endswith("?") else label
        return f"{quoted} must be a real date, like 27 3 2026."

    def _value(self) -> list[str]:
        """The three parts as the widget wants them."""
        if any(self.parts):
            return self.parts
        if isinstance(self.data, date):
            return [str(self.data.day), str(self.data.month), str(self.data.year)]
        return ["", "", ""]


class Needed(InputRequired):
    """A field that must be filled in; the sentence is its error."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        given = field.data
        # A select field without a choice already has an error: "not a valid choice".
        if field.errors and (
            any(field.raw_data or ()) or not isinstance(field, wtforms.SelectField)
        ):
            raise StopValidation()
        if (
            given is None
            or given is False  # a box that is to be ticked
            or given == []
            or (isinstance(given, str) and not given.strip())
        ):
            field.errors = []
            raise StopValidation(self.sentence)
