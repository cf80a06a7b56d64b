"""Commands that run the service: server, worker, database, assets."""
