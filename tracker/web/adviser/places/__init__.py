"""Places proposed for young people who have none, and the answers."""
