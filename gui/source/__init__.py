"""The source pane: the opened file beside the work."""
