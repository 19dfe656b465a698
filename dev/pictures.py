"""The list of the pictures in docs/screenshots (dev/pictures.txt), and how small they are kept."""

import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

LIST = Path(__file__).resolve().parent / "pictures.txt"
FOLDER = LIST.parent.parent / "docs/screenshots"
LANGS = {"en": "en_US", "zh": "zh_CN"}
COLORS = 128  # screens have few; more than that are shades of the same letters


@dataclass(frozen=True)
class Picture:
    """One file of docs/screenshots: NAME-en.png, NAME-zh.png, NAME-phone-en.png, ..."""

    name: str
    login: str
    lang: str
    width: int
    path: str
    steps: tuple

    @property
    def target(self):
        phone = "-phone" if self.width < 768 else ""
        return FOLDER / f"{self.name}{phone}-{self.lang[:2]}.png"


def read_list(names=()):
    """Return the pictures of dev/pictures.txt, or those of some names only; exits on what it cannot read."""
    pictures, unknown = [], set(names)
    for number, head, body in _blocks():
        words = head.split()
        widths = [int(word) for word in words[2:] if word.isdigit()]
        langs = [LANGS[word] for word in words[2:] if word in LANGS] or list(LANGS.values())
        if len(words) < 3 or not widths or not body or not body[0].startswith("/"):
            sys.exit(
                f"{LIST.name}:{number}: write NAME LOGIN WIDTHS, then the address and the steps."
            )
        unknown.discard(words[0])
        if names and words[0] not in names:
            continue
        pictures += [
            Picture(words[0], words[1], lang, width, body[0], tuple(body[1:]))
            for lang in langs
            for width in widths
        ]
    if unknown:
        sys.exit(f"{LIST.name} has no picture named {', '.join(sorted(unknown))}.")
    return sorted(pictures, key=lambda picture: (picture.login, picture.lang, picture.width))


def _blocks():
    """Yield (line, head, indented lines) of each picture."""
    block = None
    for number, text in enumerate(LIST.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip() or text.startswith("#"):
            continue
        if text[0].isspace():
            if not block:
                sys.exit(f"{LIST.name}:{number}: an address needs a name above it.")
            block[2].append(text.strip())
            continue
        if block:
            yield block
        block = (number, text, [])
    if block:
        yield block


def fill_in(path, env):
    """Put the id of a record for each {xml_id} of an address; names without a module are the addon's."""

    def found(match):
        name = match.group(1)
        return str(env.ref(name if "." in name else f"commercial_contract.{name}").id)

    return re.sub(r"\{([\w.]+)\}", found, path)


def squeeze(data):
    """Return a PNG with few colours, as small as it gets without looking different."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    small = io.BytesIO()
    image.quantize(COLORS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return min(small.getvalue(), data, key=len)
