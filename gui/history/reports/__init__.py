"""The list of saved reports and the versions of the one chosen."""
