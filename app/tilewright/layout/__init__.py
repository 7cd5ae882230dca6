"""Pure geometry in whole pixels of the frame: where tiles lie and how they are arranged."""
