"""The likelihood of each next step: the shares that make the authority look real.

The shares were set so that the figures of a whole authority come out near those that
DfE published for Wigan for 2025: NEET 3.8 %, apprenticeships 6 %, full-time education
80 %.
"""

from tracker.domain.reference.activity import (
    APPRENTICESHIP,
    FURTHER_EDUCATION,
    ILLNESS,
    JOB_WITH_STUDY,
    JOB_WITH_TRAINING,
    JOB_WITHOUT_TRAINING,
    NOT_READY,
    OTHER_NOT_AVAILABLE,
    OTHER_TRAINING,
    PART_TIME_EDUCATION,
    PART_TIME_JOB,
    RE_ENGAGEMENT,
    SCHOOL_SIXTH_FORM,
    SEEKING,
    SIXTH_FORM_COLLEGE,
    SPECIAL_POST_16,
    START_AGREED,
    SUPPORTED_INTERNSHIP,
    TEMPORARY_JOB,
    VOLUNTARY,
    WORK_BASED_LEARNING,
)

#: A next step: an activity's code, or STAYS.
Shares = dict[str, float]
STAYS = "stays"

SIXTH, COLLEGE, FE = (
    SCHOOL_SIXTH_FORM.code,
    SIXTH_FORM_COLLEGE.code,
    FURTHER_EDUCATION.code,
)
PART_TIME, SPECIAL, INTERN = (
    PART_TIME_EDUCATION.code,
    SPECIAL_POST_16.code,
    SUPPORTED_INTERNSHIP.code,
)
APPRENTICE, WBL, TRAINING = (
    APPRENTICESHIP.code,
    WORK_BASED_LEARNING.code,
    OTHER_TRAINING.code,
)
STUDY_JOB, JOB, TRAINED_JOB = (
    JOB_WITH_STUDY.code,
    JOB_WITHOUT_TRAINING.code,
    JOB_WITH_TRAINING.code,
)
PART_TIME_WORK, TEMPORARY, BACK, NEET = (
    PART_TIME_JOB.code,
    TEMPORARY_JOB.code,
    RE_ENGAGEMENT.code,
    SEEKING.code,
)

FULL_TIME = frozenset((SIXTH, COLLEGE, FE, SPECIAL))
LEARNING = FULL_TIME | {PART_TIME}
TRAINED = frozenset((APPRENTICE, WBL, TRAINING, INTERN))
WORKING = frozenset((STUDY_JOB, JOB, TRAINED_JOB, PART_TIME_WORK, TEMPORARY))

#: After Year 11.
AFTER_11: Shares = {
    **{SIXTH: 16.0, COLLEGE: 27.0, FE: 43.6, PART_TIME: 0.4, APPRENTICE: 3.1},
    **{WBL: 4.1, TRAINING: 0.3, STUDY_JOB: 0.3, JOB: 1.2, TRAINED_JOB: 0.4},
    **{PART_TIME_WORK: 0.4, TEMPORARY: 0.2, BACK: 0.6, NEET: 2.5},
}
#: After Year 11 with an EHC plan.
AFTER_11_WITH_PLAN: Shares = {
    **{SIXTH: 9.0, COLLEGE: 5.0, FE: 60.0, SPECIAL: 9.0, APPRENTICE: 1.0, WBL: 7.0},
    **{BACK: 1.5, JOB: 0.5, NEET: 4.5},
}

#: At the end of a year, by the activity in it.
NEXT_YEAR: dict[str, Shares] = {
    SIXTH: {STAYS: 86, FE: 6, APPRENTICE: 2.5, JOB: 2, TRAINED_JOB: 0.5, NEET: 2.0},
    COLLEGE: {STAYS: 86, FE: 6, APPRENTICE: 2.5, JOB: 2, TRAINED_JOB: 0.5, NEET: 2.0},
    FE: {
        **{STAYS: 83, APPRENTICE: 4.5, JOB: 4, TRAINED_JOB: 1, PART_TIME_WORK: 1},
        **{WBL: 2, PART_TIME: 0.6, NEET: 3.0, STUDY_JOB: 0.5},
    },
    PART_TIME: {FE: 40, PART_TIME: 20, APPRENTICE: 10, JOB: 10, NEET: 20},
    SPECIAL: {STAYS: 92, FE: 4, NEET: 4},
    INTERN: {FE: 20, JOB: 50, NEET: 30},
    APPRENTICE: {STAYS: 86, APPRENTICE: 3, JOB: 6, FE: 3, NEET: 2},
    WBL: {FE: 30, APPRENTICE: 18, WBL: 27, JOB: 13, NEET: 12},
    TRAINING: {FE: 30, APPRENTICE: 20, TRAINING: 25, JOB: 15, NEET: 10},
    BACK: {FE: 30, WBL: 25, JOB: 10, NEET: 25, BACK: 10},
    NEET: {STAYS: 47, FE: 20, WBL: 12, APPRENTICE: 5, JOB: 11, BACK: 5},
    **{
        work: {STAYS: 60, APPRENTICE: 12, FE: 14, NEET: 9, JOB: 5}
        for work in (STUDY_JOB, JOB, TRAINED_JOB, PART_TIME_WORK, TEMPORARY)
    },
}
#: At the end of Year 13 and after, with an EHC plan.
NEXT_YEAR_WITH_PLAN: Shares = {
    STAYS: 70,
    FE: 12,
    SPECIAL: 3,
    INTERN: 6,
    WBL: 3,
    NEET: 6,
}

#: In the course of a year: the chance of leaving, and the next step.
LEAVES: dict[str, float] = {
    **dict.fromkeys((SIXTH, COLLEGE), 0.022),
    **{FE: 0.036, SPECIAL: 0.02, PART_TIME: 0.1, APPRENTICE: 0.1, INTERN: 0.1},
    **{WBL: 0.3, TRAINING: 0.3, BACK: 0.6, NEET: 0.42, TEMPORARY: 0.7},
    **dict.fromkeys((STUDY_JOB, JOB, TRAINED_JOB, PART_TIME_WORK), 0.2),
}
LEAVES_FOR: dict[str, Shares] = {
    **{
        taught: {
            NEET: 34,
            APPRENTICE: 18,
            JOB: 15,
            PART_TIME_WORK: 4,
            BACK: 4,
            WBL: 10,
            FE: 15,
        }
        for taught in (SIXTH, COLLEGE, FE, PART_TIME)
    },
    SPECIAL: {NEET: 60, FE: 40},
    INTERN: {NEET: 50, JOB: 50},
    APPRENTICE: {NEET: 28, JOB: 32, APPRENTICE: 25, FE: 15},
    WBL: {APPRENTICE: 32, FE: 10, JOB: 22, NEET: 28, BACK: 8},
    TRAINING: {APPRENTICE: 32, FE: 10, JOB: 22, NEET: 28, BACK: 8},
    BACK: {WBL: 32, FE: 15, NEET: 33, APPRENTICE: 10, JOB: 10},
    NEET: {BACK: 15, WBL: 25, APPRENTICE: 20, JOB: 20, PART_TIME_WORK: 6, FE: 14},
    **{
        work: {NEET: 30, APPRENTICE: 30, JOB: 20, WBL: 10, PART_TIME_WORK: 10}
        for work in (STUDY_JOB, JOB, TRAINED_JOB, PART_TIME_WORK, TEMPORARY)
    },
}

#: The share of spells that no source ever reports.
HIDDEN: dict[str, float] = {
    **dict.fromkeys(FULL_TIME, 0.0045),
    **dict.fromkeys(TRAINED, 0.008),
    **dict.fromkeys(WORKING, 0.07),
    **{PART_TIME: 0.01, BACK: 0.01, NEET: 0.035},
}

#: Reasons to be NEET that any young person may have, with their shares.
REASONS: Shares = {
    SEEKING.code: 74,
    NOT_READY.code: 8,
    START_AGREED.code: 3,
    ILLNESS.code: 11,
    VOLUNTARY.code: 2,
    OTHER_NOT_AVAILABLE.code: 2,
}
