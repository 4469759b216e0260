"""Run by `typeset` in a process of its own: data as JSON on stdin, the PDF on stdout.

Imports nothing of the shop. Its memory and its time end where the system ends them.
"""

import json
import re
import resource
import sys
from pathlib import Path

import typst

_MEMORY = 2 * 1024**3
_CPU_SECONDS = 30
_NO_GLYPH = re.compile(r'the text [`"]+(.*?)[`"]+ could not be displayed', re.DOTALL)
#: How it writes a sign that would not be seen: „\u{301}“.
_HIDDEN = re.compile(r"\\u\{([0-9a-f]+)\}")
#: Where a long word may be broken; never drawn.
_BREAK = "\u200b"
#: In the place of a sign that no font has.
_BOX = "□"
#: Signs of scripts that none of the fonts has; after these, all that are not plain are boxes.
_MOST_UNKNOWN = 200


def main(template: Path, text: str) -> bytes:
    signs = Path(__file__).with_name("signs.typ")
    for unknown in _unknown(signs, _strange_signs(text)):
        text = text.replace(unknown, _BOX)
    return _compile(template, text)


def _strange_signs(text: str) -> str:
    """All beyond the letters of Europe's Latin alphabets, which every font has."""
    return "".join(sorted({sign for sign in text if ord(sign) > 0x24F} - {_BREAK}))


def _unknown(signs: Path, left: str) -> str:
    """Those signs that cannot be printed; one is found at a time, in 5 ms."""
    found = ""
    while left:
        if len(found) > _MOST_UNKNOWN:
            return found + left
        try:
            _compile(signs, left)
            break
        except typst.TypstError as fault:
            missing = _NO_GLYPH.search(str(fault))
            if not missing or not missing[1]:
                raise
            told = _HIDDEN.sub(lambda code: chr(int(code[1], 16)), missing[1])
            unknown = [sign for sign in left if sign in told]
            if not unknown:
                raise
            found += "".join(unknown)
            left = "".join(sign for sign in left if sign not in told)
    return found


def _compile(template: Path, text: str) -> bytes:
    # The fonts that typst brings: the same on every machine.
    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(template, root=template.parent, font_paths=fonts)
    made = compiler.compile(format="pdf", sys_inputs={"data": text}, pdf_standards="ua-1")
    assert isinstance(made, bytes)
    return made


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    # As it is read, not as it was written: `\u738b` is one sign.
    given = json.dumps(json.loads(sys.stdin.buffer.read()), ensure_ascii=False)
    try:
        made = main(Path(sys.argv[1]), given)
    except typst.TypstError as refused:
        # Up to what it quotes, which may be somebody's name.
        sys.exit(re.split('[`"]', str(refused))[0])
    sys.stdout.buffer.write(made)
