"""Between the store and the data package: a store is filled from a package, published to it, and takes one in."""

from chancery.exchange.publishing.transfer import Import, import_package, open_store, publish_store

__all__ = ["Import", "import_package", "open_store", "publish_store"]
