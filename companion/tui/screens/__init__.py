"""Whole pages: home, the session, what follows it, help, and the blank one."""
