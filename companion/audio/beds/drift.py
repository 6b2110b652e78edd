"""Random walks without a period that can be evaluated at any moment.

Each value depends on the seed and the moment alone, so a bed is the same from wherever it is
read. The walks are a module of their own because noise, grains and tones all share them.
"""

_MASK = (1 << 64) - 1
# A slow and a faster walk are added; their steps never coincide, so no beat is heard.
_FINER, _SHARE = 0.382, 0.35


def chance(seed: int, *numbers: int) -> float:
    """A random number from 0 to 1 that these whole numbers determine (splitmix64)."""
    mixed = seed & _MASK
    for number in numbers:
        mixed = (mixed + 0x9E3779B97F4A7C15 + number * 0xD1342543DE82EF95) & _MASK
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        mixed ^= mixed >> 31
    return mixed / (_MASK + 1)


def drift(seed: int, which: int, seconds: float, every: float) -> float:
    """The value of walk `which`, from -1 to 1; it turns about once every `every` seconds."""
    slow = _walk(seed, 2 * which, seconds / every)
    fast = _walk(seed, 2 * which + 1, seconds / (every * _FINER))
    return (1 - _SHARE) * slow + _SHARE * fast


def _walk(seed: int, which: int, at: float) -> float:
    """The value at `at` of random heights, one at each whole number, joined smoothly."""
    step = int(at // 1)
    along = at - step
    first, last = (2 * chance(seed, which, n) - 1 for n in (step, step + 1))
    return first + (last - first) * along * along * (3 - 2 * along)
