"""The databases that tests run on: files for SQLite, a server started on demand for PostgreSQL."""
