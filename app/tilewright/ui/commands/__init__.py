"""What a user can do, each once: menus, toolbar, palette and shortcuts are views of this list. One file a group."""
