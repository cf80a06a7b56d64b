"""The columns of a list of applications: our empty list, and what is read."""

from pathlib import Path

from tracker.feeds.choices import young_applicants
from tracker.feeds.choices.chosen_places import OWN_PLACE
from tracker.feeds.feed_columns import read_columns

_TABLES = read_columns(Path(__file__).with_name("columns.csv"))

#: The columns of our empty list.
COLUMNS = young_applicants.PERSON + young_applicants.PLACE + _TABLES["application"]

#: The columns as they are looked for.
READ = (
    young_applicants.READ_OF_PERSON
    + young_applicants.PLACE
    + _TABLES["application"]
    + _TABLES["list"]
)

#: The columns of stored lines.
STORED = (*READ, OWN_PLACE)

#: Without these it gives no person, or nothing about an application.
NEEDS = (*young_applicants.NEEDS, ("application_stage", "guarantee_status"))

INSTRUCTIONS = (
    "One row for each application: a young person with three applications has three.",
    "Give ULN or UPN if you have it; without either, name, DOB and Postcode decide.",
    "ApplicationStatus is one of the words of its list, or a word of your own system.",
    "Leave out adults, and young people below Year 11 or above Year 13.",
    "Leave a cell empty rather than writing unknown. Leave columns empty that you "
    "cannot fill; do not delete or rename the headings.",
)
