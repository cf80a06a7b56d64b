"""An invented authority: its people, their true lives, and the files about them."""
