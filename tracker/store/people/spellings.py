"""What a word of a search may mean besides itself: other spellings, sounds and forms.

Someone who rings spells nothing out. "callahan" may be O'Callaghan, "jim" James, "anne
marie" Annemarie. Each word becomes the alternatives of one condition of PostgreSQL's
text search, so that all of them are one look into the index of search keys.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.history.identity import short_forms
from tracker.store.database import search_keys

#: The beginning of a name has at least so many letters; two also begin postcodes.
SHORTEST = 3
#: A shorter word than this is no surname without its O'.
_SHORTEST_SURNAME = 4
_SILENT_GH = re.compile(r"(?<=[aeiou])gh(?=[aeiou])")
_H_ALONE = re.compile(r"(?<=[aeiou])h(?=[aeiou])")
_VOWELS = frozenset("aeiou")
_NO_SIGN_OF_A_KEY = re.compile(f"[^a-zA-Z0-9{re.escape(search_keys.SOUND)}-]")


def condition(keys: Sequence[str]) -> str | None:
    """The condition of the text search that every key is met by one of its meanings.

    None where no key is a word: a number, a date and a postcode mean themselves alone.
    """
    if not any(key.isalpha() for key in keys):
        return None
    parts = []
    for place, key in enumerate(keys):
        before, after = keys[max(place - 1, 0) : place], keys[place + 1 : place + 2]
        near = [each + key for each in before if each.isalpha()]
        near += [key + each for each in after if each.isalpha()]
        found = _meanings(key, near) if key.isalpha() else [_quoted(key)]
        parts.append(f"({' | '.join(dict.fromkeys(found))})")
    return " & ".join(parts)


def _meanings(word: str, near: Sequence[str]) -> Iterator[str]:
    """``near`` are the word and one beside it, typed as two: O Brien, Anne Marie."""
    yield f"{_quoted(word)}:*" if len(word) >= SHORTEST else _quoted(word)
    for each in (*_spellings(word), *near):
        yield _quoted(each)
        if sound := search_keys.sounds_like(each):
            yield _quoted(search_keys.SOUND + sound)
    for each in sorted(short_forms.forms(word)):
        yield from map(_quoted, search_keys.plain(each).split())
    # One word of two names: annemarie, mcdonald.
    for cut in range(2, len(word) - 1):
        yield f"({_quoted(word[:cut])} & {_quoted(word[cut:])})"


def _spellings(word: str) -> Iterator[str]:
    """The word, with and without what Irish surnames have and English ears do not."""
    written = {word, _SILENT_GH.sub("h", word), _H_ALONE.sub("gh", word)}
    # A known given name is no surname that lacks its O': Brian is no O'Brien.
    if not short_forms.forms(word) and len(word) >= _SHORTEST_SURNAME:
        if word[0] not in _VOWELS:
            written |= {f"o{each}" for each in written}
        elif word[0] == "o" and word[1] not in _VOWELS:
            written |= {each[1:] for each in written}
    yield from sorted(written)


def _quoted(key: str) -> str:
    """A key as the text search reads it; keys have letters, digits, the mark
    of a sound and the signs of a date.
    """
    return f"'{_NO_SIGN_OF_A_KEY.sub('', key)}'"
