"""What leads from one page to the next: starting a session, and writing a script."""
