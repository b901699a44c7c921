"""The steps by which the database came to its present schema, for Alembic; run by `chancery.store.migration`."""
