"""Plans: made with a young person, carried out, ended and printed."""
