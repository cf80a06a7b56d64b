"""What comes in: each feed is read here, and says what its rows mean."""
