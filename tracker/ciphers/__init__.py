"""What keys do: identities, the head of a source, small values, and signed files."""

from tracker.ciphers import age_identities, headed_source, quick_values, signed_files
