"""What the destinations workbook says of itself, in plain words."""

from tracker.domain.leavers.destinations import Destinations
from tracker.domain.leavers.sustained import PROVISIONAL, first_autumn, two_terms
from tracker.domain.reference.academic_year import Period, say_date
from tracker.reporting.files.safe_text import MARKING

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
                *_tracked(told),
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
                "Education: other includes special post-16 institutions, independent "
                "schools, and several kinds of education one after the other, which "
                "the Department for Education calls an education combination.",
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
                "Not sustained: the leaver took part for some of the time, or was "
                "recorded as not in education, employment or training. Not captured: "
                "nothing was known of the leaver on any day of the whole year, until "
                "the end of July. Too early to say: months are still to come.",
            ),
        ),
        (
            "Three years",
            (
                "Leavers of different years are compared on the same day, the first "
                f"31 October after leaving (for these leavers {_autumn(told)}), so "
                f"they may differ from the totals of {say_date(told.reported_on)}.",
            ),
        ),
        (
            "Small numbers",
            (
                "Your own numbers are those of the list, so nothing of them is hidden "
                "from you. If you publish them, leave out numbers from one to five and "
                "whatever they could be worked out from.",
                "Of the authority's figures small numbers are hidden, and so are "
                "others from which they could be worked out, also by taking your own "
                "numbers away.",
                "Leavers whose records are restricted are not in the list, nor in your "
                "numbers. They are counted in the authority's.",
            ),
        ),
    )


def _tracked(told: Destinations) -> tuple[str, ...]:
    """Why leavers are told of on days that have passed, where they are."""
    if told.now:
        return ()
    return (
        "Authorities track young people until they are 18, and to 25 with an "
        "education, health and care plan. Later it is often not known where they are, "
        "so leavers are shown as they were on the 31 October and the 31 March after "
        "they left; where they are now is shown for those who are still tracked.",
    )


def _autumn(told: Destinations) -> str:
    day = first_autumn(told.left)
    return say_date(day) if day <= told.as_of else "still to come"
