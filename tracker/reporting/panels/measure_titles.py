"""The titles of the headline measures, and the order in which they are compared."""

#: The measure of the September Guarantee that DfE publishes.
OFFERS = "september_guarantee_offers"

#: In the order they are shown: those of which DfE publishes fifths, then what they
#: are made of.
COMPARED = ("participating", "neet", "not_known", "neet_or_not_known")
TITLES = {
    "participating": "Participating",
    "neet": "NEET",
    "not_known": "Not known",
    "neet_or_not_known": "NEET or not known",
    "other_eet": "In work without study, on a gap year or re-engaged",
    "full_time_education": "Full-time education",
    "apprenticeship": "Apprenticeship",
    "other_education_and_training": "Other education and training",
    "cohort_16_17": "Aged 16 and 17",
    OFFERS: "September Guarantee: offer made",
}
