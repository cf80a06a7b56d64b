"""Places proposed for young people, and questions to a place, with the answers."""
