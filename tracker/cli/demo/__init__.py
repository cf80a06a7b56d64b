"""flask demo: an invented authority, loaded as real files are."""
