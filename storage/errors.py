"""What can be wrong with the database itself."""


class StorageError(Exception):
    """The database can't be reached, read or written; its text is one readable line."""


class ContestedError(StorageError):
    """Another transaction came between; nothing was kept, the same work may well succeed now."""
