"""The statutory table as a grid that looks like the printed form."""
