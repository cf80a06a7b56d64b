"""Records of people: contradictions, naming people outward, and confidential homes."""

from tracker.domain.people import confidential_homes, contradictions, naming
