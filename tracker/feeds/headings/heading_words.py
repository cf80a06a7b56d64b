"""Other headings that senders use for the columns of lists of young people.

Headings of councils' templates and of the systems that schools, colleges and training
providers keep; compared without case, spaces and punctuation. A heading that could mean
two things ("Start", "Hours", "School", "Status") is not listed here, so that a page
asks the user which is meant.
"""

#: The owner of a column, before or after its name: "Learner surname", "DOB of pupil".
#: A parent's, an employer's or a former school's is another column.
OWNERS = (
    *("learners", "learner", "students", "student", "pupils", "pupil", "stud", "stu"),
    *("std", "youngpersons", "youngperson", "yps", "yp", "clients", "client"),
    *("candidates", "candidate", "trainees", "trainee", "apprentices", "apprentice"),
    *("legal", "full", "stem"),
)

#: Words after the name of a number that add nothing: "ULN number", "UPN no.".
NUMBER_WORDS = ("number", "no", "num", "code", "id")
NUMBERS = frozenset({"upn", "uln", "ukprn", "urn", "laestab", "former_upn", "estab"})

#: Schools' words for the first day on their roll. Colleges enrol, schools admit: where
#: a table could be a list or a census otherwise, these words make it a census.
ADMISSION = (
    *("AdmissionDate", "DateOfAdmission", "DOA", "AdmissionOn"),
    *("AdmittedDate", "DateAdmitted", "AdmittedOn", "AdmDate", "AdmissionDt"),
    *("EntryDate", "DateOfEntry", "EntryDt", "DateEntered", "SchoolEntryDate"),
    *("SchoolAdmissionDate", "DateOfEntryToSchool", "SchoolStartDate", "DateOnRoll"),
    *("OnRollDate", "OnRollFrom", "RollDate", "DateOnToRoll", "OnRollSince"),
    *("DateJoinedRoll", "DateAddedToRoll", "DateJoinedSchool", "DateStartedSchool"),
)

#: Schools' words for the day on which a pupil leaves the roll.
OFF_THE_ROLL = (
    *("OffRollDate", "DateOffRoll", "DateRemovedFromRoll", "DateOfLeavingSchool"),
    *("OffRollOn", "RemovedFromRoll", "DateTakenOffRoll", "DateLeftSchool"),
    *("RemovedFromRollDate", "SchoolLeavingDate", "DateLeftRoll", "LeavingDateSchool"),
)

PERSON: dict[str, tuple[str, ...]] = {
    "surname": (
        *("LegalLastName", "LegalFamilyName", "SName", "FamilyNames", "Surnames"),
        *("CurrentSurname", "SurnameLegal", "StudentLastName", "LastNames", "Last"),
        *("PSurname", "SSurname", "Cyfenw"),
    ),
    "forename": (
        *("LegalFirstName", "LegalGivenName", "LegalForenames", "FName", "FirstNames"),
        *("Forename1", "FirstForename", "ForenameLegal", "Christian name", "First"),
        *("ChristianNames", "PForenames", "PForename", "SForename", "SForenames"),
        *("EnwCyntaf", "Enwau"),
    ),
    "middle_names": ("LegalMiddleNames", "MiddleForenames", "OtherForenames"),
    "full_name": (
        *("FullName", "NameOfLearner", "NameOfStudent", "NameOfPupil", "FullLegalName"),
        *("YoungPersonsName", "YoungPerson", "NameOfYoungPerson"),
    ),
    "dob": (
        *("BirthDate", "Born", "DateBirth", "BDate", "DtOfBirth", "DateOfBirthDOB"),
        *("PDOB", "PDateOfBirth", "SDOB", "DyddiadGeni"),
    ),
    "sex": (
        *("LegalSex", "SexCode", "GenderCode", "GenderSex", "SexGender", "MF", "FM"),
        *("SexAtBirth", "MaleFemale", "BirthSex"),
    ),
    "postcode": (
        *(
            "CodPost",
            "PPostcode",
            "Postcode1",
            "CurrentAddressPostcode",
            "MainAddressPostcode",
        ),
        *("PostcodeCurrentAddress", "PermanentPostcode", "HomeAddPostcode"),
        *("AddressPostcode", "PostalCode", "HomeAddressPostcode", "PCode", "PostCd"),
        *("CurrentPostcode", "HomePostCode", "PostcodeOfHomeAddress", "AddrPostcode"),
        "PostcodeHome",
    ),
    "upn": (
        *("UniquePupilNo", "UniquePupilReference", "UniquePupilNumberUPN"),
        *("UniquePupilRef", "SchoolUPN", "CurrentUPN"),
    ),
    "uln": (
        *("MIAPULN", "UniqueLearnNo", "UniqueLearnerNum", "LRSULN", "ULNNumber"),
        *("UniqueLearningNumber", "UniqueLearnerReference", "UniqueLearnerNumberULN"),
    ),
    "phone": (
        *("MobileTel", "MobileNo", "MobileTelephone", "MobilePhoneNumber", "TelNo"),
        *("TelephoneNumber", "TelephoneNo", "PhoneNumber", "PhoneNo", "ContactNumber"),
        *("MobileTelephoneNumber", "TelNumber", "MobilePhone", "Tel", "MainPhone"),
        *("HomeTelephone", "HomePhone", "TelephoneHome", "Telephone1", "HomeTel"),
    ),
    "email": ("EmailAddr", "PersonalEmail", "EMailAddress", "HomeEmail"),
}

#: Other names of a pupil, and the school year: of a school's list and of a census.
AT_SCHOOL: dict[str, tuple[str, ...]] = {
    "preferred_surname": (
        *(
            "PreferredLastName",
            "ChosenSurname",
            "KnownAsSurname",
            "PreferredFamilyName",
        ),
        "PrefSurname",
    ),
    "preferred_forename": (
        *("PreferredFirstName", "ChosenForename", "ChosenName", "PreferredName"),
        *("KnownAsForename", "PreferredGivenName", "KnownAsName", "PrefForename"),
        *("ChosenFirstName", "KnownAsFirstName", "PrefName", "PreferredForenames"),
    ),
    "year_group": (
        *("NationalCurriculumYear", "NCYearGroup", "CurriculumYear", "YrGroup"),
        *("YrGrp", "NCYearActualCode", "YearTaughtIn", "SchoolYearGroup", "YearGrp"),
        *("ActualNCYear", "NationalCurriculumYearActual", "NCYearAtLeaving"),
        *("CurrentYearGroup", "NCY", "NCYr", "NCYearCurrent", "YrGp", "YearGp", "Yr"),
        *("SchoolYr", "YGroup", "YG", "NCYGroup", "ActualYearGroup", "YearCode"),
        *("YearGroupName", "CurriculumYearGroup", "NCYearTaughtIn"),
    ),
}

ENROLMENT: dict[str, tuple[str, ...]] = {
    **PERSON,
    **AT_SCHOOL,
    "laestab": (
        *("DfESNo", "DCSFNo", "SchoolDfE", "DfE", "SchoolDfECode", "LAEstabCode"),
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
        *("Establishment", "NameOfSchool", "SixthForm", "SixthFormName", "College"),
        *("NameOfSchoolCollegeProvider", "NameOfSchoolCollegeOrProvider"),
        *("NameOfLearningProvider", "NameOfTrainingOrganisation", "Training Centre"),
    ),
    "start": (
        *ADMISSION,
        *("Started", "StartedDate", "EnrolmentStart", "EnrolmentStartDt", "EnrDate"),
        *("DateOfStarting", "CourseCommencementDate", "ProgStart", "ProgStartDate"),
        *("EnrolledDate", "EnrolledOn", "DateOfJoining", "JoiningDate", "JoinedDate"),
        *("LearnerStartDate", "FESStartDate", "StartDateUI", "EnrolledFrom"),
        *("EnrolmentDt", "EnrollmentDate", "CourseStartDt", "CommencedOn", "Commenced"),
        *("DateOfCommencement", "DateStartedProgramme", "DateStartedOnCourse"),
        *("DateStarted", "DateOfEnrolment", "EnrolDate", "EnrolmentStartDate"),
        *("ProgrammeStartDate", "DateStartedCourse", "CourseStart", "ProgrammeStart"),
        *("StartedOn", "ActualStartDate", "StartDt", "DateOfStart", "CrsStartDate"),
        *("LearningStartDate", "AimStartDate", "CourseDateStart", "DateEnrolled"),
        *("StartOnProgramme", "CrsStart", "DateCommenced", "CommencementDate"),
        *("StudyStartDate", "StartDateOfCourse", "StartDateOfLearning", "DateJoined"),
        *("Year12StartDate", "Yr12StartDate", "Y12StartDate", "StartDateYear12"),
        *("StartDateYr12", "StartDateY12", "StartDateInYear12", "StartDateOfYear12"),
    ),
    "end": (
        *OFF_THE_ROLL,
        *("ActualEnd", "ActualEndDt", "WithdrawalDt", "WithdrawnOn", "FESActEndDate"),
        *("CourseActualEndDate", "EnrolmentEndDate", "DateOfWithdrawing", "EndedOn"),
        *("ActualLeaveDate", "LeaverOn", "CourseEndDt", "ProgEndDate", "EndDt"),
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
        *("DateDueToEnd", "ExpEnd", "PlanEndDate", "PlannedEndDt", "AnticipatedEnd"),
        *("ProposedEndDate", "TargetEndDate", "ProjectedEndDate", "FESExpEndDate"),
        *("PlannedFinish", "ExpectedFinish", "ExpectedEndDt", "PlannedFinishDate"),
        *("AnticipatedFinishDate", "DueEndDate", "ExpectedLeaveDate"),
    ),
    "full_time": (
        *("FTPT", "FullPartTime", "FullTimePartTime", "FullTimeOrPartTime", "PTFT"),
        *("ModeOfStudy", "AttendanceMode", "FullOrPartTime", "IsFullTime", "MOA"),
        *("FTorPT", "MOADescription", "AttendanceType", "FTPTIndicator", "TimeFTPT"),
    ),
    "hours": (
        *("PHours", "PlannedLearningHours", "AnnualHours", "TotalPlannedHours"),
        *("PlannedHoursYear", "HoursPerYear", "PLH", "TotalPlannedLearningHours"),
        *("PlannedGLH", "PlannedHrs", "GLH", "GuidedLearningHours", "AnnualGLH"),
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
        *("Qualification", "QualificationName", "CourseDetails", "LearningAimTitle"),
    ),
    "aim": ("LARSCode", "AimReference", "LearnAimReference", "LearningAimRef"),
    "goal_level": (
        *("LevelOfCourse", "LevelOfStudy", "StudyLevel", "ProgrammeLevel", "NVQLevel"),
        "LevelOfLearning",
    ),
    "withdrawal": (
        *("ReasonForLeaving", "LeavingReason", "ReasonLeft", "ReasonForWithdrawal"),
        *("WithdrawalReasonCode", "LeaverReason", "LeaveReason", "WithdrawnReason"),
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
    "enrol_status": (
        *("EnrolmentStatus", "EnrollmentStatus", "EnrolmentState", "LearnerStatus"),
        *("StudentStatus", "PupilStatus", "CourseStatus", "ProgrammeStatus"),
        *("EnrolmentStatusDescription", "EnrolmentStatusDesc", "LearningStatus"),
        *("OnRollStatus", "RollStatus", "EnrolmentStatusCode", "TraineeStatus"),
    ),
    "completion": (
        *("CompletionStatus", "CompletionStatusCode", "CompletionStatusDescription"),
        *("CompStatusCode", "AimCompletionStatus", "CourseCompletionStatus"),
        *("LearnCompStatus", "AimStatus", "CompStat", "CompletionCode"),
    ),
}

CENSUS: dict[str, tuple[str, ...]] = {
    **PERSON,
    **AT_SCHOOL,
    "lea": ("LEACode", "LA", "LocalAuthorityCode", "LACode", "LEANumber"),
    "estab": (
        *("EstabNo", "DfECode", "SchoolDfENumber", "DCSFNumber", "DfESNumber"),
        *("LAEstabNumber", "LEAEstab", "EstablishmentNo", "SchoolEstab", "DfE"),
        *("DfESNo", "DCSFNo", "SchoolDfE", "SchoolDfECode", "LAEstabCode", "DfENum"),
    ),
    "former_upn": ("PreviousUniquePupilNumber", "FormerUniquePupilNumber", "OldUPN"),
    "former_surname": ("PreviousSurname", "FormerLastName", "PreviousLastName"),
    "enrol_status": (
        *("EnrollmentStatus", "EnrolmentStatusCode", "EnrolmentStatusDescription"),
        *("OnRollStatus", "RollStatus", "EnrolmentType", "RegistrationStatus"),
        *("PupilStatus", "StudentStatus", "EnrolmentStatusDesc"),
    ),
    "entry_date": (
        *ADMISSION,
        *("DateJoined", "EnrolmentDate", "DateOfEnrolment", "DateOfJoining"),
        *("JoiningDate", "EnrolledDate", "DateEnrolled"),
    ),
    "leaving_date": (
        *OFF_THE_ROLL,
        *("DOL", "DateLeft", "LeaveDate", "LeftDate", "LeaverDate"),
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
