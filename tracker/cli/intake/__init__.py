"""Commands about files and doubtful lines."""
