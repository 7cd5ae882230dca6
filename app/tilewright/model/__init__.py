"""Values of a composition and its jobs: frozen, without behaviour that needs the outside world."""
