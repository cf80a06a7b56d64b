"""Records of people: what contradicts when two are one person."""

from tracker.domain.people import contradictions
