"""The room of saved reports: list, timeline, differences, two years, the bin, moving house, copies."""
