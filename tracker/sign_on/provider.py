"""An identity provider as the installation declares it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

#: The users of a provider: staff of the council, or users of schools and colleges.
STAFF, INSTITUTIONS = "staff", "institutions"

#: The conditions of a rule on the organisation that the provider states.
SCHOOL, COLLEGE = "school", "college"


_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]+)?(?:/|$)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the declared order: users who meet every condition have the role.

    An empty condition is met by everyone. ``organisation`` is SCHOOL or COLLEGE.
    """

    role: str
    group: str = ""
    domain: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider, and what is believed of its statements.

    ``key`` is its name in addresses, ``title`` its name on pages. ``users`` is STAFF or
    INSTITUTIONS. The first of ``rules`` that a user meets gives the role; without rules
    users have the role that they were invited with. ``new_accounts`` lets a rule make
    an account. ``trusts_emails`` is for a provider that verifies every address and
    states nothing about it in its tokens. ``email_domains`` are the only domains whose
    addresses it may vouch for, where there are any. ``required_amr`` are methods of
    which one has to be stated, and so is one of ``required_acr``. Where neither is
    declared, ``trusts_second_factor`` has to be: it is for a provider that lets no one
    in without a second factor and does not state it.
    """

    key: str
    title: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    authority: str
    redirect_uri: str
    start: str
    users: str = STAFF
    scope: str = "openid email profile"
    email_claim: str = "email"
    verified_claim: str = "email_verified"
    trusts_emails: bool = False
    email_domains: tuple[str, ...] = ()
    groups_claim: str = "groups"
    organisation_claim: str = ""
    userinfo: bool = False
    rules: tuple[Rule, ...] = ()
    new_accounts: bool = False
    required_amr: tuple[str, ...] = ()
    required_acr: tuple[str, ...] = ()
    trusts_second_factor: bool = False
    untyped_logout_tokens: bool = False
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_here(self) -> bool:
        """Whether the provider is a process on this machine, which may lack TLS."""
        return is_loopback(self.issuer)


def is_loopback(address: str) -> bool:
    """Whether an address without TLS leads to this machine alone."""
    return bool(_LOOPBACK.match(address))
