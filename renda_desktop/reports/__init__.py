"""Papers: dataclasses in, PDF bytes out."""
