"""Beds: what runs on underneath, endless, the same for every block size, from any place on."""
