"""Documents about young people, and their files, which lists of them never read."""

from tracker.store.casework.kept_documents import document_files, moved_documents
