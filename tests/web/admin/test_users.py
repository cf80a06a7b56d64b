"""Users: invited, found, changed, closed. Everybody is invented."""

from datetime import timedelta

import pytest

from tests.acts import act
from tests.factories import COLLEGE, register
from tests.web.conftest import NOW, make, sign_in, token
from tracker import actions, store
from tracker.access import authority_scope
from tracker.refusal import Refusal

WITHIN = authority_scope("359")


def text(answer) -> str:
    return answer.get_data(as_text=True)


def post(client, address: str, **data):
    page = text(client.get("/account"))
    return client.post(address, data={"csrf_token": token(page), **data})


@pytest.fixture
def admin(signed_in):
    return signed_in("administrator")


@pytest.fixture
def schools(pages, tmp_path, load):
    """Loads a register with a school, a college and another college."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))


def invite(admin, **changes):
    given = {"name": "Sam Example", "email": "sam@example.org", "role": "adviser"}
    return post(admin, "/users/new", **{**given, **changes})


def number_of(pages, email: str) -> int:
    with pages.app_context():
        found = store.accounts.users.by_email(email)
        assert found is not None
        return found.id


def test_an_invitation_leads_to_the_account_and_shows_no_link(pages, admin) -> None:
    answer = invite(admin)
    page = text(admin.get(answer.location))
    assert answer.location == f"/users/{number_of(pages, 'sam@example.org')}"
    assert "A link for Sam Example is ready" in page
    assert "/invitation/" not in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": ""}, "Enter the email address"),
        ({"email": "sam"}, "like name@example.org"),
        (
            {"email": "administrator@example.org"},
            "There is already an account with that",
        ),
        ({"name": " "}, "Enter their name"),
        ({"role": ""}, "Select a role"),
        ({"role": "king"}, "There is a problem"),
        ({"role": "school-user"}, "Select the school or college they work at"),
        (
            {"role": "school-user", "institution": "Nowhere"},
            "No school or college in the register matches",
        ),
        ({"role": "college-user", "institution": "college"}, "Several have that name"),
    ],
)
def test_a_refusal_is_a_sentence(admin, schools, changes, says) -> None:
    page = text(invite(admin, **changes))
    assert "There is a problem" in page
    assert says in page


@pytest.mark.parametrize(
    "given",
    [
        {"institution": COLLEGE},
        {"institution": "Testham College"},
        {"institution": "college", "provider_key": f"urn:{COLLEGE}"},
    ],
)
def test_a_college_is_chosen_by_any_of_its_names(pages, admin, schools, given) -> None:
    invite(admin, role="college-user", **given)
    with pages.app_context():
        made = store.accounts.users.by_email("sam@example.org")
        assert made is not None
        assert made.institution == f"urn:{COLLEGE}"


def test_several_matching_institutions_are_offered(admin, schools) -> None:
    page = text(invite(admin, role="college-user", institution="college"))
    assert f'value="urn:{COLLEGE}"' in page
    assert "Testham College" in page
    assert "Otherton College" in page


def test_the_picker_completes_a_name(admin, schools) -> None:
    found = admin.get("/users/places?q=testh").json
    assert f"urn:{COLLEGE}" in [each["key"] for each in found]


def test_users_are_found_by_name_role_and_state(pages, admin) -> None:
    invite(admin)
    with pages.app_context():
        actions.accounts.users.close(
            make("manager", name="Kim Person"), act=act(by="the tests", at=NOW)
        )
    everybody = text(admin.get("/users"))
    assert everybody.index("Sam Example") < everybody.index("Kim Person")
    for query, sees in {
        "q=sam": ("Sam Example", "Kim Person"),
        "q=KIM": ("Kim Person", "Sam Example"),
        "role=adviser": ("Sam Example", "Kim Person"),
        "state=invited": ("Sam Example", "Kim Person"),
        "state=closed": ("Kim Person", "Sam Example"),
    }.items():
        page = text(admin.get(f"/users?{query}"))
        assert sees[0] in page, query
        assert sees[1] not in page, query
    assert "No user fits all of these filters" in text(admin.get("/users?q=none"))
    assert admin.get("/users?role=x&state=y&page=99").status_code == 200


def test_two_accounts_of_one_person_are_found_however_they_were_made(
    pages, admin
) -> None:
    """One that an identity provider makes has no form on which to warn."""
    with pages.app_context():
        make("manager", name="Sam Example")
        make("adviser", name="Example S.", email="by.rule@example.org")
        gone = make("auditor", name="Sam Example", email="gone@example.org")
        actions.accounts.users.close(gone, act=act(by="the tests", at=NOW))
        make("asset-owner", name="Jo Wren")
    assert "2 accounts count as one person" in text(admin.get("/users"))
    page = text(admin.get("/users?state=counts as one person with another account"))
    shown = {"manager@", "by.rule@", "gone@", "asset-owner@"}
    assert {each for each in shown if each in page} == {"manager@", "by.rule@"}


def test_a_change_of_role_signs_the_user_out_everywhere(
    pages, admin, signed_in
) -> None:
    adviser = signed_in("adviser")
    number = number_of(pages, "adviser@example.org")
    done = post(admin, f"/users/{number}", name="Robin Renamed", role="manager")
    assert done.status_code == 302
    assert adviser.get("/account").status_code == 302
    page = text(admin.get(f"/users/{number}"))
    assert "Robin Renamed" in page
    assert "has been changed" in page


def test_a_change_of_school_signs_the_user_out_everywhere(
    pages, admin, signed_in, schools
) -> None:
    user = signed_in("college-user", institution="urn:130777")
    number = number_of(pages, "college-user@example.org")
    post(
        admin,
        f"/users/{number}",
        name="Robin Example",
        role="college-user",
        institution=COLLEGE,
    )
    assert user.get("/account").status_code == 302


def test_an_account_is_closed_and_opened_again(pages, admin, signed_in) -> None:
    adviser = signed_in("adviser")
    address = f"/users/{number_of(pages, 'adviser@example.org')}"
    assert post(admin, f"{address}/close").status_code == 302
    assert adviser.get("/account").status_code == 302
    page = text(admin.get(address))
    assert "Closed" in page
    assert "Open the account before" in text(
        admin.get(post(admin, f"{address}/link").location)
    )
    post(admin, f"{address}/reopen")
    assert sign_in(adviser, "adviser@example.org").status_code == 302


def test_administrators_cannot_shut_themselves_out(pages, admin) -> None:
    address = f"/users/{number_of(pages, 'administrator@example.org')}"
    post(admin, f"{address}/close")
    page = text(admin.get(address))
    assert "You cannot close your own account" in page
    assert "Not done" in page
    refused = post(admin, address, name="Robin Example", role="manager")
    assert "You cannot change your own role" in text(refused)
    assert admin.get("/users").status_code == 200


def test_the_last_administrator_stays(inside) -> None:
    one = make("administrator")
    with pytest.raises(Refusal, match="the only administrator"):
        actions.accounts.users.close(one, act=act(by="the tests", at=NOW))
    with pytest.raises(Refusal, match="the only administrator"):
        actions.accounts.users.change(
            one, name="x", role="adviser", institution=None, act=act(by="y", at=NOW)
        )
    make("administrator", email="another@example.org")
    actions.accounts.users.close(one, act=act(by="the tests", at=NOW))
    assert one.closed_at == NOW


def test_an_administrator_signs_a_user_out_everywhere(pages, admin, signed_in) -> None:
    adviser = signed_in("adviser")
    address = f"/users/{number_of(pages, 'adviser@example.org')}"
    assert "signed in now in 1 browser" in text(admin.get(address))
    post(admin, f"{address}/sign-out")
    assert adviser.get("/account").status_code == 302


def test_users_of_institutions_are_checked_once_a_year(pages, admin, schools) -> None:
    with pages.app_context():
        user = make("college-user", name="Kim Sample", institution=f"urn:{COLLEGE}")
        number = user.id
    assert "Check again" not in text(admin.get("/users"))
    pages.config["NOW"] = NOW + timedelta(days=366)
    sign_in(admin, "administrator@example.org")
    assert "1 school or college user was invited more than a year ago" in text(
        admin.get("/users")
    )
    shown = text(admin.get("/users?state=to+be+looked+at"))
    assert "Kim Sample" in shown
    assert "Check again" in shown
    post(admin, f"/users/{number}/keep")
    assert "Check again" not in text(admin.get("/users"))


def test_the_queries_of_the_list_do_not_grow_with_users(pages, admin, queries) -> None:
    admin.get("/users")  # the register is read once
    counts = []
    for many in (2, 12):
        with pages.app_context():
            for each in range(many):
                make("manager", name="Kim Sample", email=f"k{many}{each}@example.org")
        with queries() as statements:
            assert admin.get("/users").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_roles_are_described_with_the_pages_they_open(admin) -> None:
    page = text(admin.get("/users/roles"))
    assert "Find any young person of the authority" in page
    assert "<code>/users/(number)</code>" in page


class TestInstitutions:
    def test_without_a_register_the_page_says_so(self, admin) -> None:
        assert "has not been loaded" in text(admin.get("/institutions"))

    def test_an_institution_is_found_and_shows_its_users(
        self, pages, admin, schools
    ) -> None:
        page = text(admin.get("/institutions"))
        assert "3 institutions in the register, as at " in page
        assert "Testham High School" in page
        found = text(admin.get(f"/institutions?q={COLLEGE}"))
        assert "Testham College" in found
        assert "Otherton" not in found
        assert "has that name or number" in text(admin.get("/institutions?q=nowhere"))
        college = text(admin.get(f"/institutions/urn:{COLLEGE}"))
        assert "No one who works here" in college
        begun = text(admin.get(f"/users/new?institution=urn:{COLLEGE}"))
        assert f'value="{COLLEGE}"' in begun
        invite(admin, role="college-user", institution=COLLEGE)
        assert "Sam Example" in text(admin.get(f"/institutions/urn:{COLLEGE}"))
        with_users = text(admin.get("/institutions"))
        assert "Testham College" in with_users
        assert "Testham High School" not in with_users

    def test_an_institution_outside_the_register_is_not_found(self, admin) -> None:
        assert admin.get("/institutions/urn:999999").status_code == 404
