"""The columns of a list of intended destinations: our empty list, and what is read."""

from pathlib import Path

from tracker.feeds.choices import young_applicants
from tracker.feeds.choices.chosen_places import OWN_PLACE
from tracker.feeds.feed_columns import read_columns

_OWN = read_columns(Path(__file__).with_name("columns.csv"))["intention"]

#: The columns of our empty list.
COLUMNS = young_applicants.PERSON + _OWN[:1] + young_applicants.PLACE + _OWN[1:]

#: The columns as they are looked for.
READ = young_applicants.READ_OF_PERSON + _OWN + young_applicants.PLACE

#: The columns of stored lines.
STORED = (*READ, OWN_PLACE)

#: Without these it gives no person, or no intention.
NEEDS = (*young_applicants.NEEDS, ("destination",))

INSTRUCTIONS = (
    "One row for each pupil of Years 9 to 11. Send the list again when plans change: "
    "the newest counts, and the earlier ones are kept.",
    "Give UPN or ULN if you have it; without either, name, DOB and Postcode decide.",
    "IntendedDestination is a code (111, 121, 211, 311, 321, 411, 511, 611) or one of "
    "the words of its list.",
    "Name the school, college or provider wherever you know it.",
    "Leave a cell empty rather than writing unknown. Leave columns empty that you "
    "cannot fill; do not delete or rename the headings.",
)
