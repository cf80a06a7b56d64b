"""What the destinations workbook says of itself, in plain words."""

from tracker.domain.academic_year import Period, say_date
from tracker.domain.destinations import Destinations
from tracker.domain.sustained import PROVISIONAL, first_autumn, two_terms
from tracker.reporting.export import MARKING

Paragraph = tuple[str, tuple[str, ...]]


def paragraphs(told: Destinations, authority_name: str) -> tuple[Paragraph, ...]:
    """Headings with their sentences, in the order they are read."""
    terms = two_terms(told.left)
    return (
        (
            "Who it is for",
            (
                f"{told.institution_name}, about its own leavers of "
                f"{told.left - 1}/{told.left % 100:02d}. It contains personal "
                f"information ({MARKING}): keep it where only those who need it for "
                "careers work can read it, and do not pass on the list of leavers.",
                f"It was made by {authority_name} from what was known on "
                f"{say_date(told.as_of)}.",
            ),
        ),
        (
            "Where the information comes from",
            (
                "Each line says who last confirmed it and when. The lists of schools, "
                "colleges and training providers are the most reliable, then the "
                "school census, then an adviser who has spoken to the young person. "
                "What a young person or somebody else told us is used until one of "
                "these tells us more.",
                "Information can be relied on for a limited time. If it is not "
                "confirmed again in that time, the leaver is shown as not known from "
                "the day after.",
                "If you know better, tell the authority: a correction with its date is "
                "welcome, and a person will look at it.",
            ),
        ),
        (
            "What the destinations mean",
            (
                "Not in education, employment or training: no reason is ever given. "
                "The authority has a duty to encourage and help these young people to "
                "take part, and advisers work with them.",
                "Other: a gap year or other circumstances not covered above. No place "
                "is shown for it.",
                "Other training includes programmes that lead back to learning.",
                "Still there in March: in the same place on "
                f"{say_date(terms[-1])} as on {say_date(terms[0])}.",
            ),
        ),
        (
            f"Two terms: {PROVISIONAL}",
            (
                "A destination is sustained if the leaver was in education or training "
                f"at the end of every month from {Period.of(terms[0]).label} to "
                f"{Period.of(terms[-1]).label}, alone or together with work; or in "
                "work at five of the six month ends; or an apprentice for six months "
                "in a row at any time from August to July.",
                f"These are {PROVISIONAL}: the authority's own estimate, made from its "
                "monthly records. The official measure is made by the Department for "
                "Education from other records, comes out much later and may differ.",
                "Not captured: nobody could say where the leaver was in any of the six "
                "months. Too early to say: the months have not all passed.",
            ),
        ),
        (
            "Three years",
            (
                "Leavers of different years are compared on the same day, the first "
                f"31 October after leaving (for these leavers {_autumn(told)}), so "
                f"they differ a little from the totals of {say_date(told.as_of)}.",
            ),
        ),
        (
            "Small numbers",
            (
                "Numbers from one to five are hidden, and so are others from which "
                "they could be worked out, and percentages of fewer than ten people.",
                "Leavers whose records are restricted are not in the list. They are "
                "counted in the totals, and totals are hidden where they would give "
                "away where such a leaver is.",
            ),
        ),
    )


def _autumn(told: Destinations) -> str:
    day = first_autumn(told.left)
    return say_date(day) if day <= told.as_of else "still to come"
