"""The page of a young person: identity, position and history."""
