"""A timeline for people to read: captions, a transcript, a strip to scale. Pure."""
