# What makes `flask` work in the checkout. A server has its own environment instead.
FLASK_APP=wsgi:app
