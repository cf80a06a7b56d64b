"""A training provider's learner record, as it makes it for the Department (ILR).

A learner may have several aims. A few changed their course in the first weeks, which
leaves a withdrawn aim beside the live one, and a few have a unique learner number that
the provider does not know yet.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from xml.sax.saxutils import escape

from tracker.demo.files.sheets import Target
from tracker.demo.people.enrolments import Enrolment
from tracker.demo.people.faults import PROVIDER, Shown, shown
from tracker.demo.people.institutions import Place
from tracker.demo.people.places import Places
from tracker.demo.people.steps import APPRENTICE, INTERN
from tracker.domain.reference.academic_year import AcademicYear

_NO_ULN = "9999999999"
#: The shares of learners that changed their course and whose number is not known.
_CHANGED, _UNKNOWN = 0.08, 0.05
#: The funding and the programme of what a learner does: apprenticeship, or 16 to 19.
_APPRENTICESHIP, _STUDY = ("36", "25"), ("25", "")
_WHOLE, _PART, _INTERNSHIP = "ZPROG001", "60149735", "Z0002347"


def write_record(
    target: Target,
    lines: Iterable[Enrolment],
    day: date,
    place: Place,
    *,
    places: Places,
    seed: int,
) -> None:
    """Writes the record of a provider on a day, each learner on a line of its own."""
    rng = Random(f"{seed}/{target.name}")
    year = AcademicYear.of(day)
    short = f"{year.start % 100:02}{(year.start + 1) % 100:02}"
    head = _tag("UKPRN", place.ukprn or "")
    written = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<Message xmlns="ESFA/ILR/{year.start}-{short[2:]}">',
        "<Header><CollectionDetails><Collection>ILR</Collection>"
        f"{_tag('Year', short)}{_tag('FilePreparationDate', str(day))}"
        "</CollectionDetails><Source>"
        "<ProtectiveMarking>OFFICIAL-SENSITIVE-Personal</ProtectiveMarking>"
        f"{head}<SoftwareSupplier>Invented</SoftwareSupplier>"
        f"<SerialNo>01</SerialNo>{_tag('DateTime', f'{day}T16:05:00')}"
        "</Source></Header>",
        f"<LearningProvider>{head}</LearningProvider>",
    ]
    for number, line in enumerate(lines, 1):
        row = shown(rng, line.person, day, PROVIDER, places)
        written.append(_learner(rng, f"L{number:05}", line, row, day))
        target.truth.add(target.name, len(written), line.person.key)
    written += ["</Message>", ""]
    target.path.parent.mkdir(parents=True, exist_ok=True)
    target.path.write_text("\n".join(written), encoding="utf-8")


def _learner(
    rng: Random, reference: str, line: Enrolment, row: Shown, day: date
) -> str:
    uln = _NO_ULN if not row.uln or rng.random() < _UNKNOWN else row.uln
    aims = "".join(
        f"<LearningDelivery>{aim.format(number=number)}</LearningDelivery>"
        for number, aim in enumerate(_aims(rng, line, day), 1)
    )
    return (
        f"<Learner>{_tag('LearnRefNumber', reference)}{_tag('ULN', uln)}"
        f"{_tag('FamilyName', row.family)}{_tag('GivenNames', row.given)}"
        f"{_tag('DateOfBirth', str(row.born))}<Ethnicity>99</Ethnicity>"
        f"{_tag('Sex', row.sex)}<LLDDHealthProb>9</LLDDHealthProb>"
        f"<PlanLearnHours>{200 if line.part_time else 540}</PlanLearnHours>"
        f"{_tag('PostcodePrior', row.home.postcode)}"
        f"{_tag('Postcode', row.home.postcode)}"
        f"{_tag('AddLine1', row.home.line1)}{aims}</Learner>"
    )


def _aims(rng: Random, line: Enrolment, day: date) -> Iterator[str]:
    """The aims of a learner, an earlier one that they gave up among them. Each has a
    place for its number.
    """
    fund, programme = _APPRENTICESHIP if line.activity == APPRENTICE else _STUDY
    planned = line.planned or AcademicYear.of(day).ends
    changed = line.starts + timedelta(days=21)
    if rng.random() < _CHANGED and changed <= day:
        yield _aim("60158765", "4", _STUDY, line.starts, planned, gone=changed)
    kinds = [(_WHOLE, "1")] if programme else []
    kinds.append((_INTERNSHIP if line.activity == INTERN else _PART, "3"))
    for reference, kind in kinds:
        of = fund, programme
        yield _aim(reference, kind, of, line.starts, planned, gone=line.ends)


def _aim(
    reference: str,
    kind: str,
    of: tuple[str, str],
    starts: date,
    planned: date,
    *,
    gone: date | None,
) -> str:
    fund, programme = of
    status = "1" if gone is None else "3"
    ended = "" if gone is None else str(gone)
    return (
        f"{_tag('LearnAimRef', reference)}{_tag('AimType', kind)}"
        f"<AimSeqNumber>{{number}}</AimSeqNumber>{_tag('LearnStartDate', str(starts))}"
        f"{_tag('LearnPlanEndDate', str(planned))}{_tag('FundModel', fund)}"
        f"{_tag('ProgType', programme)}<DelLocPostCode>ZZ99 9ZZ</DelLocPostCode>"
        f"{_tag('CompStatus', status)}{_tag('LearnActEndDate', ended)}"
        f"{_tag('WithdrawReason', '98' if ended else '')}"
    )


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""
