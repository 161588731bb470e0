"""Reading: bytes become a submission, blocks, tables, statements, a cover and financial data schedules."""
