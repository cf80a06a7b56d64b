"""Whether a decision is that of another person than the one who proposed it."""

from dataclasses import replace

import pytest

from tests.acts import act
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.accounts.review import one_person
from tracker.actions.law.two_people import actor, check_another
from tracker.refusal import Refusal
from tracker.store.accounts.users import User

ROOT, OTHER = act("os user root"), act("os user alice")
PAGE = act("ann@example.org")
HERE = authority_scope("359")


def named(who, name: str):
    return replace(who, acts_for=name)


@pytest.mark.law("D-16")
@pytest.mark.parametrize(
    ("proposer", "decider", "sentence"),
    [
        (PAGE, act("ben@example.org"), None),
        (PAGE, PAGE, "Yours."),
        (named(ROOT, "Ann"), named(ROOT, "Bob"), None),
        (named(ROOT, "Ann"), named(ROOT, "Ann"), "Yours."),
        (named(ROOT, "Ann"), named(ROOT, "ann"), "Yours."),
        (named(ROOT, "Ann Orr"), named(ROOT, "ANN  ORR."), "Yours."),
        (named(ROOT, "Zoë"), named(ROOT, "Zoe"), "Yours."),
        (named(ROOT, "Ann Orr"), named(ROOT, "Orr Ann"), "Yours."),
        (named(ROOT, "Ann Orr"), named(ROOT, "A. Orr"), "Yours."),
        (named(ROOT, "Ann"), named(ROOT, "BOB@example.org"), None),
        (named(ROOT, "Ann"), named(ROOT, "Mickey Mouse"), "“Mickey Mouse” is no user"),
        (named(ROOT, "Ann"), named(ROOT, "Priti"), "“Priti” is no user"),
        (ROOT, named(ROOT, "Mickey Mouse"), "“Mickey Mouse” is no user"),
        (named(ROOT, "Ann by Bob"), named(ROOT, "Bob"), None),
        (named(ROOT, "Ann"), ROOT, "Name the person who decides, with --for."),
        (ROOT, ROOT, "Yours. Name the person who decides, with --for."),
        (ROOT, named(ROOT, "Ann"), None),
        # There is one asset owner of this name, by whichever account of a machine.
        (named(ROOT, "Ann"), named(OTHER, "Ann"), "Yours. Ann counts as the same"),
        (PAGE, named(ROOT, "Ann"), None),
        (PAGE, ROOT, "Name the person who decides, with --for."),
    ],
)
def test_who_decides(app, account, proposer, decider, sentence: str | None) -> None:
    for name in ("Ann", "Bob", "Ann Orr"):
        account(f"{name.split()[-1].casefold()}@example.org".replace("ann", "a"), name)
    account("priti@example.org", "Priti", role="adviser")
    with app.app_context():
        if sentence is None:
            check_another(actor(proposer), decider, "Yours.")
            return
        with pytest.raises(Refusal) as refused:
            check_another(actor(proposer), decider, "Yours.")
        assert str(refused.value).startswith(sentence)


@pytest.fixture
def account(app):
    """Invites a user; the number of the account."""

    def run(email: str, name: str, role: str = "asset-owner") -> int:
        with app.app_context():
            made = actions.accounts.users.invite(
                email=email,
                name=name,
                role=role,
                institution=None,
                act=ROOT,
            )
            password = "seven quiet lanterns drift"
            return actions.accounts.passwords.set_password(
                made.secret, password, at=ROOT.at
            ).id

    return run


@pytest.mark.law("D-16")
@pytest.mark.parametrize(
    ("email", "name", "is_one"),
    [
        ("ann+two@example.org", "Una Else", True),
        ("ANN@Example.org", "A. Orr", None),  # no second account of one address
        ("ann.2@example.org", "Ánn ORR", True),
        ("ann.3@example.org", "Orr, Ann", True),
        ("ann.4@example.org", "A. Orr", True),
        ("ann.5@example.org", "B. Orr", False),
        ("ann.6@example.org", "Ann O", True),
        ("ann.7@example.org", "Ann Beth Orr", False),
        ("a.nn@example.org", "Ann Orr-Roe", False),  # dots make another address
        ("ann@example.com", "Anna Orr", False),
    ],
)
def test_two_accounts_of_one_person_do_not_decide_for_each_other(
    app, account, email, name, is_one
) -> None:
    account("ann@example.org", "Ann Orr")
    if is_one is None:
        with pytest.raises(Refusal):
            account(email, name)
        return
    number = account(email, name)
    with app.app_context():
        warning = one_person.warning(store.accounts.users.of_number(number))
        assert ("ann@example.org" in warning) is is_one
        for first, second in ((PAGE, act(email)), (act(email), PAGE)):
            if not is_one:
                check_another(actor(first), second, "Yours.")
                continue
            with pytest.raises(Refusal, match=r"Yours\. .* counts as the same person"):
                check_another(actor(first), second, "Yours.")


@pytest.mark.law("D-16")
def test_a_page_and_a_command_line_of_one_name_are_one_person(app, account) -> None:
    account("ann@example.org", "Ann Orr")
    account("bob@example.org", "Bob")
    with app.app_context():
        for first, second in (
            (PAGE, named(ROOT, "Ann Orr")),
            (named(ROOT, "ANN ORR"), PAGE),
        ):
            with pytest.raises(Refusal):
                check_another(actor(first), second, "Yours.")
        check_another(actor(PAGE), named(ROOT, "Bob"), "Yours.")


@pytest.mark.law("D-16")
def test_an_administrator_who_is_neither_records_that_they_are_two_people(
    app, account
) -> None:
    first = account("ann@example.org", "Ann Orr")
    second = account("ann.orr@example.org", "Ann Orr")
    alias = account("ann+2@example.org", "Ann Orr")
    account("third@example.org", "ann orr")
    with app.app_context():
        user = store.accounts.users.of_number(first)

        def distinguish(number: int, by) -> None:
            one_person.distinguish(user, number, within=HERE, act=by)

        refused = [
            (second, PAGE, "neither of them"),
            (second, act("ann.orr@example.org"), "neither of them"),
            (second, act("third@example.org"), "neither of them"),
            (second, named(ROOT, "Ann Orr"), "neither of them"),
            (second, ROOT, "with --for"),
            (alias, act("boss@example.org"), "one mailbox"),
            (first, act("boss@example.org"), "do not count as one"),
        ]
        for number, by, sentence in refused:
            with pytest.raises(Refusal, match=sentence):
                distinguish(number, by)
        distinguish(second, act("boss@example.org"))
        check_another(actor(PAGE), act("ann.orr@example.org"), "Yours.")
        check_another(actor(act("ann.orr@example.org")), PAGE, "Yours.")
        lines = store.database.base.column(
            "SELECT detail->>'other' FROM audit WHERE action = 'users distinguished'"
        )
        assert lines == [str(second)]
        with pytest.raises(Refusal):
            check_another(actor(PAGE), act("third@example.org"), "Yours.")


@pytest.mark.law("D-16")
def test_a_second_account_approves_and_reviews_nothing_of_the_first(
    app, account
) -> None:
    account("ann@example.org", "Ann Orr")
    account("ann+two@example.org", "Una Else")
    account("ben@example.org", "Ben Roe")
    with app.app_context():
        for first, second, is_one in (
            ("ann@example.org", "ann+two@example.org", True),
            ("ann+two@example.org", "ann@example.org", True),
            ("ann@example.org", "ben@example.org", False),
            ("os user root", "ann@example.org", False),
            ("os user root", "os user root", True),
        ):
            assert one_person.is_by(first, act(second)) is is_one


def test_many_accounts_are_compared_as_each_two_are() -> None:
    names = ("Ann Orr", "Orr, Ann", "A. Orr", "Annorr", "Ann Orr Lee", "Bob", "B")
    users = [
        User(id=number, authority="359", name=name, email=email, other_people=[])
        for number, (name, email) in enumerate(
            [(name, f"{place}@example.org") for place, name in enumerate(names)]
            + [("Cleo", "0+b@example.org"), ("Dan", "dan@example.org")],
            start=1,
        )
    ]
    accounts = one_person.Accounts(users)
    for user in users:
        alike = [it for it in users if it is not user and one_person.is_one(user, it)]
        found = sorted(accounts.others(user), key=lambda each: each.id)
        assert found == alike, user.name
    assert len(accounts.others(users[0])) == 4
