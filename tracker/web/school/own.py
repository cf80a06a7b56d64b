"""The school or college of whoever is signed in, and whose files are its own."""

from flask import g

from tracker.access import Scope, authority_scope
from tracker.domain import codes
from tracker.domain.institution import Institution
from tracker.store import institution_keys, institutions
from tracker.store.institutions import Directory
from tracker.web.guard import me


def register() -> Directory:
    """The register of institutions, asked for once by each page."""
    if "register" not in g:
        g.register = institutions.directory()
    found: Directory = g.register
    return found


def institution_of(key: str) -> Institution:
    """An institution by the key that a user or a file has."""
    return institution_keys.institution_of(key, register())


def mine() -> Institution:
    """Where whoever is signed in works. Only pages of schools and colleges may ask."""
    key = me().institution
    assert key is not None
    return institution_of(key)


def kept_under() -> frozenset[str]:
    """Under which keys this school's or college's own files are kept."""
    return frozenset((me().institution or "", mine().key))


def leavers_scope() -> Scope:
    """Whose leavers may be seen: a school's own, under the key that it has now."""
    if not me().does.of_institution:
        return me().scope
    return Scope(frozenset((me().authority,)), leavers_of=kept_under())


def everybody() -> Scope:
    """Everybody whom the authority tracks.

    For questions that end at one institution's own leavers or lists and have to see
    others on the way: to compare with them, or to find who is meant.
    """
    return authority_scope(me().authority)


def authority_name() -> str:
    """What the authority is called."""
    code = codes.AUTHORITIES.get(me().authority)
    return f"Authority {me().authority}" if code is None else code.title
