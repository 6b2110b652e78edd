"""Verbs of everyday English, to tell a sentence from a list of things.

A list, because a parser would cost more than the advice is worth. A word that it lacks makes a
sentence look verbless, and the advice on it needs several of those.
"""

import re

_AUXILIARY = (
    "am is are was were be been being do does did done have has had having can could may might "
    "must shall should will would cannot let lets"
)
_REGULAR = (
    "ache act add agree allow answer argue arrive ask belong blame bother breathe burn call care "
    "carry change check clench close come comfort copy cost count cover crash cross cry curl "
    "decide delete describe die drag drift drop ease empty end enter expect explain face fade fail "
    "fill finish fix fold follow frighten give glance grieve guard guess hang happen harm hate "
    "help hope hug hum hurry ignore imagine itch join jump kiss knock land last laugh lead lean "
    "learn let lie lift lighten listen live lock look loosen love lower make mark matter mean "
    "miss mix move name need nod notice offer open owe pass pause pick plan play "
    "point pour press pretend promise pull push put raise reach rest return rinse roll rub ruin "
    "rush scan scare scroll seem settle shake share shift shout show shrug shut sigh sip smell "
    "smooth soften solve sort sound spell spread squeeze stack stamp stare start stay steady step "
    "stir stop straighten stretch suit swallow swap sway swell talk taste text thank tighten tip "
    "touch trace track trap travel trust turn type uncurl unclench use visit wait wake walk wander "
    "want warm warn wash waste watch wear weigh welcome whisper wipe wish wonder work "
    "worry wrap yawn"
)
_IRREGULAR = (
    "ate become became begin began begun beat bend bent bite bit blow blew break broke broken "
    "bring brought build built buy bought catch caught choose chose chosen come came cut deal "
    "draw drew drink drank drive drove eat eaten fall fell fallen feed fed feel felt fight fought "
    "find found fly flew forget forgot forgive forgave get got give gave given go went gone "
    "grow grew hear heard hide hid hidden hit hold held hurt keep kept know knew known laid leave "
    "left lend lent lit lose lost made meant meet met paid put quit read ride rode ring rang "
    "rise rose run ran said sang sat saw say see seen send sent set shook shown sing sit sleep "
    "slept slide slid speak spoke spend spent stand stood steal stole stick stuck sting stung "
    "swear swore sweep swept take took taken teach taught tear tell told think thought throw threw "
    "understand understood woke won write wrote written"
)


def _forms(verb: str) -> set[str]:
    stem = verb.removesuffix("e")
    forms = {verb, verb + "s", verb + "es", stem + "ing", stem + "ed", verb + verb[-1] + "ing"}
    if verb.endswith("y"):
        forms |= {verb[:-1] + "ies", verb[:-1] + "ied"}
    return forms


_FORMS = frozenset(
    form for verb in f"{_REGULAR} {_IRREGULAR}".split() for form in _forms(verb)
) | frozenset(_AUXILIARY.split())
_CONTRACTED = re.compile(r"\w+n't$|^(?:i|you|we|they|it|he|she|\w+)'(?:re|ve|ll|d|m|s)$")


def has_verb(sentence: str) -> bool:
    """Whether a sentence has a word that is a form of a known verb, or contracts one."""
    words = re.findall(r"[\w'\u2019]+", sentence.lower().replace("\u2019", "'"))
    return any(word in _FORMS or word.endswith("ed") or _CONTRACTED.search(word) for word in words)
