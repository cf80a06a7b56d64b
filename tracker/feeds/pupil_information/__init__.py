"""What Get Information About Pupils gives: numbers, and the last census's school."""

from tracker.feeds.pupil_information import feed, looked_up_on
