"""Invented learner records, as XML and as an extract of the same learners."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

#: Of a learner, in the order of the record.
_OF_LEARNERS = (
    *("LearnRefNumber", "ULN", "FamilyName", "GivenNames", "DateOfBirth", "Ethnicity"),
    *("Sex", "LLDDHealthProb", "PlanLearnHours", "PlanEEPHours", "PostcodePrior"),
    *("Postcode", "AddLine1", "TelNo", "Email"),
)
_OF_AIMS = (
    *("LearnAimRef", "AimType", "AimSeqNumber", "LearnStartDate", "LearnPlanEndDate"),
    *("FundModel", "ProgType", "DelLocPostCode", "CompStatus", "LearnActEndDate"),
    "WithdrawReason",
)
UKPRN = "10002638"


def aim(fund: int, starts: str, planned: str, **more: Any) -> dict[str, Any]:
    """An aim that goes on: the funding, the first day, and the planned last day."""
    return {
        "LearnAimRef": "60149735",
        "AimType": 4,
        "LearnStartDate": starts,
        "LearnPlanEndDate": planned,
        "FundModel": fund,
        "DelLocPostCode": "WN1 1AA",
        "CompStatus": 1,
        **more,
    }


def learner(reference: str, *aims: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A learner born on 14 March 2009, in Year 12 in 2025/26, with their aims."""
    return {
        "LearnRefNumber": reference,
        "ULN": 9999999999,
        "FamilyName": "Invented",
        "GivenNames": "Robin",
        "DateOfBirth": "2009-03-14",
        "Ethnicity": 31,
        "Sex": "F",
        "LLDDHealthProb": 9,
        "PlanLearnHours": 500,
        "PlanEEPHours": 100,
        "PostcodePrior": "WN1 1AA",
        "Postcode": "WN1 1AA",
        "AddLine1": "1 Invented Street",
        "aims": aims,
        **more,
    }


def xml(
    path: Path,
    learners: Iterable[Mapping[str, Any]],
    *,
    year: str = "2025-26",
    prepared: str = "2025-10-09",
    ukprn: str = UKPRN,
) -> Path:
    """Writes a record. ``marks`` of a learner are its LearnerFAM by type."""
    head = (
        f'<Message xmlns="ESFA/ILR/{year}">\n<!-- invented --><Header>'
        "<CollectionDetails><Collection>ILR</Collection>"
        f"<Year>{year[2:4]}{year[5:]}</Year>"
        f"<FilePreparationDate>{prepared}</FilePreparationDate></CollectionDetails>"
        "<Source><ProtectiveMarking>OFFICIAL-SENSITIVE-Personal</ProtectiveMarking>"
        f"<UKPRN>{ukprn}</UKPRN><SerialNo>01</SerialNo>"
        f"<DateTime>{prepared}T09:14:05</DateTime></Source></Header>\n"
        f"<LearningProvider><UKPRN>{ukprn}</UKPRN></LearningProvider>\n"
    )
    body = "".join(map(_learner, learners))
    path.write_text(f"{head}{body}</Message>\n", encoding="utf-8")
    return path


def _fields(of: Mapping[str, Any], names: Iterable[str]) -> str:
    given = ((name, of[name]) for name in names if of.get(name, "") != "")
    return "".join(f"<{name}>{escape(str(it))}</{name}>" for name, it in given)


def _learner(of: Mapping[str, Any]) -> str:
    marks = "".join(
        f"<LearnerFAM><LearnFAMType>{kind}</LearnFAMType>"
        f"<LearnFAMCode>{code}</LearnFAMCode></LearnerFAM>"
        for kind, code in of.get("marks", {}).items()
    )
    aims = "".join(
        "<LearningDelivery>"
        f"{_fields({'AimSeqNumber': number, **each}, _OF_AIMS)}{each.get('inner', '')}"
        "</LearningDelivery>\n"
        for number, each in enumerate(of["aims"], start=1)
    )
    return f"<Learner>{_fields(of, _OF_LEARNERS)}{marks}\n{aims}</Learner>\n"


def extract(path: Path, learners: Iterable[Mapping[str, Any]]) -> Path:
    """Writes the same learners as a table with a row for each aim."""
    headings = [*_OF_LEARNERS, *_OF_AIMS, "EHC", "HNS", "UKPRN"]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, headings, extrasaction="ignore")
        rows.writeheader()
        for each in learners:
            for number, of in enumerate(each["aims"], start=1):
                own = {**each, **each.get("marks", {}), "UKPRN": UKPRN}
                rows.writerow({**own, "AimSeqNumber": number, **of})
    return path
