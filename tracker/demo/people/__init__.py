"""Who is invented: young people, families, institutions, staff."""
