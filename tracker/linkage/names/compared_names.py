"""Names as they are compared: one spelling for the many ways of writing a name.

Case, accents, hyphens and apostrophes make no difference, Mac equals Mc, and a
double-barrelled name also counts as each of its parts. The short forms of names are in
``domain.history.identity.short_forms``.
"""

import re
from functools import lru_cache

from tracker import domain
from tracker.domain.reference.letters import folded

_WORDS = re.compile("[a-z]+")
_MAC = re.compile(r"^MAC(?=[A-Z]{4})")


@lru_cache(maxsize=200_000)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in plain capitals: "O'Brien-Łuczak" is OBRIEN and LUCZAK.

    "MichaÅ‚", read in a wrong encoding, is MICHAL.
    """
    words = (
        word.upper()
        for word in _WORDS.findall(
            folded(domain.history.identity.name_forms.repaired(name))
        )
    )
    return tuple(_MAC.sub("MC", word) for word in words)


@lru_cache(maxsize=200_000)
def spelled(name: str) -> str:
    """The whole name as one word: "Mac Donald" and "McDonald" are equal."""
    return _MAC.sub("MC", "".join(tokens(name)))


def short_form_links(given: str) -> frozenset[str]:
    """The links of a spelled name; two forms of one name share a link."""
    return domain.history.identity.short_forms.links(given.lower())
