"""The codes that the program itself names, beside the numbers of the requirement."""

import pytest

from tracker.domain.reference import activity, codes

# Source: NCCIS data requirement, annexes of codes.
ACTIVITIES = """
AT_SCHOOL 110             HOME_EDUCATED 120        NOT_KNOWN_COMPULSORY 150
SCHOOL_SIXTH_FORM 210     SIXTH_FORM_COLLEGE 220   FURTHER_EDUCATION 230
HIGHER_EDUCATION 240      PART_TIME_EDUCATION 250  GAP_YEAR 260
OTHER_FULL_TIME 270       SPECIAL_POST_16 280      CUSTODY_JUVENILE 290
APPRENTICESHIP 310        JOB_WITHOUT_TRAINING 330 JOB_WITH_TRAINING 340
TEMPORARY_JOB 350         PART_TIME_JOB 360        SELF_EMPLOYED 380
VOLUNTARY_WITH_STUDY 550  WORK_BASED_LEARNING 410  OTHER_TRAINING 430
DWP_PROGRAMME 440         TRAINEESHIP 450          SUPPORTED_INTERNSHIP 460
RE_ENGAGEMENT 530         NOT_READY 610            START_AGREED 616
SEEKING 619               CARER 620                PARENT 630
ILLNESS 640               PREGNANCY 650            CUSTODY_ADULT 710
ASYLUM_SEEKER 720         NOT_KNOWN 810            REFUSED 830
"""

CODES = """
MALE M                    GENDER_NOT_KNOWN U
REFUSED REFU              NOT_OBTAINED NOBT
LOOKED_AFTER 110          PARENT 120               REFUGEE 130
CARER 140                 SUBSTANCE_MISUSE 150     YOUTH_JUSTICE 170
CARE_LEAVER 160
PREGNANT 180              ALTERNATIVE_PROVISION 200
MENTAL_HEALTH 210         MINIMUM_INTERVENTION 3
OFFER_MADE 110            CONTINUING_EDUCATION 114 CONTINUING_EMPLOYMENT 115
EMPLOYMENT_WITHOUT_TRAINING 120                    PERSONAL_CIRCUMSTANCES 122
AWAITING_OUTCOME 140      NOT_APPLIED 151          NO_CONTACT 154
NOT_RECORDED 159          SAME_SCHOOL 111          EDUCATION_ELSEWHERE 121
APPRENTICESHIP_INTENDED 211                        UNDECIDED 511
DESTINATION_NOT_OBTAINED 611
PROPOSED proposed         ALLOCATED allocated      TURNED_DOWN turned-down
PRIMARY P                 GUARANTEE_ONLY G         AGED_OUT A
TRANSFERRED T             LEFT_ENGLAND E           DUPLICATE M
DIED D                    PLAN_ENDED L
ABROAD 000                WALES 001                SCOTLAND 002
OTHER_UK 003              UNKNOWN_AUTHORITY 004    SERVICE_CHILDREN 702
"""


def pairs(table: str) -> list[tuple[str, str]]:
    words = table.split()
    return list(zip(words[::2], words[1::2], strict=True))


@pytest.mark.parametrize(("name", "code"), pairs(ACTIVITIES))
def test_a_named_activity_has_its_code(name: str, code: str) -> None:
    assert getattr(activity, name).code == code


@pytest.mark.parametrize(("name", "code"), pairs(CODES))
def test_a_named_code_has_its_value(name: str, code: str) -> None:
    assert getattr(codes, name) == code


def test_no_named_code_is_missing_in_these_tables() -> None:
    named = {
        name
        for name, it in vars(codes).items()
        if name.isupper() and isinstance(it, str)
    }
    assert named == {name for name, _ in pairs(CODES)}


@pytest.mark.parametrize(
    ("code_list", "name"),
    [
        (codes.GENDERS, "gender"),
        (codes.ETHNICITIES, "ethnicity"),
        (codes.CHARACTERISTICS, "characteristics"),
        (codes.LEVELS_OF_NEED, "level of need"),
        (codes.GUARANTEE_STATUSES, "September Guarantee status"),
        (codes.INTENDED_DESTINATIONS, "intended destination"),
        (codes.COHORT_STATUSES, "cohort status"),
        (codes.AUTHORITIES, "local authority"),
    ],
)
def test_a_value_that_is_no_code_is_refused_by_the_name_of_its_list(
    code_list: codes.CodeList[codes.Code], name: str
) -> None:
    with pytest.raises(ValueError, match=f"^'none' is not a code for {name}$"):
        code_list["none"]


def test_the_guarantee_is_published_under_four_categories() -> None:
    assert (
        *("offer made", "offer not appropriate", "no offer", "not recorded"),
    ) == codes.GUARANTEE_CATEGORIES


# status, published category, of Year 11 too
GUARANTEE = """
110 offer made            | 114 offer made            | 115 offer made
120 offer not appropriate | 122 offer not appropriate | 123 offer not appropriate
124 offer not appropriate | 140 no offer              | 150 no offer
151 no offer              | 153 no offer              | 154 no offer
159 not recorded
"""


@pytest.mark.parametrize("row", GUARANTEE.replace("|", "\n").strip().splitlines())
def test_a_guarantee_status_has_its_category(row: str) -> None:
    value, _, category = row.strip().partition(" ")
    assert codes.GUARANTEE_STATUSES[value].category == category


def test_a_place_outside_england_is_abroad_or_in_another_country_of_the_kingdom() -> (
    None
):
    assert {"000", "001", "002", "003"} == codes.OUTSIDE_ENGLAND
    assert {"000", "001", "002", "003", "004"} == codes.ELSEWHERE


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("COMPULSORY", "compulsory education"),
        ("EDUCATION", "education"),
        ("EMPLOYMENT", "employment"),
        ("TRAINING", "training"),
        ("RE_ENGAGED", "re-engagement"),
        ("NEET", "neet"),
        ("OTHER", "other"),
        ("UNKNOWN", "not known"),
        ("FULL_TIME_EDUCATION", "full-time education"),
        ("APPRENTICE", "apprenticeship"),
        ("OTHER_PARTICIPATION", "other education and training"),
        ("MEETS", "meets"),
        ("WORKING_TOWARDS", "working towards"),
        ("TEMPORARY_BREAK", "temporary break"),
        ("DOES_NOT_MEET", "does not meet"),
        ("DUTY_NOT_KNOWN", "not known"),
        ("DUTY_NOT_YET", "below school leaving age"),
        ("DUTY_PAST", "not under the duty"),
        ("YEAR_END", "academic year end"),
        ("AFTER_VERIFIED", "months since verified"),
        ("AFTER_REVIEW", "weeks after review"),
        ("NEVER", "none"),
        ("TO_BE_CONFIRMED", "to be confirmed against the current requirement"),
    ],
)
def test_a_word_about_activities_is_as_in_their_table(name: str, word: str) -> None:
    assert getattr(activity, name) == word
