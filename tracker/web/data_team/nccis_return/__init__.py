"""The return of a month."""
