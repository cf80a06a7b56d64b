"""How a council looks on every page: its mark and its two colours."""

import re
from dataclasses import dataclass
from pathlib import Path

#: Text on the council's colour is white, text on its accent is this ink.
WHITE, INK = "#ffffff", "#16282b"
#: WCAG 2.2, success criterion 1.4.3.
LEAST_CONTRAST = 4.5
COLOUR, ACCENT = "#12403f", "#c9d8a4"
LONGEST_MARK = 12

_HEX = re.compile(r"#[0-9a-f]{6}")
#: Pictures that every browser shows without a plug-in.
PICTURES = {".svg": "image/svg+xml", ".png": "image/png"}


class NotUsable(ValueError):
    """A mark or colour cannot be used; the text is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Council:
    """The mark, as a picture or a few letters, and the two colours."""

    picture: Path | None = None
    letters: str = ""
    colour: str = COLOUR
    accent: str = ACCENT

    @property
    def has_own_colours(self) -> bool:
        return (self.colour, self.accent) != (COLOUR, ACCENT)


def council(*, mark: str = "", colour: str = "", accent: str = "") -> Council:
    """The look that three settings give; each is empty for the usual one.

    Raises NotUsable.
    """
    picture = _picture(mark) if Path(mark).suffix.lower() in PICTURES else None
    if picture is None and (len(mark) > LONGEST_MARK or not mark.isprintable()):
        raise NotUsable(
            "TRACKER_MARK must be an SVG or PNG file, or at most "
            f"{LONGEST_MARK} letters."
        )
    return Council(
        picture=picture,
        letters="" if picture else mark,
        colour=_colour(
            colour or COLOUR, "TRACKER_COLOUR", under=WHITE, change="darker"
        ),
        accent=_colour(accent or ACCENT, "TRACKER_ACCENT", under=INK, change="lighter"),
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _picture(mark: str) -> Path:
    path = Path(mark)
    if not path.is_file():
        raise NotUsable(
            f"TRACKER_MARK is {mark}, which is not a file that can be read."
        )
    return path.resolve()


def _colour(text: str, name: str, *, under: str, change: str) -> str:
    colour = text.lower()
    if not _HEX.fullmatch(colour):
        raise NotUsable(f"{name} must read like {COLOUR}, not {text[:20]}.")
    found = contrast(colour, under)
    if found < LEAST_CONTRAST:
        raise NotUsable(
            f"{name} is {colour}, whose contrast with the text on it is {found:.1f}:1 "
            f"and must be {LEAST_CONTRAST}:1; choose a {change} colour."
        )
    return colour


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
