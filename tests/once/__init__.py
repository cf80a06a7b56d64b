"""What is done once for many tests of a process: loads, scores, hashes."""
