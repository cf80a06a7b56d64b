"""A person's own copy: the rows that are theirs, what is left out, the document."""
