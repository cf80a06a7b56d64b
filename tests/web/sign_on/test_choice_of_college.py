"""A user of single sign-on who works at two colleges, and chooses at each sign-in."""

from datetime import timedelta

from tests.factories import COLLEGE, OTHER_COLLEGE, register
from tests.web.conftest import NOW, token
from tests.web.sign_on.conftest import sign_on, text
from tracker import store
from tracker.sign_on.provider import Rule
from tracker.store.leavers.notices import Notice

PAGE = "/withdrawals/new"


def test_what_was_typed_for_one_is_not_sent_for_the_other(site, load, tmp_path) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    site.declare(
        "one",
        users="institutions",
        organisation_claim="organisation",
        rules=(Rule("college-user", organisation="college"),),
        new_accounts=True,
    )
    site.claims(organisation={"urn": COLLEGE})
    client = site.app.test_client()
    assert sign_on(client).status_code == 302
    typed = {
        "csrf_token": token(text(client.get(PAGE))),
        "given": "Wren",
        "family": "Ashdown",
    }
    site.move(NOW + timedelta(minutes=16))
    site.claims(organisation={"urn": OTHER_COLLEGE})
    assert client.post(PAGE, data=typed).location == "/sign-in"
    where = sign_on(client).location
    assert where.startswith(f"{PAGE}?kept_form=")
    page = text(client.get(where))
    assert "Ashdown" in page
    assert "We kept what you typed" not in page
    assert "it would be saved for the wrong role" in page
    # The choice of the first college gives the form back.
    client.post("/sign-out", data={"csrf_token": token(page)})
    site.claims(organisation={"urn": COLLEGE})
    sign_on(client)
    assert "We kept what you typed" in text(client.get(where))
    with site.app.app_context():
        assert store.database.base.total(Notice) == 0
