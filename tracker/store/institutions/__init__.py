"""The register of schools, colleges and providers."""

from tracker.store.institutions import institution_keys, institution_names, register
