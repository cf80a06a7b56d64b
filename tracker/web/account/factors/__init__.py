"""Pages of second factors: set up, used, confirmed again and removed."""
