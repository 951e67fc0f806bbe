"""Bad input through the real program."""
