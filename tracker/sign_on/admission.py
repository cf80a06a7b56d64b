"""Whether a stated user may come in, and as what.

See decision 0153.
"""

from dataclasses import dataclass

from tracker.domain.reference.institution import Institution, InstitutionKind
from tracker.sign_on.claims import Claimed
from tracker.sign_on.provider import COLLEGE, SCHOOL, Provider, Rule
from tracker.sign_on.refusals import NotSignedOn


@dataclass(frozen=True, slots=True)
class Place:
    """The role and the institution (its key) that the rules of a provider give."""

    role: str
    institution: str | None


def check_factors(claimed: Claimed, provider: Provider) -> None:
    """Refuses a sign-in without the factors that are required. Raises NotSignedOn."""
    lacks_amr = provider.required_amr and claimed.amr.isdisjoint(provider.required_amr)
    lacks_acr = provider.required_acr and claimed.acr not in provider.required_acr
    if lacks_amr or lacks_acr:
        raise NotSignedOn("factor-missing", provider)


def check_email(claimed: Claimed, provider: Provider) -> None:
    """Refuses an address for which the provider does not vouch. Raises NotSignedOn."""
    if not claimed.email or not claimed.email_verified:
        raise NotSignedOn("email-not-verified", provider)
    if provider.email_domains and claimed.domain not in provider.email_domains:
        raise NotSignedOn("other-domain", provider)


def place(
    claimed: Claimed, provider: Provider, institution: Institution | None
) -> Place | None:
    """The place that the first fitting rule gives, None without rules.

    ``institution`` is the stated organisation as the register has it. Raises
    NotSignedOn where no rule fits.
    """
    _check_organisation(claimed, provider, institution)
    if not provider.rules:
        return None
    for rule in provider.rules:
        if _fits(rule, claimed, institution):
            key = institution.key if institution is not None else None
            return Place(rule.role, key)
    if claimed.has_more_groups and any(rule.group for rule in provider.rules):
        raise NotSignedOn("too-many-groups", provider)
    raise NotSignedOn("no-rule", provider)


def _check_organisation(
    claimed: Claimed, provider: Provider, institution: Institution | None
) -> None:
    if not provider.organisation_claim:
        return
    if claimed.organisation is None:
        raise NotSignedOn("no-organisation", provider)
    if institution is None:
        raise NotSignedOn("unknown-organisation", provider)


def _fits(rule: Rule, claimed: Claimed, institution: Institution | None) -> bool:
    if rule.group and rule.group not in claimed.groups:
        return False
    if rule.domain and not (claimed.email_verified and claimed.domain == rule.domain):
        return False
    return not rule.organisation or rule.organisation == _kind(institution)


def _kind(institution: Institution | None) -> str:
    if institution is None:
        return ""
    return SCHOOL if institution.kind == InstitutionKind.SCHOOL else COLLEGE
