"""Who may come in, and as what, from what a provider states."""

import dataclasses

import pytest

from tests.sign_on.process import Process
from tracker.domain.reference.institution import Institution, InstitutionKind
from tracker.sign_on import admission
from tracker.sign_on.admission import Place
from tracker.sign_on.claims import Organisation, read
from tracker.sign_on.provider import Rule
from tracker.sign_on.refusals import REASONS, NotSignedOn

DECLARED = Process("https://login.example.org").declared()
SCHOOL = Institution("urn:106500", "Testham High", InstitutionKind.SCHOOL)
COLLEGE = Institution(
    "ukprn:10001234", "Testham College", InstitutionKind.FURTHER_EDUCATION
)
IN_ORDER = (
    Rule("administrator", group="Admins"),
    Rule("adviser", group="Advisers"),
    Rule("auditor", domain="example.org"),
)


def stated(provider=DECLARED, **claims):
    return read({"sub": "s1", **claims}, provider)


def reason(*arguments) -> str:
    check, *rest = arguments
    with pytest.raises(NotSignedOn) as caught:
        check(*rest)
    assert caught.value.reason in REASONS
    return caught.value.reason


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"groups": ["Admins"]}, "administrator"),
        ({"groups": ["Advisers", "Admins"]}, "administrator"),
        ({"groups": ["Advisers"]}, "adviser"),
        ({"groups": "Advisers"}, "adviser"),
        ({"groups": ["Other"]}, "no-rule"),
        ({"groups": ["admins"]}, "no-rule"),
        ({"groups": [["Admins"], {"Admins": 1}, 7, None]}, "no-rule"),
        ({"groups": {"Admins": True}}, "no-rule"),
        ({}, "no-rule"),
        ({"email": "a@example.org", "email_verified": True}, "auditor"),
        ({"email": "a@example.org", "email_verified": False}, "no-rule"),
        ({"email": "a@example.org"}, "no-rule"),
        ({"email": "a@mail.example.org", "email_verified": True}, "no-rule"),
        ({"email": "a@example.org@evil.org", "email_verified": True}, "no-rule"),
        ({"_claim_names": {"groups": "src1"}}, "too-many-groups"),
    ],
)
def test_the_first_rule_that_fits_gives_the_role(claims, role) -> None:
    provider = dataclasses.replace(DECLARED, rules=IN_ORDER)
    try:
        found = admission.place(stated(**claims), provider, None)
    except NotSignedOn as refused:
        assert refused.reason == role
    else:
        assert found == Place(role, None)


def test_without_rules_the_role_is_that_of_the_invitation() -> None:
    assert admission.place(stated(groups=["Admins"]), DECLARED, None) is None


@pytest.mark.parametrize(
    ("institution", "expected"),
    [
        (SCHOOL, Place("school-user", "urn:106500")),
        (COLLEGE, Place("college-user", "ukprn:10001234")),
    ],
)
def test_the_organisation_gives_the_institution(institution, expected) -> None:
    provider = dataclasses.replace(
        DECLARED,
        organisation_claim="organisation",
        rules=(
            Rule("school-user", organisation="school"),
            Rule("college-user", organisation="college"),
        ),
    )
    claimed = stated(provider, organisation={"urn": "106500"})
    assert admission.place(claimed, provider, institution) == expected
    assert reason(admission.place, claimed, provider, None) == "unknown-organisation"
    nowhere = stated(provider)
    assert reason(admission.place, nowhere, provider, SCHOOL) == "no-organisation"


@pytest.mark.parametrize(
    ("organisation", "found"),
    [
        ({"urn": "106500", "ukprn": "10001234"}, Organisation("106500", "10001234")),
        ({"urn": 106500, "ukprn": None}, Organisation("106500", None)),
        ('{"urn": "106500"}', Organisation("106500", None)),
        ({"urn": "106500'; --"}, None),
        ({"urn": "１０６５００"}, None),
        ({"urn": True}, None),
        ("not json", None),
        ("[" * 100_000, None),
        ([], None),
        ({}, None),
    ],
)
def test_an_organisation_is_its_numbers(organisation, found) -> None:
    provider = dataclasses.replace(DECLARED, organisation_claim="organisation")
    assert stated(provider, organisation=organisation).organisation == found


@pytest.mark.parametrize(
    ("verified", "is_verified"),
    [
        *((True, True), ("true", True), (1, True), ("1", True), (False, False)),
        *((None, False), ("false", False), ("yes", False), (0, False), ([True], False)),
        *((1.0, False), ({}, False), ("True ", False)),
    ],
)
def test_an_address_is_verified_only_in_so_many_words(verified, is_verified) -> None:
    claimed = stated(email="sam@example.org", email_verified=verified)
    assert claimed.email_verified is is_verified
    if not is_verified:
        found = reason(admission.check_email, claimed, DECLARED)
        assert found == "email-not-verified"


@pytest.mark.parametrize(
    "email",
    [
        *("ſam@example.org", "sam@example.org\n", "sam", "", "a@b@example.org"),
        *("sam@EXAMPLE.org\u0000", "x" * 300 + "@example.org", ["sam@example.org"]),
        *(None, 7, "sam＠example.org", "ＳＡＭ@example.org"),
    ],
)
def test_an_odd_address_is_no_address(email) -> None:
    claimed = stated(email=email, email_verified=True)
    assert reason(admission.check_email, claimed, DECLARED) == "email-not-verified"


def test_a_provider_vouches_only_for_its_own_domains() -> None:
    provider = dataclasses.replace(DECLARED, email_domains=("example.org",))
    ours = stated(email="Sam@Example.org", email_verified=True)
    admission.check_email(ours, provider)
    for address in ("a@example.org.evil.org", "a@sub.example.org", "a@xexample.org"):
        theirs = stated(email=address, email_verified=True)
        assert reason(admission.check_email, theirs, provider) == "other-domain"


@pytest.mark.parametrize(
    ("claims", "fits"),
    [
        ({"amr": ["pwd", "mfa"], "acr": "high"}, True),
        ({"amr": "mfa", "acr": "high"}, True),
        ({"amr": ["pwd"], "acr": "high"}, False),
        ({"amr": ["mfa"], "acr": "low"}, False),
        ({"amr": ["mfa"]}, False),
        ({"acr": "high"}, False),
        ({"amr": ["mfa-not"], "acr": "high"}, False),
    ],
)
def test_required_factors_are_required(claims, fits) -> None:
    provider = dataclasses.replace(
        DECLARED, required_amr=("mfa", "hwk"), required_acr=("high",)
    )
    if fits:
        admission.check_factors(stated(**claims), provider)
    else:
        found = reason(admission.check_factors, stated(**claims), provider)
        assert found == "factor-missing"


def test_a_sentence_of_every_reason_names_the_provider_and_ends() -> None:
    for each in REASONS:
        sentence = str(NotSignedOn(each, DECLARED))
        assert sentence.endswith(".")
        assert "{" not in sentence
