"""Flows from page to page: starting a session, writing a script, and fitting a voice."""
