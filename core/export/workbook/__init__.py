"""The workbook: the three tables with live checks, and the findings."""
