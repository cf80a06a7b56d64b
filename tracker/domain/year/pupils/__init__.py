"""Pupils from Year 9 on: what is known of them, and which indicators hold."""

from tracker.domain.year.pupils import pupil_facts, pupil_indicators
