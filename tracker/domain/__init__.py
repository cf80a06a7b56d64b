"""What participation means, in plain Python: nothing here imports anything of ours."""
