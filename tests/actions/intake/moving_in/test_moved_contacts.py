"""Contacts of an earlier system: theirs by the batch, and no more than they say."""

from datetime import date

import pytest
from sqlalchemy import text as sql

from tests.acts import act
from tests.factories import nccis, person, provider_list, register, unsure
from tracker import actions, store
from tracker.access import Permission, authority_scope
from tracker.domain.casework.contact import Outcome
from tracker.extensions import db
from tracker.refusal import Refusal

WITHIN = authority_scope("359")
EXPORTED = date(2026, 11, 20)
HEAD = (
    "Surname,Forename,DOB,UPN,ContactDate,Method,Outcome,SpokeWith,Adviser,Notes,"
    "StatusConfirmed"
)


@pytest.fixture
def move_in(tmp_path, load):
    """Loads contacts, each as (person, the rest of its row); gives the batch."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    listed = [person(n) for n in range(1, 5)]
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", listed),
        institution="130888",
        as_at=date(2026, 9, 20),
    )
    made = []

    def run(*rows: tuple[dict, str], **more) -> dict:
        path = tmp_path / f"contacts {len(made)}.csv"
        made.append(path)
        lines = [HEAD]
        for row, rest in rows:
            lines.append(
                f"{row['family']},{row['given']},{row['born']},{row['upn']},{rest}"
            )
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return load(
            "earlier-contacts", path, institution="Their system", as_at=EXPORTED, **more
        )

    return run


def number_of(row: dict[str, str]) -> int:
    (found,) = store.people.finding.find(row["upn"], within=WITHIN).people
    return found.person if hasattr(found, "person") else found.id


def contacts_of(row: dict[str, str]):
    return store.casework.contacts.of(number_of(row))


CALL = "12/03/2026,Phone,Client,,J. Okafor,Rang about plans,"
NOTE = "03/06/2026,Case note,,,P. Smith,Moved house,"
TRIED = "01/02/2026,Phone,No reply,,J. Okafor,,"


def test_a_contact_is_with_the_person_and_has_its_author(move_in, app) -> None:
    move_in((person(1), CALL), (person(1), NOTE))
    with app.app_context():
        note, call = contacts_of(person(1))
        assert (call.note, call.written_by) == (
            "Rang about plans",
            "J. Okafor, in the earlier system",
        )
        assert note.outcome == Outcome.NOTE
        assert call.row_id is not None


def test_a_note_is_no_contact(move_in, app) -> None:
    move_in((person(1), TRIED), (person(1), NOTE))
    with app.app_context():
        number = number_of(person(1))
        last = store.casework.contacts.last_of([number])[number]
        assert (last.on, last.outcome) == (date(2026, 2, 1), Outcome.NO_ANSWER)
        assert (
            store.casework.contacts.unanswered(
                [Outcome(each.outcome) for each in contacts_of(person(1))]
            )
            == 1
        )
        reach = store.casework.not_known.ways_to_reach.contacts([number])
        assert len(reach[number]) == 1


def test_a_contact_confirms_nothing_unless_its_row_says_so(
    move_in, app, as_json
) -> None:
    def confirmed(row) -> str:
        with app.app_context():
            number = number_of(row)
        shown = as_json("people", "show", number)
        return shown["spells"][-1]["last_confirmed"]

    move_in(
        (person(1), CALL.replace("12/03/2026", "15/10/2026")),
        (person(2), f"{CALL.replace('12/03/2026', '15/10/2026')}230"),
        (person(3), f"{TRIED.replace('01/02/2026', '15/10/2026')}230"),
    )
    assert confirmed(person(1)) == "2026-09-20"
    assert confirmed(person(2)) == "2026-10-15"
    assert confirmed(person(3)) == "2026-09-20"


def test_the_same_contact_in_two_files_is_one(move_in, app, as_json) -> None:
    first = move_in((person(1), CALL))
    second = move_in((person(1), CALL), (person(1), TRIED))
    with app.app_context():
        assert len(contacts_of(person(1))) == 2
    # The second file has it too, so it stays when the first goes.
    as_json("imports", "withdraw", first["batch"])
    with app.app_context():
        assert len(contacts_of(person(1))) == 2
    as_json("imports", "withdraw", second["batch"])
    with app.app_context():
        assert contacts_of(person(1)) == []
        # No one took these back: they went with their files.
        assert store.casework.contacts.withdrawn(number_of(person(1))) == []


def test_one_that_an_adviser_took_back_stays_so(move_in, app, as_json) -> None:
    batch = move_in((person(1), CALL), (person(1), TRIED))["batch"]
    changes = actions.casework.contact_changes
    with app.app_context():
        call = contacts_of(person(1))[0]
        may = frozenset(Permission)
        because = "Another person's"
        changes.withdraw(
            call, because=because, permissions=may, within=WITHIN, act=act()
        )
        assert [it.outcome for it in contacts_of(person(1))] == [Outcome.NO_ANSWER]
        taken = store.casework.contacts.withdrawn(number_of(person(1)))
        assert [it.id for it in taken] == [call.id]
    as_json("imports", "withdraw", batch)
    as_json("imports", "apply", batch, "--yes")
    with app.app_context():
        assert [it.outcome for it in contacts_of(person(1))] == [Outcome.NO_ANSWER]
        (call,) = store.casework.contacts.withdrawn(number_of(person(1)))
        changes.restore(call, because="It was theirs", permissions=may, act=act())
        assert len(contacts_of(person(1))) == 2
        # Its evidence is that of the file: no entry of its own was made.
        entries = db.session.execute(
            sql("SELECT count(DISTINCT entry_id) FROM contacts WHERE row_id > 0")
        ).scalar()
        assert entries == 1


def test_one_that_brought_a_status_goes_with_its_file_alone(move_in, app) -> None:
    move_in((person(1), f"{CALL}230"))
    with app.app_context():
        (call,) = contacts_of(person(1))
        with pytest.raises(Refusal, match="A status was moved in with this contact"):
            actions.casework.contact_changes.withdraw(
                call,
                because="Another person's",
                permissions=frozenset(Permission),
                within=WITHIN,
                act=act(),
            )
        assert contacts_of(person(1)) != []


def test_the_one_who_loaded_it_may_not_correct_it(move_in, app) -> None:
    move_in((person(1), CALL))
    with app.app_context():
        (call,) = contacts_of(person(1))
        by = act(by=call.written_by, at=call.written_at)
        assert not actions.casework.contacts.may_correct(call, act=by)


def test_a_line_that_is_decided_later_brings_its_contact(move_in, app, as_json) -> None:
    batch = move_in((person(2), CALL), (unsure(person(1)), TRIED))
    assert batch["outcomes"].get("possible") == 1, batch["outcomes"]
    with app.app_context():
        assert contacts_of(person(1)) == []
        number = number_of(person(1))
    (row,) = as_json("matching", "list")
    as_json("matching", "resolve", row["row"], "--person", number)
    with app.app_context():
        assert [it.outcome for it in contacts_of(person(1))] == [Outcome.NO_ANSWER]
    as_json("matching", "reopen", row["row"])
    with app.app_context():
        assert contacts_of(person(1)) == []
        assert len(contacts_of(person(2))) == 1


def test_the_words_of_a_system_are_remembered_for_it(
    move_in, tmp_path, load, app
) -> None:
    odd = CALL.replace("Phone", "Carrier pigeon")
    refused = move_in((person(1), odd), (person(2), CALL))
    assert refused["outcomes"]["invalid"] == 1
    with app.app_context():
        actions.intake.uploads.sender_columns.record_mapping(
            "earlier-contacts",
            "name:their system",
            {
                "ContactMethod = Carrier pigeon": "6",
                "Surname": "surname",
                "ContactDate": "made_on",
                "Method": "channel",
            },
            act=act(),
        )
    again = move_in((person(1), odd), (person(2), TRIED))
    assert "invalid" not in again["outcomes"]
    with app.app_context():
        assert [it.channel for it in contacts_of(person(1))] == ["letter"]


def test_contacts_about_a_person_of_a_month_are_found_by_their_own_number(
    move_in, tmp_path, load, app
) -> None:
    end = date(2026, 10, 31)
    row = {**person(7), "activity": "230", "ypid": "3590000010077"}
    load("nccis-file", nccis(tmp_path / "o.xml", end, [row]))
    path = tmp_path / "by number.csv"
    name = f"{row['family']},{row['given']}"
    path.write_text(
        "ClientID,Surname,Forename,ContactDate,Method,Outcome\n"
        f"10077,{name},12/03/2026,Phone,Client\n"
        "10077,,,13/03/2026,Phone,Client\n",
        encoding="utf-8",
    )
    loaded = load("earlier-contacts", path, institution="Their system", as_at=EXPORTED)
    # Its own months gave the number, so a row without a name is theirs all the same.
    assert loaded["outcomes"] == {"matched-update": 2}
    with app.app_context():
        assert len(contacts_of(row)) == 2
