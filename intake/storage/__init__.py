"""The database: its tables, their migrations, and all reads and writes."""
