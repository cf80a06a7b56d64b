"""What the Department sends: results of its look-up, and the answer to a return."""
