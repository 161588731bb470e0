"""Writing: mapped statements become a report, and the report becomes files."""
