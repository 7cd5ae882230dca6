"""What failures mean: what happened, why, what cures it. One catalogue for command line and window.

`explain` is the way in; ``docs/failures.md`` is made of the same entries.
"""
