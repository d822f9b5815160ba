"""Two states of a report side by side: two versions, before and after, two years."""
