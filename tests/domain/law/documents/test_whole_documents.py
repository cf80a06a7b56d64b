"""Every document of an invented council as it is printed, to be read as a whole.

``DRAW=1 pytest`` with this module writes them again; the difference is then read by
those who answer for what they say.
"""

from os import environ
from pathlib import Path

import pytest

from tests.domain.law.documents.conftest import CENSUS
from tracker.domain.law.documents import (
    assessment,
    notice,
    policy,
    processing,
    sharing_agreement,
)
from tracker.domain.law.documents.sharing_agreement import Terms
from tracker.domain.law.gateways import FIELDS, GATEWAYS

WHOLE = Path(__file__).with_name("whole")
DOCUMENTS = {
    "notice": notice.notice,
    "notice for young people": notice.young,
    "policy": policy.document,
    "assessment": assessment.document,
}


@pytest.mark.law("D-12", "D-13")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_printed_word_for_word(with_, name: str) -> None:
    """Of a council that holds three kinds of data, so that a new table changes none."""
    made = DOCUMENTS[name](with_(lines=list(CENSUS.lines), sources=(CENSUS,)))
    _compare(WHOLE / f"{name}.txt", f"<!-- {made.name} -->\n\n{made.markdown()}")


@pytest.mark.law("D-14")
def test_the_record_of_processing_is_printed_word_for_word(with_) -> None:
    rows = processing.record(with_(lines=list(CENSUS.lines), sources=(CENSUS,)))
    _compare(
        WHOLE / "record of processing.txt",
        "\n".join(
            "\n".join(f"{heading}: {text}" for heading, text in row.items()) + "\n"
            for row in rows
        ),
    )


@pytest.mark.law("L-06", "L-09")
@pytest.mark.parametrize(
    ("gateway", "party", "known_as"),
    [
        ("work-list", "Testham Youth Hub", ""),
        ("school-census", "Testham High School", "URN 123456"),
    ],
)
def test_the_draft_of_an_agreement_is_printed_word_for_word(
    with_, gateway, party, known_as
) -> None:
    """One for each direction, with the first three fields."""
    by = GATEWAYS[gateway]
    fields = tuple(FIELDS[name] for name in by.fields[:3])
    made = sharing_agreement.document(with_(), Terms(by, party, known_as, fields))
    _compare(WHOLE / f"agreement {gateway}.txt", made.markdown())


def _compare(file: Path, found: str) -> None:
    if "DRAW" in environ:
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")
