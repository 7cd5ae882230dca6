"""The canvas: the frame with its tiles, and the hand that moves them."""
