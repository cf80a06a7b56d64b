"""A line of what DfE sends back, beside what we had found ourselves."""

from enum import StrEnum


class Foreseen(StrEnum):
    """Whether our own rules had found an error before the return was sent."""

    PREDICTED = "predicted"
    MISSED = "missed"
    UNKNOWN = "unknown"
