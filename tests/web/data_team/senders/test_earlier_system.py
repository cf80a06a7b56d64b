"""A list of an earlier system on the pages: its name, its database, its words."""

from tests.factories import person
from tests.web.data_team.conftest import TODAY
from tests.web.management.reading import main_text
from tracker import store
from tracker.access import authority_scope

WITHIN = authority_scope("359")
ROW = person(1)
LIST = (
    "ClientRef,Surname,Forename,DOB,ContactDate,Method,Outcome,Notes\n"
    f"10001,{ROW['family']},{ROW['given']},{ROW['born']},12/03/2026,Phone,Client,Rang\n"
)
ENTERED = {
    "feed": "earlier-contacts",
    "sender": "CoreView",
    "names": "changes",
    "as_at": TODAY,
}


def uploads(desk) -> list[int]:
    with desk.pages.app_context():
        return [each.id for each in store.intake.uploads.waiting(within=WITHIN)]


def test_the_number_of_its_database_is_a_question_on_the_page(
    desk, registered, tmp_path
) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(LIST, encoding="utf-8")
    sent = desk.send(path, follow=False)
    desk.post(sent.location, **ENTERED)
    desk.work()
    (number,) = uploads(desk)
    address = f"/imports/new/{number}"
    page = main_text(desk.get(address))
    assert "enter the number of its database" in page
    wrong = desk.post(address, **ENTERED, database="33")
    assert "it has three digits" in main_text(wrong.get_data(as_text=True))
    desk.post(address, **ENTERED, database="331")
    desk.work()
    assert uploads(desk) == []
    with desk.pages.app_context():
        (batch, *_) = store.intake.import_batches.batches(within=WITHIN)
        kept = store.intake.batch_answers.of(batch.id)
        assert ("database", "331") in [(each.kind, each.answer) for each in kept]
        names = store.intake.new_senders.names(["name:coreview"], within=WITHIN)
    # As it was typed, although a key has no capitals.
    assert names == {"name:coreview": "CoreView"}
