"""What every request passes first: proxies, limits, headers, errors, static files."""
