"""Raw tables to the three statutory grids, aligned by their labels."""
