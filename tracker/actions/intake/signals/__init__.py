"""Lists that are no evidence, only a reason to find out what people are doing."""

from tracker.actions.intake.signals import signal_items, signal_lines
