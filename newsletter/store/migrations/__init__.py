"""The way from any earlier schema to the newest one; run by store/migrate.py."""
