"""The files of the hostile collection. What is large is made here and never stored."""

import base64
import gzip
import struct
import zlib

CANARY = "canary-5309"
FO = 'xmlns:fo="http://www.w3.org/1999/XSL/Format"'
SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
XSL = ('version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:exsl="http://exslt.org/common" '
       'extension-element-prefixes="exsl"')
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def fo(flow, before="", page="", masters="", root=""):
    return (f'{before}<fo:root {FO} font-size="10pt" {root}><fo:layout-master-set><fo:simple-page-master master-name="p" '
            f'page-width="300pt" page-height="200pt" {page}><fo:region-body/></fo:simple-page-master>{masters}'
            f'</fo:layout-master-set><fo:page-sequence master-reference="p"><fo:flow flow-name="xsl-region-body">'
            f'{flow}</fo:flow></fo:page-sequence></fo:root>')


def xhtml(body, before=""):
    return f'{before}<html {XHTML} lang="en"><head><title>t</title></head><body><h1>t</h1>{body}</body></html>'


def xsl(template, top="", before=""):
    return (f'{before}<xsl:stylesheet {XSL}>{top}<xsl:template match="/"><html {XHTML}><head><title>t</title></head>'
            f'<body><p>{template}</p></body></html></xsl:template></xsl:stylesheet>')


def svg(content, before="", attributes=""):
    return f'{before}<svg {SVG} width="90" height="90" {attributes}>{content}<path d="M0 0L9 9L9 0"/></svg>'


def bomb(root):
    """Nine levels of ten: a thousand million copies."""
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    return f'<!DOCTYPE {root} [<!ENTITY e0 "{CANARY}">{levels}]>'


def quadratic(root):
    """One long entity, many times: the square of the file's length."""
    return f'<!DOCTYPE {root} [<!ENTITY e9 "{"a" * 1000}">]>'


def external(root, target):
    return f'<!DOCTYPE {root} [<!ENTITY e9 SYSTEM "{target}">]>'


def parameter(root, target):
    return f'<!DOCTYPE {root} [<!ENTITY % p SYSTEM "{target}">%p;]>'


def subset(root, target):
    return f'<!DOCTYPE {root} SYSTEM "{target}">'


# ---- Pictures: more pixels than there are ------------------------------------------------------------

def chunk(kind, data, good=True):
    check = zlib.crc32(kind + data) if good else 0
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def png(width, height, data=b"", good=True):
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), good)
            + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))


def jpeg(width, height):
    frame = struct.pack(">BHHB", 8, height, width, 3) + bytes([1, 17, 0, 2, 17, 0, 3, 17, 0])
    scan = bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])
    return (b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xda"
            + struct.pack(">H", len(scan) + 2) + scan + b"\x00\xff\xd9")


def gif(width, height):
    return (b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6) + b"," +
            struct.pack("<HHHHB", 0, 0, width, height, 0) + bytes([2, 2, 0x4C, 1, 0]) + b";")


def tiff(width, height):
    entries = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1),
               (278, 4, height), (279, 4, 0xFFFFFFF0)]
    body = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(entries)) + body + bytes(4)


def bmp(width, height):
    return b"BM" + struct.pack("<IHHI", 60, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0) + bytes(6)


def embedded(bytes_, media="image/png"):
    return f"data:{media};base64,{base64.b64encode(bytes_).decode()}"


def graphic(name):
    return f'<fo:block><fo:external-graphic src="{name}"/></fo:block>'


# ---- PDFs ---------------------------------------------------------------------------------------------

def pdf(objects, trailer="/Root 1 0 R"):
    body, offsets = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return body + (f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1} {trailer}>>\n"
                   f"startxref\n{len(body)}\n%%EOF\n").encode()


def packed_pdf():
    """A stream that a thousand times unpacks to a thousand times itself."""
    inner = zlib.compress(zlib.compress(bytes(100_000_000)))
    objects = ["<</Type/Catalog/Pages 2 0 R/Metadata 3 0 R/MarkInfo<</Marked true>>>>", "<</Type/Pages/Kids[4 0 R]/Count 1>>",
               f"<</Type/Metadata/Subtype/XML/Length {len(inner)}/Filter[/FlateDecode/FlateDecode]>>\nstream\n"
               + inner.decode("latin-1") + "\nendstream",
               "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"]
    return pdf(objects)


def packed_svg():
    return gzip.compress(svg(" " * 300_000_000).encode(), 9)
