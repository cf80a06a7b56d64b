# What makes `flask` work in the checkout. A server has its own environment instead.
FLASK_APP=wsgi:app
# The worked example: Wigan. A council puts its own codes here or in its environment.
TRACKER_AUTHORITY=359
TRACKER_DATABASE_ID=359
