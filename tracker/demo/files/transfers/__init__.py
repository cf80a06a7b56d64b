"""Files that go with one pupil from one place to the next."""
