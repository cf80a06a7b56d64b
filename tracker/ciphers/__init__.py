"""What encryption is made of: identities, the head of a source, and small values."""

from tracker.ciphers import age_identities, headed_source, quick_values
