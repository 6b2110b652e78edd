"""The tables of the database, as numbered steps; a step that was released never changes.

Times are in ms since the epoch, days are local dates such as 2026-11-26. A `box` holds sealed
words. The time of a check-in stays in clear, so that it can be shown without the passphrase.
"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            begun INTEGER NOT NULL,
            day TEXT NOT NULL,
            script TEXT NOT NULL,
            how TEXT NOT NULL CHECK (how IN ('playing', 'finished', 'gentle', 'stopped')),
            heard INTEGER NOT NULL DEFAULT 0,
            total INTEGER NOT NULL DEFAULT 0,
            process INTEGER,
            request TEXT
        ) STRICT
        """,
        """
        CREATE TABLE ratings (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            script TEXT NOT NULL,
            before INTEGER CHECK (before BETWEEN 0 AND 10),
            after INTEGER CHECK (after BETWEEN 0 AND 10),
            change TEXT NOT NULL CHECK (change IN ('softer', 'same', 'stronger'))
        ) STRICT
        """,
        "CREATE TABLE journal (id INTEGER PRIMARY KEY, box BLOB NOT NULL) STRICT",
        """
        CREATE TABLE agreements (
            id INTEGER PRIMARY KEY, check_in INTEGER, box BLOB NOT NULL
        ) STRICT
        """,
        "CREATE TABLE unsent (id INTEGER PRIMARY KEY, box BLOB NOT NULL) STRICT",
    ),
    (
        """
        ALTER TABLE ratings
            ADD COLUMN with_it TEXT CHECK (with_it IN ('yes', 'a little', 'no'))
        """,
    ),
)
