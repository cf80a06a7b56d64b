"""Lists that a mapping describes: what each heading means, and each word below it."""

from tracker.feeds.described import (
    catalogue,
    described_rows,
    description,
    mappings,
    presence_words,
    stay_cells,
)
