"""What else senders call the columns that lists of young people have in common.

Headings of councils' templates and of the systems that schools, colleges and training
providers keep; compared without case, spaces and punctuation. A heading that could
mean two things ("Start", "Hours", "School", "Status") is in neither list: it is asked.
"""

#: Whose a column is, before or after its name: "Learner surname", "DOB of pupil". What
#: is a parent's, an employer's or a former school's is another column.
OWNERS = (
    *("learners", "learner", "students", "student", "pupils", "pupil", "stud", "stu"),
    *("std", "youngpersons", "youngperson", "yps", "yp", "clients", "client"),
    *("candidates", "candidate", "trainees", "trainee", "apprentices", "apprentice"),
    *("legal", "full"),
)

#: What follows the name of a number and adds nothing: "ULN number", "UPN no.".
NUMBER_WORDS = ("number", "no", "num", "code", "id")
NUMBERS = frozenset({"upn", "uln", "ukprn", "urn", "laestab", "former_upn", "estab"})

PERSON: dict[str, tuple[str, ...]] = {
    "surname": (
        *("LegalLastName", "LegalFamilyName", "SName", "FamilyNames", "Surnames"),
        *("CurrentSurname", "SurnameLegal", "StudentLastName", "LastNames"),
    ),
    "forename": (
        *("LegalFirstName", "LegalGivenName", "LegalForenames", "FName", "FirstNames"),
        *("Forename1", "FirstForename", "ForenameLegal", "Christian name"),
    ),
    "middle_names": ("LegalMiddleNames", "MiddleForenames", "OtherForenames"),
    "full_name": (
        *("FullName", "NameOfLearner", "NameOfStudent", "NameOfPupil", "FullLegalName"),
        *("YoungPersonsName", "YoungPerson", "NameOfYoungPerson"),
    ),
    "dob": ("BirthDate", "Born", "DateBirth", "BDate", "DtOfBirth", "DateOfBirthDOB"),
    "sex": ("LegalSex", "SexCode", "GenderCode", "GenderSex", "SexGender"),
    "postcode": (
        *("AddressPostcode", "PostalCode", "HomeAddressPostcode", "PCode", "PostCd"),
        *("CurrentPostcode", "HomePostCode", "PostcodeOfHomeAddress", "AddrPostcode"),
        "PostcodeHome",
    ),
    "upn": ("UniquePupilNo", "UniquePupilReference", "UniquePupilNumberUPN"),
    "uln": (
        *("MIAPULN", "UniqueLearnNo", "UniqueLearnerNum", "LRSULN", "ULNNumber"),
        *("UniqueLearningNumber", "UniqueLearnerReference", "UniqueLearnerNumberULN"),
    ),
    "phone": (
        *("MobileTel", "MobileNo", "MobileTelephone", "MobilePhoneNumber", "TelNo"),
        *("TelephoneNumber", "TelephoneNo", "PhoneNumber", "PhoneNo", "ContactNumber"),
        *("MobileTelephoneNumber", "TelNumber", "MobilePhone"),
    ),
    "email": ("EmailAddr", "PersonalEmail", "EMailAddress"),
}

ENROLMENT: dict[str, tuple[str, ...]] = {
    **PERSON,
    "laestab": (
        *("DfECode", "DCSFNumber", "DfESNumber", "LAEstabNumber", "SchoolDfENumber"),
        *("SchoolDfENo", "EstabNo", "DfEEstablishmentNumber", "SchoolLAESTAB"),
        "LEAEstab",
    ),
    "ukprn": ("CollegeUKPRN", "UKPRNOfProvider", "UKProviderRefNumber"),
    "provider": (
        *(
            "CollegeProviderName",
            "NameOfProvider",
            "NameOfCollege",
            "NameOfInstitution",
        ),
        *(
            "TrainingProvider",
            "TrainingProviderName",
            "InstitutionName",
            "SchoolCollege",
        ),
        *("SchoolCollegeName", "EstablishmentName", "LearningProvider", "CentreName"),
        *("NameOfSchoolCollege", "ProviderCollege", "NameOfTrainingProvider"),
        *("SchoolCollegeProvider", "NameOfEstablishment", "LearningProviderName"),
    ),
    "start": (
        *("DateStarted", "DateOfEnrolment", "EnrolDate", "EnrolmentStartDate"),
        *("ProgrammeStartDate", "DateStartedCourse", "CourseStart", "ProgrammeStart"),
        *("StartedOn", "ActualStartDate", "StartDt", "DateOfStart", "CrsStartDate"),
        *("LearningStartDate", "AimStartDate", "CourseDateStart", "DateEnrolled"),
        *("StartOnProgramme", "CrsStart", "DateCommenced", "CommencementDate"),
        *("StudyStartDate", "StartDateOfCourse", "StartDateOfLearning", "DateJoined"),
    ),
    "end": (
        *("DateLeft", "LeaveDate", "DateOfLeaving", "LeftDate", "DateWithdrawn"),
        *("WithdrawnDate", "DateOfWithdrawal", "CourseEndDate", "ProgrammeEndDate"),
        *("CourseEnd", "DateEnded", "FinishDate", "DateFinished", "DOL", "LeaverDate"),
        *("LearningEndDate", "AimActualEndDate", "LastDateOfAttendance", "CrsEnd"),
        *("LastDayOfAttendance", "LeftOn", "DateLeftCourse", "CrsEndDate"),
        *("ActualLeavingDate", "DateOfLeaving", "LearningActualEndDate", "LeavingDt"),
    ),
    "planned_end": (
        *("ExpectedCourseEndDate", "PlannedCourseEndDate", "AnticipatedEndDate"),
        *("ExpectedCompletionDate", "PlannedEnd", "ExpectedEnd", "DueToEnd"),
        *("ExpectedFinishDate", "PlannedLeavingDate", "ExpectedLeavingDate"),
        *("PlannedCompletionDate", "LearningPlannedEndDate", "AimPlannedEndDate"),
        *("EstimatedEndDate", "ProgrammePlannedEndDate", "ExpectedEndDateOfCourse"),
        *("ExpectedDateOfCompletion", "PlannedEndDateOfCourse", "EndDatePlanned"),
        *("EndDateExpected", "DateDueToFinish", "DueToFinish", "ExpEndDate"),
        *("DateDueToEnd", "ExpEnd", "PlanEndDate"),
    ),
    "full_time": (
        *("FTPT", "FullPartTime", "FullTimePartTime", "FullTimeOrPartTime", "PTFT"),
        *("ModeOfStudy", "AttendanceMode", "FullOrPartTime", "IsFullTime"),
    ),
    "hours": (
        *("PHours", "PlannedLearningHours", "AnnualHours", "TotalPlannedHours"),
        *("PlannedHoursYear", "HoursPerYear", "PLH", "TotalPlannedLearningHours"),
    ),
    "course": (
        *(
            "Programme",
            "CourseName",
            "ProgrammeName",
            "ProgrammeOfStudy",
            "StudyProgramme",
        ),
        *("CourseDescription", "CrsTitle", "QualificationTitle", "CourseOfStudy"),
        *("CourseStudied", "CourseProgramme", "CourseQualification", "AimTitle"),
    ),
    "aim": ("LARSCode", "AimReference", "LearnAimReference", "LearningAimRef"),
    "goal_level": (
        *("LevelOfCourse", "LevelOfStudy", "StudyLevel", "ProgrammeLevel", "NVQLevel"),
        "LevelOfLearning",
    ),
    "withdrawal": (
        *("ReasonForLeaving", "LeavingReason", "ReasonLeft", "ReasonForWithdrawal"),
        *("WithdrawalReasonCode", "LeaverReason"),
    ),
    "next_step": (
        *("DestinationDescription", "LeaverDestination", "DestinationOnLeaving"),
        *("IntendedDestination", "KnownDestination", "NextDestination"),
    ),
    "ehcp": (
        *("EHCPYN", "EHCPlanYN", "EducationHealthCarePlan", "CurrentEHCP"),
        *("EducationHealthAndCarePlan", "HasEHCPlan", "EHCPIndicator", "EHCPStatus"),
    ),
    "high_needs": ("HighNeedsStudent", "HighNeedsYN", "HNS", "HighNeedsLearner"),
    "enrol_status": ("EnrolmentStatus", "EnrollmentStatus", "EnrolmentState"),
}

CENSUS: dict[str, tuple[str, ...]] = {
    **{name: words for name, words in PERSON.items() if name not in ("full_name",)},
    "lea": ("LEACode", "LA", "LocalAuthorityCode", "LACode", "LEANumber"),
    "estab": (
        *("EstabNo", "DfECode", "SchoolDfENumber", "DCSFNumber", "DfESNumber"),
        *("LAEstabNumber", "LEAEstab", "EstablishmentNo", "SchoolEstab"),
    ),
    "former_upn": ("PreviousUniquePupilNumber", "FormerUniquePupilNumber", "OldUPN"),
    "preferred_surname": ("PreferredLastName", "ChosenSurname", "KnownAsSurname"),
    "preferred_forename": (
        *("PreferredFirstName", "ChosenForename", "ChosenName", "PreferredName"),
        *("KnownAsForename", "PreferredGivenName", "KnownAsName"),
    ),
    "former_surname": ("PreviousSurname", "FormerLastName", "PreviousLastName"),
    "enrol_status": (
        *("EnrollmentStatus", "EnrolmentStatusCode", "EnrolmentStatusDescription"),
        *("OnRollStatus", "RollStatus", "EnrolmentType", "RegistrationStatus"),
    ),
    "entry_date": (
        *("DOA", "AdmittedDate", "DateAdmitted", "DateOfAdmission", "EntryDt"),
        *(
            "DateEntered",
            "DateJoined",
            "EnrolmentDate",
            "DateOfEnrolment",
            "DateOnRoll",
        ),
    ),
    "leaving_date": (
        *("DOL", "DateLeft", "LeaveDate", "LeftDate", "LeaverDate", "OffRollDate"),
        *("DateOffRoll", "DateRemovedFromRoll", "DateOfLeavingSchool"),
    ),
    "year_group": (
        *(
            "NationalCurriculumYear",
            "NCYearGroup",
            "CurriculumYear",
            "YrGroup",
            "YrGrp",
        ),
        *(
            "NCYearActualCode",
            "YearTaughtIn",
            "SchoolYearGroup",
            "YearGrp",
            "ActualNCYear",
        ),
        *("NationalCurriculumYearActual", "NCYearAtLeaving", "CurrentYearGroup"),
    ),
    "ethnicity": ("EthnicGroup", "EthnicityCodeCensus", "EthnicOrigin"),
    "sen": ("SENDStatus", "SENStage", "SENProvisionCode", "SENCode", "SENDProvision"),
    "meals": ("FreeSchoolMeals", "EligibleForFSM", "FSMEligibility", "FSMIndicator"),
    "form_group": ("Reg", "RegistrationForm", "Form", "TutorGrp", "RegForm", "RegGrp"),
    "address_line_1": ("AddressLineOne", "Addr1", "HomeAddressLine1", "AddLine1"),
    "address_line_2": ("AddressLineTwo", "Addr2", "HomeAddressLine2", "AddLine2"),
    "address_line_3": ("Addr3", "HomeAddressLine3", "AddLine3"),
    "street": ("StreetName",),
    "parent_name": ("ParentGuardianName", "ParentsName", "NameOfParent"),
}
