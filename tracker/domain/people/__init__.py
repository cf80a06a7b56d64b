"""Records of people: contradictions between them, and naming people outward."""

from tracker.domain.people import contradictions, naming
