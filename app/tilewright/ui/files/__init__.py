"""Files in the window: what is open, saving it, keeping it safe, and what comes in from outside."""
