"""The window: empty until the next release. It will only show values and send commands; `usecases` does all work.

Rooms to come: session, commands/, canvas/ (tools/), preview/, inspector/, jobs/, storage/, windows/, theme/.
"""
