"""While the use of a young person's data is limited, nothing about them goes out."""

from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, young
from tests.web.conftest import NOW
from tests.web.officer.held_cases import OPENED, opened, send, text
from tracker import actions, store
from tracker.domain.law.objections import To
from tracker.domain.people.naming import Because
from tracker.domain.reference.academic_year import Period
from tracker.domain.settings import LEFT_OUT
from tracker.refusal import Refusal


def named(person: int) -> bool:
    (found,) = store.people.records.records([person], within=HERE_ONLY)
    return not found.details.get("withheld")


def close(number: int) -> None:
    later = act(by=OPENED.by, at=NOW + timedelta(hours=2))
    actions.law.cases.closing.close(
        number, note="Withdrawn by her", within=HERE_ONLY, act=later
    )


@pytest.mark.law("D-09", "D-10")
@pytest.mark.parametrize(
    ("kind", "ground", "is_named"),
    [
        ("restriction-of-processing", None, False),
        ("objection", To.PUBLIC_TASK, False),
        ("objection", To.RESEARCH, True),
        ("correction", None, True),
    ],
)
def test_who_is_named_to_others_while_a_case_is_open(
    pages, kind, ground, is_named
) -> None:
    with pages.app_context():
        esme, other = young("Esme", "Whitworth"), young("Amina", "Holtby")
        number = opened(kind, people=[esme], ground=ground).id
        assert named(esme) is is_named
        assert named(other)
        close(number)
        assert named(esme)


@pytest.mark.law("D-09")
def test_a_second_case_keeps_them_off_the_lists_when_the_first_ends(pages) -> None:
    with pages.app_context():
        esme = young("Esme", "Whitworth")
        first = opened("restriction-of-processing", people=[esme]).id
        later = act(by=OPENED.by, at=NOW + timedelta(hours=1))
        second = opened("objection", people=[esme], ground=To.PUBLIC_TASK, act=later).id
        close(first)
        assert not named(esme)
        close(second)
        assert named(esme)


@pytest.mark.law("D-09")
def test_who_is_not_named_for_their_safety_stays_so_when_the_case_ends(pages) -> None:
    with pages.app_context():
        esme = young("Esme", "Whitworth")
        naming = actions.people.not_named_outward
        naming.record(esme, Because.SAFETY, within=HERE_ONLY, act=OPENED)
        number = opened("restriction-of-processing", people=[esme]).id
        close(number)
        assert not named(esme)


@pytest.mark.law("D-09")
def test_an_adviser_names_no_one_whose_data_a_case_restricts(pages, signed_in) -> None:
    with pages.app_context():
        esme, other = young("Esme", "Whitworth"), young("Amina", "Holtby")
        opened("restriction-of-processing", people=[esme])
        with pytest.raises(Refusal, match="A case restricts the use of their data"):
            actions.people.not_named_outward.lift(esme, within=HERE_ONLY, act=OPENED)
    adviser = signed_in("adviser")
    form = text(adviser.get(f"/people/{other}/not-named-outward"))
    assert "Their own wish" in form
    assert 'value="a restriction of the use of their data"' not in form
    send(adviser, f"/people/{esme}/named-outward")
    assert "A case restricts the use of their data" in text(
        adviser.get(f"/people/{esme}")
    )


@pytest.mark.law("D-09")
def test_the_record_into_which_the_restricted_one_was_merged_is_not_named(
    pages,
) -> None:
    with pages.app_context():
        kept, gone = young("Esme", "Whitworth"), young("Esme", "Whitworth-Hale")
        number = opened("restriction-of-processing", people=[gone]).id
        actions.people.merging.merge(kept, [gone], within=HERE_ONLY, act=OPENED)
        assert not named(kept)
        close(number)
        assert named(kept)


@pytest.mark.law("D-09")
@pytest.mark.parametrize(("signed", "returned"), [(False, 2), (True, 1)])
def test_the_return_has_them_unless_the_asset_owner_has_signed_otherwise(
    pages, signed, returned
) -> None:
    with pages.app_context():
        esme, _ = young("Esme", "Whitworth"), young("Amina", "Holtby")
        opened("restriction-of-processing", people=[esme])
        if signed:
            actions.accounts.settings.change(
                "restricted_in_return", LEFT_OUT, act=OPENED, signs=True
            )
        month = Period.of(date(2026, 11, 30))
        made = actions.nccis_return.prepare.prepare(
            month, database="359", supplier="Testham", act=OPENED
        )
        assert made.run.records == returned
