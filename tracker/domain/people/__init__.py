"""Records of people: contradictions between records of one person."""

from tracker.domain.people import contradictions
