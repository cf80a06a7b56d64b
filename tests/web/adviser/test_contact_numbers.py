"""Contacts that come with entries have the same numbers wherever the same is loaded."""

from tests.web.adviser.young import doing, record_evidence, young
from tracker import domain, store
from tracker.domain.casework.contact import Channel, Outcome
from tracker.extensions import db
from tracker.store.casework.contacts import Contact
from tracker.store.history.evidence import Entry


def test_they_are_in_the_order_of_the_entries(pages) -> None:
    with pages.app_context():
        people = [young(given) for given in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo")]
        # The order of the people is another one, and that of the call a third.
        for person in reversed(people):
            record_evidence(person, doing(domain.reference.activity.SEEKING))
        entries = [
            each.id
            for each in db.session.query(Entry).order_by(Entry.id)
            if each.source == "provider-enrolment"
        ]
        assert len(entries) == len(people)
        with store.database.base.transaction():
            store.casework.contacts.write_behind(
                [*entries[3:], *entries[:3]],
                Outcome.YOUNG_PERSON,
                Channel.STATUS_UPDATE,
            )
        made = db.session.query(Contact).order_by(Contact.id).all()
        assert [each.entry_id for each in made] == entries
