"""Two facts about the surface of a text that an uncased wordpiece loses:
whether a character stands inside double quotation marks, and how a word is
written (lower, Title, UPPER, mixed).  README.md gives both rules in words."""
import re

MARK = re.compile(r"``|''|[\"“”„«»]")
OPENERS = {"“", "„", "«", "``"}
CLOSERS = {"”", "»"}
BEFORE_OPENING = set("([{—–-/")          # may stand right before an opening mark
AFTER_CLOSING = set(".,;:?!)]")          # may stand right after a closing mark


def quotation_mask(text):
    """bytearray, 1 for each character inside double marks, marks included."""
    mask = bytearray(len(text))
    for line in re.finditer(r"[^\n]+", text):
        lo, hi = line.span()
        opened = None
        for m in MARK.finditer(text, lo, hi):
            s, e, mark = m.start(), m.end(), m.group()
            before = text[s - 1] if s > lo else " "
            after = text[e] if e < hi else " "
            blank_before, blank_after = before.isspace(), after.isspace()
            starts_word = (blank_before or before in BEFORE_OPENING) and not blank_after
            if opened is None:
                if mark in OPENERS:
                    opens = True
                elif mark in CLOSERS:                       # a reversed pair
                    opens = starts_word
                else:                                       # " or ''
                    opens = not before.isdigit() and not (blank_after and not blank_before)
                if opens:
                    opened = s
            else:
                if mark in OPENERS:                         # a reversed pair
                    closes = not blank_before and (blank_after or after in AFTER_CLOSING)
                elif mark in CLOSERS:
                    closes = True
                else:
                    closes = not (blank_before and not blank_after)
                if closes:
                    mask[opened:e] = b"\1" * (e - opened)
                    opened = None
        if opened is not None:                              # never closed in its paragraph
            mask[opened:hi] = b"\1" * (hi - opened)
    return mask


def case_of(word):
    """0 no upper-case letter, 1 Title or one capital, 2 UPPER, 3 mixed."""
    letters = [c for c in word if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return 0
    if upper == 1 and letters[0].isupper():
        return 1
    return 2 if upper == len(letters) else 3
