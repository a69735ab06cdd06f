"""The database of accounts, drafts and reports: SQLite in the instance folder, or PostgreSQL for several hosts."""
