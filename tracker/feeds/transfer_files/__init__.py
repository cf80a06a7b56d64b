"""Common transfer files (CTF), which go with pupils from one school to the next."""

from tracker.feeds.transfer_files import (
    columns,
    destinations,
    feed,
    next_places,
    transfers,
)
