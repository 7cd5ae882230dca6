"""What the checks found, as a list to go through and to mend."""
