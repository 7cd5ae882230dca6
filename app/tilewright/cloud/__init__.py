"""The service over HTTP: one client, typed errors. The only home of requests.

``connection`` signs, sends and translates; ``refusals`` knows the service's codes; ``retry`` when a reading call
is repeated; ``client`` has one method a call; ``reader`` and ``transfers`` move objects.
"""
