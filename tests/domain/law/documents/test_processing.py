"""The record of processing, the policy document and the impact assessment."""

from dataclasses import replace

import pytest

from tests.domain.law.documents.conftest import CENSUS, RETURN
from tracker.domain.history.details.handling import HANDLINGS
from tracker.domain.law.conditions import REASONS
from tracker.domain.law.data_dictionary import lines, of_handling
from tracker.domain.law.documents import assessment, policy, processing
from tracker.domain.law.documents.document import Document, Table
from tracker.domain.law.documents.processing import ACTIVITIES, NOT_ENTERED


def words(document: Document) -> str:
    return "\n".join(document.texts())


@pytest.mark.law("D-14", "N-01")
def test_every_handling_belongs_to_an_activity() -> None:
    used = {name for each in ACTIVITIES for name in each.handlings}
    assert used == set(HANDLINGS)


@pytest.mark.law("D-14", "N-01", "N-09")
def test_the_record_has_what_article_30_lists(with_) -> None:
    for row in processing.record(with_()):
        assert list(row) == [
            *("activity", "controller", "data protection officer", "purpose"),
            *("lawful basis", "conditions", "people", "categories of data", "sources"),
            *("recipients", "suspended", "transfers outside the United Kingdom"),
            *("kept for", "signed settings", "security", "state"),
        ]
        assert all(value for name, value in row.items() if name != "conditions")
        assert "several" not in row["categories of data"]


@pytest.mark.law("D-14")
def test_the_record_changes_with_the_configuration(with_) -> None:
    def by_title(held):
        return {each["activity"]: each for each in processing.record(held)}

    usual = by_title(with_())
    assert usual["The monthly return and the activity survey"]["recipients"] == (
        "The Department for Education (Monthly return)"
    )
    assert usual["Helping young people"]["recipients"] == "none"
    assert usual["Accounts and security"]["sources"] == "users of the system"
    assert usual["Taking in lists and files"]["sources"] == "School census"
    hub = replace(
        RETURN, name="Testham Youth Hub", gateway="work-list", title="Work list"
    )
    census = replace(CENSUS, title="Census of schools")
    other = by_title(
        with_(recipients=(hub,), sources=(census,), officer="", email="ira@t.example")
    )
    assert (
        other["Helping young people"]["recipients"] == "Testham Youth Hub (Work list)"
    )
    assert other["The monthly return and the activity survey"]["recipients"] == "none"
    assert other["Taking in lists and files"]["sources"] == "Census of schools"
    assert (
        other["The monthly return and the activity survey"]["data protection officer"]
        == "ira@t.example"
    )
    unknown = by_title(with_(officer="", email=""))
    assert (
        unknown["The monthly return and the activity survey"]["data protection officer"]
        == NOT_ENTERED
    )


@pytest.mark.law("D-14")
def test_an_activity_whose_data_is_not_held_is_left_out(with_) -> None:
    staff = [line for line in with_().lines if line.handling.name == "staff"]
    (row,) = processing.record(with_(lines=staff, sources=()))
    assert row["activity"] == "Accounts and security"
    assert row["kept for"].startswith("staff: 6 years after the account is closed")


@pytest.mark.law("D-01")
def test_the_policy_document_has_all_special_data_and_each_condition(with_) -> None:
    order = of_handling("staged_rows.raw.order.upn", "UPN", "youth justice")
    rows = policy.rows(with_(lines=[*lines(), order]))
    assert {row[0] for row in rows} == {
        each.name for each in HANDLINGS.values() if each.conditions
    }
    named = {title for row in rows for title in row[2].split("; ")}
    assert named == {each.title for each in REASONS.values()}
    found = words(policy.document(with_()))
    assert "schedule 1, paragraphs 6 and 36" in found
    assert "Ola Example" in found
    assert all(principle in found for principle, _ in policy.PRINCIPLES.rows)


@pytest.mark.law("D-13")
def test_the_assessment_has_gaps_for_what_only_the_council_knows(with_) -> None:
    gaps = assessment.gaps(assessment.document(with_()))
    assert len(gaps) == 12
    without = assessment.gaps(assessment.document(with_(officer="", email="")))
    assert set(without) - set(gaps) == {
        "The name and the email address of the data protection officer (Settings)."
    }


@pytest.mark.law("D-13")
def test_the_assessment_changes_with_the_configuration(with_) -> None:
    usual = words(assessment.document(with_()))
    assert "three times a year" in usual
    assert "So that the Department knows who takes part" in usual
    assert "No recipient is configured." not in usual
    bare = words(assessment.document(with_(recipients=(), sources=())))
    assert "three times a year" not in bare
    assert "No recipient is configured." in bare


@pytest.mark.law("D-13", "D-01")
def test_the_assessment_has_each_kind_of_data_once(with_) -> None:
    # No table but the lines of files holds what a Jobcentre, a return of care, youth
    # justice or DfE gives.
    claimant = of_handling("staged_rows.raw.list.name", "Name", "claimants")
    child = of_handling("staged_rows.raw.care.upn", "UPN", "care")
    order = of_handling("staged_rows.raw.order.upn", "UPN", "youth justice")
    pupil = of_handling("staged_rows.raw.risk-lists.upn", "UPN", "risk")
    council = with_(lines=[*lines(), claimant, child, order, pupil])
    (data,) = assessment.document(council).section("3. The data").blocks[:1]
    assert isinstance(data, Table)
    held = [row[0] for row in data.rows]
    assert len(held) == len(set(held)) == len(HANDLINGS)


def test_each_risk_has_its_harm_and_its_measure() -> None:
    for _, harm, likelihood, severity, measure in assessment.RISKS.rows:
        assert likelihood in {"remote", "possible", "probable"}
        assert severity in {"minor", "significant", "severe"}
        assert harm
        assert measure
