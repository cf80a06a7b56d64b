"""The program's own files, in a checkout and in a package, and those of its pages."""
