"""Courses: files that put sessions in an order, with a line for each day."""
