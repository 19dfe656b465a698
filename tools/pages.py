"""Rows laid on pages of paper, for printers that repeat no table head and number no page."""

import re
from unicodedata import east_asian_width

# what a line may begin with: a wide character, a word, blanks
WIDE = r"\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60"
PIECES = re.compile(rf"[{WIDE}]|\s+|[^\s{WIDE}]+")


def count_lines(text, width):
    """Return how many lines a text takes in a column that holds ``width`` Latin letters.

    Chinese characters take the room of two and break anywhere, other words only where they are
    longer than the line. Nothing takes one line.

    >>> count_lines("HT-2026-0044", 20), count_lines("本溪钢铁集团", 8), count_lines("", 8)
    (1, 2, 1)
    >>> count_lines("a\\nb", 8), count_lines("three words here", 8), count_lines("unbreakable", 8)
    (2, 3, 2)
    """
    parts = str(text or "").splitlines() or [""]
    return sum(_count_lines_of_part(part, width) for part in parts)


def paginate(parts, room, heads):
    """Return parts laid on pages: for each page a list of (section, [content, ...]).

    A part is (section, height, content, glued); one that is glued never leaves the part before it.
    ``heads`` tells the height of what a section shows above its first part on each page. What is
    higher than ``room`` gets a page of its own. All heights are in one unit.

    >>> rows = [("rows", 10, letter, letter == "c") for letter in "abc"] + [("end", 5, "z", False)]
    >>> paginate(rows, 34, {"rows": 5})
    [[('rows', ['a'])], [('rows', ['b', 'c']), ('end', ['z'])]]
    >>> paginate(rows, 100, {"rows": 5})
    [[('rows', ['a', 'b', 'c']), ('end', ['z'])]]
    >>> paginate([], 100, {})
    []
    """
    pages, used = [], 0
    for chunk in _chunks(parts):
        last = pages[-1][-1][0] if pages else None
        if not pages or used + _height(chunk, heads, last) > room:
            pages.append([])
            used, last = 0, None
        used += _height(chunk, heads, last)
        for section, _part_height, content, _glued in chunk:
            if not pages[-1] or pages[-1][-1][0] != section:
                pages[-1].append((section, []))
            pages[-1][-1][1].append(content)
    return pages


def _chunks(parts):
    """Return lists of parts that must stay together."""
    chunks = []
    for part in parts:
        if part[3] and chunks:
            chunks[-1].append(part)
        else:
            chunks.append([part])
    return chunks


def _height(chunk, heads, last):
    """Return the height of a chunk that follows a part of section ``last``."""
    total = 0
    for section, height, _content, _glued in chunk:
        total += height + (heads.get(section, 0) if section != last else 0)
        last = section
    return total


def _count_lines_of_part(part, width):
    lines, used = 1, 0
    for piece in PIECES.findall(part):
        room = sum(map(_width, piece))
        if used and used + room > width:
            if piece.isspace():
                continue
            lines, used = lines + 1, 0
        lines += (room - 1) // width
        used += room - (room - 1) // width * width
    return lines


def _width(letter):
    return 2 if east_asian_width(letter) in "WF" else 1
