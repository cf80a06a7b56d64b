"""What colleges and training providers return to the Department."""
