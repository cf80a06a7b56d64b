"""The sheet of the destinations workbook that explains its figures."""

from tracker.domain.leavers.destinations import Destinations
from tracker.domain.leavers.sustained import PROVISIONAL, first_autumn, two_terms
from tracker.domain.reference.academic_year import Period, say_date
from tracker.reporting.files.safe_text import MARKING

Paragraph = tuple[str, tuple[str, ...]]


def paragraphs(
    destinations: Destinations, authority_name: str
) -> tuple[Paragraph, ...]:
    """Headings with their sentences, in the order in which they are read."""
    terms = two_terms(destinations.left)
    return (
        (
            "Who it is for",
            (
                f"{destinations.institution_name}, about its own leavers of "
                f"{destinations.left - 1}/{destinations.left % 100:02d}. It contains "
                f"personal information ({MARKING}): keep it where only those who need "
                "it for careers work can read it, and do not pass on the list of "
                "leavers.",
                f"It was made by {authority_name} from what was known on "
                f"{say_date(destinations.as_of)}.",
            ),
        ),
        (
            "Where the information comes from",
            (
                "Each line names the source that last confirmed it, and the day. The "
                "lists of schools, colleges and training providers are the most "
                "reliable, then the school census, then an adviser who has spoken to "
                "the young person. What a young person or another person reported is "
                "used until one of these has better information.",
                "Information can be relied on for a limited time. If it is not "
                "confirmed again in that time, the leaver is shown as not known from "
                "the day after.",
                *_tracked(destinations),
                "If you know better, please send the authority a correction with its "
                "date; a member of staff will look at it.",
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
                "31 October after leaving (for these leavers "
                f"{_autumn(destinations)}), so they may differ from the totals of "
                f"{say_date(destinations.reported_on)}.",
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


def _tracked(destinations: Destinations) -> tuple[str, ...]:
    """Why the destinations are of past days; empty if they are those of today."""
    if destinations.now:
        return ()
    return (
        "Authorities track young people until they are 18, and to 25 with an "
        "education, health and care plan. Later it is often not known where they are, "
        "so leavers are shown as they were on the 31 October and the 31 March after "
        "they left; where they are now is shown for those who are still tracked.",
    )


def _autumn(destinations: Destinations) -> str:
    day = first_autumn(destinations.left)
    return say_date(day) if day <= destinations.as_of else "still to come"
