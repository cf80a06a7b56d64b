"""The files have the headings and the marks of the real ones."""

import csv
import zipfile

import pytest

EDUCATION = [
    *("Forename", "Surname", "DOB", "Postcode", "UPN", "DfENo", "StartDate", "EndDate"),
    *("GoalLevel", "GoalDescription"),
]
TRAINING = [
    *("Forename", "Surname", "DOB", "Postcode", "UPN", "UKPRN", "StartDate", "EndDate"),
    *("SituationGroup", "SituationSubGroup", "QualLevel", "OccAreaGroup"),
    "OccAreaSubGroup",
]


def _headings(path, encoding="utf-8-sig", skip=0):
    with path.open(encoding=encoding, newline="") as lines:
        rows = csv.reader(lines)
        for _ in range(skip):
            next(rows)
        return next(rows)


@pytest.mark.parametrize(
    "file, begins, holds",
    [
        (
            "register/edubasealldata20240901.csv",
            ["URN", "LA (code)", "LA (name)", "EstablishmentNumber"],
            {"UKPRN", "FurtherEducationType (name)", "GSSLACode (name)", "CloseDate"},
        ),
        (
            "register/links_edubasealldata20250512.csv",
            ["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"],
            set(),
        ),
        (
            "census/2026-01-flat.csv",
            ["Estab", "UPN", "Surname", "Forename", "Middlenames", "PreferredSurname"],
            {"DoB", "NCyearActual", "FSME on Census Day", "Age", "RegGroup"},
        ),
        (
            "census/2024-10-collect/pupilonroll.csv",
            ["pupilonrolltableid", "schoolcensustableid", "NativeId"],
            {"upn", "formerupn", "sex", "yssa", "ncyearactual", "enrolstatus"},
        ),
        (
            "enrolment/2024-10-school-04.csv",
            EDUCATION,
            set(),
        ),
        (
            "enrolment/2024-10-changes-training.csv",
            TRAINING,
            set(),
        ),
    ],
)
def test_headings_are_the_real_ones(plan, file, begins, holds):
    headings = _headings(
        plan.folder / file, "cp1252" if "register" in file else "utf-8-sig"
    )
    assert headings[: len(begins)] == begins
    assert holds <= set(headings)


def test_the_collect_export_is_a_family_of_tables_in_a_folder_or_a_zip(plan):
    family = {
        *("schoolcensus.csv", "pupilonroll.csv", "pupilnolongeronroll.csv"),
        *("addressesonroll.csv", "addressesoffroll.csv", "fsmperiodsonroll.csv"),
        "programmeaimsonroll.csv",
    }
    folder = plan.folder / "census/2024-10-collect"
    assert {path.name for path in folder.iterdir()} == family
    with zipfile.ZipFile(plan.folder / "census/2025-10-collect.zip") as archive:
        assert set(archive.namelist()) == family


def test_an_address_points_at_a_pupil_and_a_pupil_at_a_school(plan):
    folder = plan.folder / "census/2024-10-collect"

    def column(table, name):
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            return [row[name] for row in csv.DictReader(lines)]

    pupils = column("pupilonroll", "pupilonrolltableid")
    assert len(set(pupils)) == len(pupils)
    assert set(column("addressesonroll", "pupilonrolltableid")) == set(pupils)
    schools = set(column("schoolcensus", "schoolcensustableid"))
    assert set(column("pupilonroll", "schoolcensustableid")) <= schools


def test_the_academy_keeps_its_number_and_is_linked_to_the_school_it_was(plan):
    with (plan.folder / "register/edubasealldata20250512.csv").open(
        encoding="cp1252", newline=""
    ) as lines:
        rows = list(csv.DictReader(lines))
    numbers = [(row["LA (code)"], row["EstablishmentNumber"]) for row in rows]
    twice = [row for row in rows if numbers.count(numbers[rows.index(row)]) == 2]
    closed, opened = sorted(twice, key=lambda row: row["CloseDate"], reverse=True)
    assert closed["CloseDate"] == "31-03-2025"
    assert opened["OpenDate"] == "01-04-2025"
    with (plan.folder / "register/links_edubasealldata20250512.csv").open(
        encoding="cp1252", newline=""
    ) as lines:
        links = {
            (row["URN"], row["LinkURN"], row["LinkType"])
            for row in csv.DictReader(lines)
        }
    assert links == {
        (closed["URN"], opened["URN"], "Successor"),
        (opened["URN"], closed["URN"], "Predecessor"),
    }


@pytest.mark.parametrize(
    "file, mark",
    [
        ("enrolment/2024-10-school-04.csv", b"\xef\xbb\xbfForename"),
        ("enrolment/2024-10-school-19.csv", b"Sixth form enrolments\r\n"),
        ("enrolment/2024-10-fe-2.csv", b"Family Name;Given Names;"),
        ("enrolment/2024-10-provider-3.csv", b"Forename\tSurname\t"),
        ("enrolment/2024-10-sfc-1.xlsx", b"PK"),
    ],
)
def test_lists_look_as_different_as_senders_make_them(plan, file, mark):
    assert (plan.folder / file).read_bytes().startswith(mark)


def test_the_old_systems_files_keep_the_rules_of_the_return(plan):
    from tracker.returns.check import check

    for load in plan.loads:
        if load.feed == "nccis-file":
            report = check(load.paths[0], None)
            assert report.records > 400
            assert not report.file_errors
            # Rule 908 only wonders about two people of one name and birthday.
            assert [issue for issue in report.issues if issue.rule != "908"] == []
