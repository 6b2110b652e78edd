"""The things a person asked to keep: history and ratings in clear, words sealed, in one file."""
