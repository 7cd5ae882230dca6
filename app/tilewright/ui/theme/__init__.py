"""How the window looks: colours, type and icons by the names of `resources/styles/tokens.json`."""
