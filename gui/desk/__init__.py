"""The county desk: many reports in one table, beside the open one."""
