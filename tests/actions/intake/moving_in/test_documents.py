"""Documents of an earlier system: theirs by the batch, from an index and its files."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import text as sql

from tests.acts import act
from tests.factories import person, provider_list, register, unsure
from tests.journeys.moving_in.exported_documents import PDF, index_of, line, packed
from tracker import actions, store
from tracker.access import authority_scope
from tracker.extensions import db
from tracker.virus_scanner import NotClean

WITHIN = authority_scope("359")
EXPORTED = date(2026, 11, 20)


@pytest.fixture
def listed(tmp_path, load):
    """Four young people who are on record."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", [person(n) for n in range(1, 5)]),
        institution="130888",
        as_at=date(2026, 9, 20),
    )


@pytest.fixture
def bring(tmp_path, app, listed):
    """Moves in lines with files, as (line, ...), {path: content}."""
    made = []

    def run(*lines, files, confirm=lambda check: True, name=""):
        made.append(name)
        with app.app_context():
            return actions.intake.moving_in.bring_documents.bring(
                index_of(tmp_path / f"index {name or len(made)}.csv", *lines),
                packed(tmp_path / f"documents {len(made)}.zip", files),
                institution="Their system",
                as_at=EXPORTED,
                act=act(),
                confirm=confirm,
                confirm_batch=lambda alarms: True,
            )

    return run


def number_of(row: dict[str, str]) -> int:
    (found,) = store.people.finding.find(row["upn"], within=WITHIN).people
    return found.id


def documents_of(row: dict[str, str]):
    return store.casework.kept_documents.moved_documents.of(number_of(row))


def test_a_document_is_with_the_person_as_it_was(bring, app) -> None:
    brought = bring(
        line(person(1), r"D:\Export\docs\plan.pdf", by="J. Okafor"),
        line(person(2), "cv.txt", "CV", day="", by=""),
        line(person(2), "docs/letter", "Letter", confidential="Y"),
        files={"docs/plan.pdf": PDF, "docs/cv.txt": b"I want", "letter": b"Dear Ms"},
    )
    assert brought.check.alarms == []
    assert (brought.kept, brought.documents) == (3, 3)
    with app.app_context():
        (plan,) = documents_of(person(1))
        assert (plan.title, plan.kind, plan.made_on) == (
            "Plan",
            "Plan",
            date(2026, 3, 12),
        )
        assert plan.written_by == "J. Okafor, in the earlier system"
        assert (plan.name, plan.media_type, plan.size) == (
            "plan.pdf",
            "application/pdf",
            len(PDF),
        )
        assert plan.system == "Their system"
        files = store.casework.kept_documents.document_files
        assert files.content(plan.row) == PDF
        letter, cv = documents_of(person(2))
        assert (letter.name, letter.visibility) == ("letter.txt", "restricted")
        assert (cv.made_on, cv.written_by) == (None, "the earlier system")
        stored = db.session.execute(sql("SELECT content FROM document_contents"))
        assert all(b"PDF" not in bytes(each.content) for each in stored)


def test_what_does_not_fit_is_confirmed_before_anything_is_loaded(bring, app) -> None:
    seen = []
    lines = (
        line(person(1), "plan.pdf"),
        line(person(2), "gone.pdf"),
        line(person(3), "1001/cv.pdf"),
        line(person(4), "run.exe"),
    )
    files = {
        "plan.pdf": PDF,
        "a/1001/cv.pdf": PDF,
        "b/1001/cv.pdf": PDF,
        "run.exe": b"MZ\x90\0\3\0\0\0\xff",
        "other.pdf": PDF,
        "../out.pdf": PDF,
    }

    def refuse(check):
        seen.append(check)
        return False

    stopped = bring(*lines, files=files, confirm=refuse)
    assert stopped.loaded is None
    (check,) = seen
    assert check.alarms == [
        "Line 3 names a file that is not there.",
        "Line 4: it is not certain which file is meant.",
        "Line 5: the file is not taken. It is no PDF, Word document, picture (JPEG or"
        " PNG), mail or text. Save it as a PDF, and send that.",
        "4 files are named by no line.",
    ]
    # An alarm is kept with the work: the name of a file may be a young person's.
    assert not any("pdf" in each for each in check.alarms)
    assert dict(check.names())["Not there"] == "gone.pdf"
    with app.app_context():
        assert store.intake.import_batches.batches(within=WITHIN)[0].feed != (
            "earlier-documents"
        )
    brought = bring(*lines, files=files)
    assert (brought.kept, brought.documents) == (1, 1)
    assert brought.loaded.batch.rows == 4
    with app.app_context():
        assert [it.title for it in documents_of(person(1))] == ["Plan"]
        assert documents_of(person(4)) == []


def test_a_lost_file_is_added_by_the_same_index(bring, app) -> None:
    lines = (line(person(1), "a.pdf"), line(person(2), "b.pdf"))
    first = bring(*lines, files={"a.pdf": PDF}, name="same")
    again = bring(*lines, files={"a.pdf": PDF, "b.pdf": PDF}, name="same")
    assert again.loaded.batch.id == first.loaded.batch.id
    assert (again.kept, again.documents) == (1, 2)
    with app.app_context():
        assert len(documents_of(person(1))) == 1
        assert len(documents_of(person(2))) == 1


def test_the_same_twice_is_there_once(bring, app, as_json) -> None:
    lines = (line(person(1), "a.pdf"), line(person(1), "copy of a.pdf"))
    files = {"a.pdf": PDF, "copy of a.pdf": PDF}
    first = bring(*lines, files=files, name="same")
    assert (first.kept, first.documents) == (2, 1)
    bring(*lines, files=files, name="same")
    # Another index with the same document, by another name.
    second = bring(
        line(person(1), "x/a.pdf", kind="Other"), files={"x/a.pdf": PDF}
    ).loaded.batch.id
    with app.app_context():
        assert len(documents_of(person(1))) == 1
    # The other has it too, so it stays when the first goes.
    as_json("imports", "withdraw", first.loaded.batch.id)
    with app.app_context():
        (left,) = documents_of(person(1))
        assert left.kind == "Other"
    as_json("imports", "withdraw", second)
    with app.app_context():
        assert documents_of(person(1)) == []


def test_it_goes_with_its_batch_and_comes_back(bring, app, as_json) -> None:
    batch = bring(line(person(1), "a.pdf"), files={"a.pdf": PDF}).loaded.batch.id
    as_json("imports", "withdraw", batch)
    with app.app_context():
        assert documents_of(person(1)) == []
    as_json("imports", "apply", batch, "--yes")
    with app.app_context():
        (found,) = documents_of(person(1))
        assert store.casework.kept_documents.document_files.content(found.row) == PDF


def test_a_line_that_is_decided_later_brings_its_document(bring, app, as_json) -> None:
    bring(
        line(person(2), "b.pdf"),
        line(unsure(person(1)), "a.pdf"),
        files={"a.pdf": PDF + b"1", "b.pdf": PDF},
    )
    with app.app_context():
        assert documents_of(person(1)) == []
        number = number_of(person(1))
    (row,) = as_json("matching", "list")
    as_json("matching", "resolve", row["row"], "--person", number)
    with app.app_context():
        (found,) = documents_of(person(1))
        files = store.casework.kept_documents.document_files
        assert files.content(found.row) == PDF + b"1"
    as_json("matching", "reopen", row["row"])
    with app.app_context():
        assert documents_of(person(1)) == []
        assert len(documents_of(person(2))) == 1


def test_a_merge_shows_both_and_its_undoing_parts_them(bring, app) -> None:
    bring(
        line(person(1), "a.pdf", "Of one"),
        line(person(2), "b.pdf", "Of the other", day="13/03/2026"),
        files={"a.pdf": PDF, "b.pdf": PDF},
    )
    merging = actions.people.merging
    with app.app_context():
        one, other = number_of(person(1)), number_of(person(2))
        of = store.casework.kept_documents.moved_documents.of
        merging.merge(one, [other], because="Alike", within=WITHIN, act=act())
        assert [it.title for it in of(one)] == ["Of the other", "Of one"]
        merging.unmerge(one, within=WITHIN, act=act())
        assert [it.title for it in of(one)] == ["Of one"]
        assert [it.title for it in of(other)] == ["Of the other"]


def test_a_newer_key_encrypts_documents_again(bring, app, as_json) -> None:
    bring(
        *(line(person(n), f"{n}.pdf") for n in range(1, 5)),
        line(person(1), "5.pdf", "Fifth"),
        line(person(1), "6.pdf", "Sixth"),
        files={f"{n}.pdf": PDF + str(n).encode() for n in range(1, 7)},
    )
    files = store.casework.kept_documents.document_files
    with app.app_context():
        before = dict(files.CONTENTS.counts())
    as_json("keys", "rotate")
    with app.app_context():
        after = dict(files.CONTENTS.counts())
        assert list(after.values()) == [6] and before.keys().isdisjoint(after)
        assert {files.content(it.row) for it in documents_of(person(1))} == {
            PDF + each for each in (b"1", b"5", b"6")
        }


def test_a_list_of_documents_reads_no_file(bring, app) -> None:
    bring(line(person(1), "a.pdf"), files={"a.pdf": PDF})
    with app.app_context():
        number = number_of(person(1))
        statements = []
        sa.event.listen(
            db.engine,
            "before_cursor_execute",
            lambda conn, cursor, statement, *rest: statements.append(statement),
        )
        store.casework.kept_documents.moved_documents.of(number)
        store.casework.record_parts.of(number, EXPORTED)
        assert not any("document_contents" in each for each in statements)


def test_a_virus_in_one_document_stops_all(bring, app, monkeypatch) -> None:
    looked = []

    class Scanner:
        def scan(self, source, name):
            looked.append(name)
            if b"EICAR" in source.read():
                raise NotClean(f"{name} was not received.")

    found = Scanner()
    monkeypatch.setattr(store.database.installation, "virus_scanner", lambda: found)
    with pytest.raises(NotClean, match=r"The file of line 3 was not received"):
        bring(
            line(person(1), "a.pdf"),
            line(person(2), "b.txt"),
            files={"a.pdf": PDF, "b.txt": b"EICAR", "c.txt": b"no line names it"},
        )
    assert looked[1:] == ["The file of line 2", "The file of line 3"]
    with app.app_context():
        assert (
            db.session.execute(sql("SELECT count(*) FROM document_files")).scalar() == 0
        )
        feeds = {it.feed for it in store.intake.import_batches.batches(within=WITHIN)}
        assert "earlier-documents" not in feeds


def test_a_folder_of_documents_by_the_command(
    tmp_path, listed, app, as_json, flask
) -> None:
    folder = tmp_path / "documents"
    (folder / "1").mkdir(parents=True)
    (folder / "1" / "plan.pdf").write_bytes(PDF)
    index = index_of(
        tmp_path / "index.csv",
        line(person(1), r"E:\files\1\plan.pdf"),
        line(person(2), "gone.pdf"),
    )
    words = ("moving-in", "documents", index, folder, "--system", "Their system")
    stopped = flask(*words, "--as-at", EXPORTED, code=1)
    assert "Line 3 names a file that is not there." in stopped.err
    assert "Not there: gone.pdf." in stopped.err
    done = as_json(*words, "--as-at", EXPORTED, "--yes")
    assert (done["kept"], done["documents"], done["applied"]) == (1, 1, True)
    assert done["check"]["lost"] == ["gone.pdf"]
    with app.app_context():
        assert [it.name for it in documents_of(person(1))] == ["plan.pdf"]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [("nothing.zip", "There is no file"), ("index.csv", "is no ZIP, or is damaged")],
)
def test_bad_files_are_one_sentence(
    tmp_path, listed, flask, files: str, sentence: str
) -> None:
    index = index_of(tmp_path / "index.csv", line(person(1), "plan.pdf"))
    answer = flask(
        *("moving-in", "documents", index, tmp_path / files),
        *("--system", "Their system", "--as-at", EXPORTED),
        code=2,
    )
    assert sentence in answer.err.splitlines()[-1]
    assert len(answer.err.splitlines()) <= 2
