"""Beds: endless background sound, readable from any frame on, the same for every block size."""
