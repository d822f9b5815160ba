"""The 更正说明: what was corrected in a report, as docx and as a workbook."""
