"""Acts on the open report: the edit controller, undo steps, background jobs."""
