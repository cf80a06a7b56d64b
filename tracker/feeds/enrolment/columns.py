"""The columns of an enrolment list: two vendors' templates, and ours that holds both.

The titles are the headings of our template; ``about`` is the instruction for each on
its second sheet. A list need not have all of them.
"""

from tracker import domain
from tracker.domain.history.details.restrictions import MAY_BE_PASSED_ON
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.declaration import Column, with_words
from tracker.feeds.headings.heading_words import ENROLMENT

COLUMNS = (
    Column(
        "forename",
        "Forename",
        ("Forenames", "FirstName", "GivenName", "GivenNames", "LegalForename"),
        True,
        about="First name",
    ),
    Column(
        "surname",
        "Surname",
        ("LastName", "FamilyName", "LegalSurname"),
        True,
        about="Family name",
    ),
    Column("middle_names", "MiddleNames", ("MiddleName",), about="If there are any"),
    Column(
        "full_name",
        "FullName",
        ("Name", "LearnerName", "StudentName", "PupilName"),
        about="Only if you cannot split the name: Surname, Forename",
    ),
    Column(
        "dob",
        "DOB",
        ("DateOfBirth", "BirthDate", "Date of Birth"),
        True,
        "date",
        about="Date of birth as dd/mm/yyyy",
    ),
    Column("sex", "Sex", ("Gender",), about="F or M"),
    Column(
        "postcode",
        "Postcode",
        ("HomePostcode", "PostcodeCurrent"),
        True,
        "postcode",
        about="Of the home address",
    ),
    Column("upn", "UPN", ("UniquePupilNumber",), kind="upn", about="13 characters"),
    Column(
        "uln",
        "ULN",
        ("UniqueLearnerNumber", "UniqueLearnerNo"),
        kind="uln",
        about="10 digits, as text; leave it empty while it is not known",
    ),
    Column(
        "laestab",
        "DfENo",
        ("DfENumber", "LAESTAB", "Estab", "EstablishmentNumber"),
        kind="laestab",
        about="Of a school or college: 7 digits, or the last 4 within the authority",
    ),
    Column("urn", "URN", ("EstablishmentURN",), kind="urn", about="Instead of DfENo"),
    Column(
        "ukprn",
        "UKPRN",
        ("UKProviderReferenceNumber", "ProviderUKPRN"),
        kind="ukprn",
        about="Of a college or training provider: 8 digits",
    ),
    Column(
        "provider",
        "ProviderName",
        ("Provider", "CollegeName", "SchoolName", "Institution"),
        about="If there is no number",
    ),
    Column(
        "start",
        "StartDate",
        ("EnrolmentDate", "LearnStartDate", "CourseStartDate"),
        True,
        "date",
        about="First day of the course as dd/mm/yyyy",
    ),
    Column(
        "end",
        "EndDate",
        ("LeavingDate", "WithdrawalDate", "LearnActEndDate", "ActualEndDate"),
        kind="date",
        about="Last day, once they have left",
    ),
    Column(
        "planned_end",
        "PlannedEndDate",
        ("ExpectedEndDate", "LearnPlanEndDate", "PredictedEndDate"),
        kind="date",
        about="Day the course should end",
    ),
    Column(
        "full_time",
        "FullTime",
        ("FullTimeYN", "FT", "ModeOfAttendance", "StudyMode"),
        about="Y or N",
    ),
    Column(
        "hours",
        "PlannedHours",
        ("PlannedHoursPerYear", "PlanLearnHours"),
        about="In the year; 540 or more are full time",
    ),
    Column("course", "CourseTitle", ("Course", "ProgrammeTitle"), about="Its title"),
    Column("aim", "LearnAimRef", ("LearningAimReference",), about="8 characters"),
    Column("goal_level", "GoalLevel", ("Level", "CourseLevel"), about="Level 1 to 3"),
    Column("goal", "GoalDescription", about="What it leads to"),
    Column(
        "situation",
        "SituationGroup",
        about="For example Apprenticeship, Supported internship, Study programme",
    ),
    Column("situation_part", "SituationSubGroup", about="More precisely"),
    Column("qualification_level", "QualLevel", ("QualificationLevel",), about="1 to 7"),
    Column("occupation", "OccAreaGroup", about="Occupational area"),
    Column("occupation_part", "OccAreaSubGroup", about="More precisely"),
    Column("email", "Email", ("EmailAddress",), about="Of the young person"),
    Column(
        "phone",
        "Mobile",
        ("MobileNumber", "Phone", "Telephone"),
        about="Of the young person",
    ),
    Column(
        "previous_school",
        "PreviousSchoolURN",
        kind="urn",
        about="Where they were in Year 11",
    ),
    Column("ehcp", "EHCP", ("EHCPlan", "EHC", "HasEHCP"), about="Y or N"),
    Column("high_needs", "HighNeeds", about="Y or N"),
    Column("withdrawal", "WithdrawalReason", ("WithdrawReason",), about="If they left"),
    Column("next_step", "NextStep", ("Destination",), about="If you know it"),
)

#: Columns of lists that are not in our template.
BESIDE = (
    Column("surname_first", "SurnameForename", about="Both names, surname first"),
    Column("forename_first", "ForenameSurname", about="Both names, forename first"),
    Column("preferred_surname", "PreferredSurname", about="If it is another"),
    Column("preferred_forename", "PreferredForename", ("KnownAs",), about="If another"),
    Column("year_group", "NCyearActual", ("NCYear", "YearGroup"), about="9 to 14"),
    Column("enrol_status", "EnrolStatus", about="For example Enrolled or Leaver"),
    Column("completion", "CompStatus", about="1, 2, 3 or 6, as in the learner record"),
)

#: The columns as they are looked for: also by other senders' words for them.
READ = with_words((*COLUMNS, *BESIDE), ENROLMENT)

#: The columns that a school or college may pass on about a restricted person.
WHEN_RESTRICTED = frozenset(column.name for column in READ) & MAY_BE_PASSED_ON

#: The columns without which a list gives neither a person nor a time.
NEEDS = (("surname", *BOTH_NAMES), ("dob", "uln", "upn"), ("start", "end"))

#: The vendors' own columns, in their order.
EDUCATION_TEMPLATE = (
    "Forename",
    "Surname",
    "DOB",
    "Postcode",
    "UPN",
    "DfENo",
    "StartDate",
    "EndDate",
    "GoalLevel",
    "GoalDescription",
)
TRAINING_TEMPLATE = (
    "Forename",
    "Surname",
    "DOB",
    "Postcode",
    "UPN",
    "UKPRN",
    "StartDate",
    "EndDate",
    "SituationGroup",
    "SituationSubGroup",
    "QualLevel",
    "OccAreaGroup",
    "OccAreaSubGroup",
)

#: Below this in a year a study programme is part-time.
FULL_TIME_HOURS = 540

FULL_TIME_WORDS = {
    "FT": True,
    "FULL TIME": True,
    "FULL-TIME": True,
    "FULLTIME": True,
    "PT": False,
    "PART TIME": False,
    "PART-TIME": False,
    "PARTTIME": False,
}

#: Words of a situation group or sub-group, as headings are compared: without spaces and
#: case. None leaves it to the kind of institution. A sub-group is more precise
#: than its group.
SITUATIONS: dict[str, str | None] = {
    "apprenticeship": domain.reference.activity.APPRENTICESHIP.code,
    "apprentice": domain.reference.activity.APPRENTICESHIP.code,
    "foundationapprenticeship": domain.reference.activity.APPRENTICESHIP.code,
    "intermediateapprenticeship": domain.reference.activity.APPRENTICESHIP.code,
    "advancedapprenticeship": domain.reference.activity.APPRENTICESHIP.code,
    "supportedinternship": domain.reference.activity.SUPPORTED_INTERNSHIP.code,
    "traineeship": domain.reference.activity.TRAINEESHIP.code,
    "training": domain.reference.activity.WORK_BASED_LEARNING.code,
    "workbasedlearning": domain.reference.activity.WORK_BASED_LEARNING.code,
    "wbl": domain.reference.activity.WORK_BASED_LEARNING.code,
    "governmentfundedtraining": domain.reference.activity.WORK_BASED_LEARNING.code,
    "othertraining": domain.reference.activity.OTHER_TRAINING.code,
    "privatetraining": domain.reference.activity.OTHER_TRAINING.code,
    "reengagement": domain.reference.activity.RE_ENGAGEMENT.code,
    "reengagementprovision": domain.reference.activity.RE_ENGAGEMENT.code,
    "employmentwithstudy": domain.reference.activity.JOB_WITH_STUDY.code,
    "jobwithstudy": domain.reference.activity.JOB_WITH_STUDY.code,
    "jobwithregulatedtraining": domain.reference.activity.JOB_WITH_STUDY.code,
    "jobwithtraining": domain.reference.activity.JOB_WITH_TRAINING.code,
    "employmentwithtraining": domain.reference.activity.JOB_WITH_TRAINING.code,
    "job": domain.reference.activity.JOB_WITHOUT_TRAINING.code,
    "employment": domain.reference.activity.JOB_WITHOUT_TRAINING.code,
    "jobwithouttraining": domain.reference.activity.JOB_WITHOUT_TRAINING.code,
    "employmentwithouttraining": domain.reference.activity.JOB_WITHOUT_TRAINING.code,
    "temporaryemployment": domain.reference.activity.TEMPORARY_JOB.code,
    "temporaryjob": domain.reference.activity.TEMPORARY_JOB.code,
    "parttimeemployment": domain.reference.activity.PART_TIME_JOB.code,
    "parttimejob": domain.reference.activity.PART_TIME_JOB.code,
    "selfemployed": domain.reference.activity.SELF_EMPLOYED.code,
    "selfemployment": domain.reference.activity.SELF_EMPLOYED.code,
    "volunteeringwithstudy": domain.reference.activity.VOLUNTARY_WITH_STUDY.code,
    "parttimeeducation": domain.reference.activity.PART_TIME_EDUCATION.code,
    "education": None,
    "fulltimeeducation": None,
    "studyprogramme": None,
    "tlevel": None,
    "alevels": None,
    "college": None,
    "sixthform": None,
}

#: Courses of this kind are not what a list of 16 to 18 provision is for.
HIGHER_EDUCATION_WORDS = frozenset(
    {"he", "highereducation", "degree", "foundationdegree", "hnd", "hnc", "university"}
)
HIGHER_EDUCATION_LEVEL = 4
