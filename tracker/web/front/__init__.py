"""What stands before every page: proxies, limits, headers, errors, static files."""
