"""What always holds of a comparison: the causes add up, and so do the people."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.nccis_return.parallel_run.causes import Cause, Known
from tracker.domain.nccis_return.parallel_run.compared_fields import FIELDS
from tracker.domain.nccis_return.parallel_run.comparing import (
    WHOLE,
    TheirRecord,
    compared,
    paired,
)

CENSUS = (date(2026, 10, 15), "a school census")
_CODES = st.sampled_from(["230", "220", "610", "810", "310", "999", ""])
_DAYS = st.sampled_from(["2026-09-10", "2026-10-14", "31/10/2026", ""])
_RECORDS = st.fixed_dictionaries(
    {
        "CohortStatus": st.sampled_from(["P", "T", "M", "A", ""]),
        "ActivityCode": _CODES,
        "DateVerified": _DAYS,
        "DateAscertained": _DAYS,
        "StartDate": _DAYS,
        "CurrencyLapsed": st.sampled_from(["Y", "N", ""]),
        "Ethnicity": st.sampled_from(["WBRI", "zz", ""]),
        "FamilyName": st.sampled_from(["Holt", "HOLT", "Ohara"]),
        "CharacteristicCode": st.lists(st.sampled_from(["110", "140"]), max_size=2),
    }
)
_PEOPLE = st.integers(min_value=1, max_value=12)
_KNOWN = st.sampled_from([Known(), Known(CENSUS, None), Known(None, date(2026, 8, 31))])


@given(
    ours=st.dictionaries(_PEOPLE, _RECORDS, max_size=10),
    theirs=st.lists(st.tuples(st.none() | _PEOPLE, _RECORDS), max_size=14),
    known=_KNOWN,
    broken=st.dictionaries(st.sampled_from(["Ethnicity", "StartDate"]), st.just("19")),
)
def test_the_causes_add_up_and_so_do_the_people(ours, theirs, known, broken) -> None:
    records = [
        TheirRecord(line, str(line), record, person)
        for line, (person, record) in enumerate(theirs, start=2)
    ]
    subjects = {each.subject: known for each in FIELDS if each.subject}
    found = compared(
        paired(ours, records),
        ours,
        broken=lambda person: broken,
        known=lambda person: subjects,
        not_in_ours={},
        not_in_theirs={},
    )
    alone = Counter(it.cause for it in found.differences if it.field == WHOLE)
    assert sum(found.causes.values()) == len(found.differences)
    assert found.theirs == len(theirs) == found.both + alone[Cause.NOT_IN_OURS]
    assert found.ours == len(ours) == found.both + alone[Cause.NOT_IN_THEIRS]
    assert found.equal + found.differing == found.both
    # Each field of each person has one difference at most, and a record is one of each.
    places = [(it.person, it.line, it.field) for it in found.differences]
    assert len(places) == len(set(places))
    assert all(found.people[cause] <= many for cause, many in found.causes.items())
    of_both = {it.person for it in found.differences if it.field != WHOLE}
    assert len(of_both) == found.differing


@given(st.dictionaries(_PEOPLE, _RECORDS, max_size=10))
def test_a_return_compared_with_itself_has_no_difference(ours) -> None:
    kept = {person: {**record, "CohortStatus": "P"} for person, record in ours.items()}
    records = [
        TheirRecord(line, "", record, person)
        for line, (person, record) in enumerate(kept.items())
    ]
    found = compared(
        paired(kept, records),
        kept,
        broken=lambda person: {},
        known=lambda person: {},
        not_in_ours={},
        not_in_theirs={},
    )
    assert found.differences == []
    assert found.equal == found.ours == found.theirs
