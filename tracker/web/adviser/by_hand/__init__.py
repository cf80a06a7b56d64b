"""Details changed by hand: their form, its fields, and what links to it."""
