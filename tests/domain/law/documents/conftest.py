"""An invented council, and what it has configured."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tracker.domain.law.data_dictionary import Line, lines, of_handling
from tracker.domain.law.documents.configured import Configured, Recipient, Source
from tracker.domain.settings import Chosen

#: A census with a few columns.
CENSUS = Source(
    name="school-census",
    title="School census",
    noun="a school census",
    sender="schools",
    frequency="three times a year",
    lines=tuple(
        line
        for name in ("names", "ethnicity", "pupil numbers")
        for line in [of_handling(f"staged_rows.raw.{name}", name, name)]
        if isinstance(line, Line)
    ),
    institutions=True,
    schools=True,
)
#: The return, which the law demands.
RETURN = Recipient(
    name="The Department for Education",
    plain="the Department for Education",
    party="department",
    gateway="return",
    title="Monthly return",
    purpose="So that the Department knows who takes part",
    fields="Name, Date of birth",
    law="Education and Skills Act 2008, section 12",
    article_6="6(1)(e)",
    condition="9(2)(g)",
    reference="by law",
)
#: What one council has configured.
COUNCIL = Configured(
    council="Testham Council",
    officer="Ola Example",
    email="dpo@testham.example",
    address="Town Hall, Testham",
    prepared_by="the data team",
    numbers=Chosen().numbers,
    sources=(CENSUS,),
    recipients=(RETURN,),
    seen_by=(("Adviser", "Works with young people."),),
    lines=lines(),
)


@pytest.fixture
def with_() -> Callable[..., Configured]:
    """The council with some of its configuration changed."""

    def changed(**changes: Any) -> Configured:
        return replace(COUNCIL, **changes)

    return changed
