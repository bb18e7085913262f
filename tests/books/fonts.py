#!/usr/bin/env python3
"""Writes fonts.conf (fontconfig) and fop.xconf (Apache FOP) to a folder, so that both formatters set the same fonts: fonts.py FOLDER"""

import sys
from pathlib import Path
from xml.sax.saxutils import quoteattr

LIBERATION = Path("/usr/share/fonts/truetype/liberation")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
FAMILIES = {
    "Liberation Sans": (LIBERATION, "LiberationSans", ("sans-serif", "Helvetica", "any")),
    "Liberation Serif": (LIBERATION, "LiberationSerif", ("serif", "Times")),
    "Liberation Mono": (LIBERATION, "LiberationMono", ("monospace", "Courier")),
    "DejaVu Sans": (DEJAVU, "DejaVuSans", ("Symbol", "ZapfDingbats")),
}
FACES = {"LiberationSans": ("Regular", "Bold", "Italic", "BoldItalic"), "DejaVuSans": ("", "Bold", "Oblique", "BoldOblique")}
STYLES = (("normal", "normal"), ("normal", "bold"), ("italic", "normal"), ("italic", "bold"))


def font_files():
    for family, (folder, stem, others) in FAMILIES.items():
        faces = FACES["DejaVuSans" if folder == DEJAVU else "LiberationSans"]
        for face, (style, weight) in zip(faces, STYLES):
            path = folder / (f"{stem}-{face}.ttf" if face else f"{stem}.ttf")
            if path.exists():
                yield path, (family, *others), style, weight


def main():
    folder = Path(sys.argv[1])
    fonts = []
    for path, names, style, weight in font_files():
        triplets = "".join(f"<font-triplet name={quoteattr(name)} style=\"{style}\" weight=\"{weight}\"/>" for name in names)
        fonts.append(f"<font kerning=\"yes\" embed-url={quoteattr(path.as_uri())}>{triplets}</font>\n")
    (folder / "fop.xconf").write_text(
        '<fop version="1.0"><renderers><renderer mime="application/pdf"><fonts>\n' + "".join(fonts) +
        "</fonts></renderer></renderers></fop>\n", encoding="utf-8")
    rules = []
    for family, (_, _, others) in FAMILIES.items():
        for name in others:
            rules.append(f'<match target="pattern"><test qual="any" name="family"><string>{name}</string></test>'
                         f'<edit name="family" mode="assign" binding="same"><string>{family}</string></edit></match>\n')
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"<dir>{LIBERATION}</dir><dir>{DEJAVU}</dir><cachedir>{folder.resolve() / 'cache'}</cachedir>\n" + "".join(rules) +
        '<match target="pattern"><edit name="family" mode="append_last"><string>Liberation Sans</string><string>DejaVu Sans</string>'
        "</edit></match>\n</fontconfig>\n", encoding="utf-8")


if __name__ == "__main__":
    main()
