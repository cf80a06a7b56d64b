"""Who is expected at a school, college or provider, and the places proposed there."""
