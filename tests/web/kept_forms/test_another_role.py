"""A form of a user who has another role by the next sign-in is only shown."""

from tests.acts import act
from tests.web.conftest import NOW
from tests.web.kept_forms.conftest import Contact, again, text
from tracker import actions, store


def test_it_is_shown_to_copy_without_opening_its_page(
    pages, lost: Contact, person, contacts
) -> None:
    with pages.app_context():
        user = store.accounts.users.by_email("adviser@example.org")
        assert user is not None
        actions.accounts.users.change(
            user,
            name=user.name,
            role="team-leader",
            institution=None,
            act=act(by="the tests", at=NOW),
        )
    page = text(lost.client.get(again(lost.client)))
    assert "You typed this as Adviser. You are now Team leader" in page
    assert "Her brother" in page
    assert "<textarea" not in page
    assert contacts() == []
