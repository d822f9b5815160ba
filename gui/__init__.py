"""The window: Qt on top of core.session."""
