"""Whether the key that signs what browsers keep can be guessed."""

import re

#: A random text of this many characters cannot be guessed.
SHORTEST_KEY = 24
#: Fewer guesses (as a power of ten) than any random key of that length needs.
_FEWEST_GUESSES = 19
#: The same once repeated characters count once, which shortens a random key a little.
_FEWEST_WITHOUT_REPEATS = 14
#: As much of a key as zxcvbn looks at in a reasonable time.
_LOOKED_AT = 72
#: Words of keys that were copied from an example.
_EXAMPLES = re.compile("change|secret|password|example|default", re.IGNORECASE)
_REPEATS = re.compile(r"(.)\1+", re.DOTALL)

MAKE_ONE = 'This makes one: python -c "import secrets; print(secrets.token_hex(32))"'


def weakness(key: str | None) -> str | None:
    """The reason why a key is not safe, in a sentence, or None.

    A guesser of the key signs in as any user.
    """
    if key is None:
        return (
            "Set SECRET_KEY to a long random text that is kept secret: it signs "
            f"what browsers keep, and every process must have the same. {MAKE_ONE}"
        )
    if len(key) < SHORTEST_KEY:
        return (
            f"SECRET_KEY is too short to be safe: it needs at least {SHORTEST_KEY} "
            f"characters. {MAKE_ONE}"
        )
    if _can_be_guessed(key):
        return (
            "SECRET_KEY can be guessed: it repeats itself, runs in a sequence or is "
            f"made of common words. {MAKE_ONE}"
        )
    return None


def _can_be_guessed(key: str) -> bool:
    if _EXAMPLES.search(key):
        return True
    from zxcvbn import zxcvbn

    forms = (key, _FEWEST_GUESSES), (_REPEATS.sub(r"\1", key), _FEWEST_WITHOUT_REPEATS)
    return any(
        zxcvbn(form[:_LOOKED_AT])["guesses_log10"] < fewest for form, fewest in forms
    )
