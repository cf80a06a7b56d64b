"""The columns of a list of university applications: our empty list, and all read."""

from pathlib import Path

from tracker.feeds.choices import young_applicants
from tracker.feeds.feed_columns import read_columns

_OWN = read_columns(Path(__file__).with_name("columns.csv"))["own"]

#: The columns of our empty list.
COLUMNS = young_applicants.PERSON + _OWN

#: The columns as they are looked for, and of stored lines.
READ = young_applicants.READ_OF_PERSON + _OWN

#: Without these it gives no person, or shows no application to a university.
NEEDS = (
    *young_applicants.NEEDS,
    ("ucas_id", "university", "university_code"),
    ("application_status",),
)

INSTRUCTIONS = (
    "One row for each application: a young person with five applications has five.",
    "Give ULN or UPN if you have it; without either, name, DOB and Postcode decide.",
    "UCASStatus is one of the words of its list, or a word of UCAS.",
    "University is the name; where your list has the code of UCAS alone, use "
    "UniversityCode.",
    "EntryYear is the year in which the course begins, also of a deferred place.",
    "Leave a cell empty rather than writing unknown. Leave columns empty that you "
    "cannot fill; do not delete or rename the headings.",
)
