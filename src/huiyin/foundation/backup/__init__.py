"""Backup and restore: records and files in one archive that holds no key, keys sealed apart."""
