"""The main window itself: menus, header, messages, files, autosave."""
