"""What the law lets the council take in, hold and pass on."""
