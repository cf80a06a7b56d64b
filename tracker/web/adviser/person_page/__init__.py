"""The page of a young person: who they are, where they are and since when."""
