"""The data dictionary: the handling of every column with personal data."""

from tracker.domain.law import data_dictionary
