# SPDX-License-Identifier: GPL-3.0-or-later
"""Office files as small as they can be, made here."""

import pathlib
import zipfile

W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
P = 'http://schemas.openxmlformats.org/package/2006'
ODF = ' '.join (f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"' for name, of in
                [('office', 'office'), ('text', 'text'), ('table', 'table'), ('draw', 'drawing'),
                 ('script', 'script'), ('svg', 'svg-compatible'),
                 ('presentation', 'presentation')]) + ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def pack (path, files, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile (path, 'w', method) as archive:
        for name, content in files.items ():
            archive.writestr (name, content)
    return pathlib.Path (path)


def docx (path, body, relations='', more=None):
    files = {
        '[Content_Types].xml':
            f'<Types xmlns="{P}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.wordprocessingml.document.main+xml"/></Types>',
        '_rels/.rels':
            f'<Relationships xmlns="{P}/relationships"><Relationship Id="a" '
            f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        'word/_rels/document.xml.rels':
            f'<Relationships xmlns="{P}/relationships">{relations}</Relationships>',
        'word/document.xml':
            f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
    }
    return pack (path, files | (more or {}))


def paragraph (text):
    return f'<w:p><w:r><w:t>{text}</w:t></w:r></w:p>'


def xlsx (path, cells):
    row = ''.join (f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
    return pack (path, {
        '[Content_Types].xml':
            f'<Types xmlns="{P}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/s.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        '_rels/.rels':
            f'<Relationships xmlns="{P}/relationships"><Relationship Id="a" '
            f'Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        'xl/_rels/workbook.xml.rels':
            f'<Relationships xmlns="{P}/relationships"><Relationship Id="s" '
            f'Type="{R}/worksheet" Target="s.xml"/></Relationships>',
        'xl/workbook.xml':
            f'<workbook xmlns="{main}" xmlns:r="{R}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>',
        'xl/s.xml': f'<worksheet xmlns="{main}"><sheetData><row>{row}</row></sheetData></worksheet>',
    })


def odf (path, kind, body, more=None, encrypted=''):
    """kind: text, spreadsheet or presentation"""
    mime = f'application/vnd.oasis.opendocument.{kind}'
    listed = ''.join (f'<manifest:file-entry manifest:full-path="{name}" '
                      'manifest:media-type="text/xml"/>' for name in (more or {}))
    files = {
        'mimetype': mime,
        'META-INF/manifest.xml':
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
            f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{mime}"/><manifest:file-entry manifest:full-path="content.xml" '
            f'manifest:media-type="text/xml" manifest:size="64">{encrypted}</manifest:file-entry>'
            f'{listed}</manifest:manifest>',
        'content.xml':
            f'<office:document-content {ODF} office:version="1.2">{body}'
            '</office:document-content>',
    }
    return pack (path, files | (more or {}), zipfile.ZIP_STORED)


def odt (path, paragraphs, more=None, before=''):
    text = ''.join (f'<text:p>{words}</text:p>' for words in paragraphs)
    return odf (path, 'text', f'{before}<office:body><office:text>{text}</office:text></office:body>',
                more)


def ods (path, cells, table='S', source=''):
    row = ''.join (f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
                   '</table:table-cell>' for cell in cells)
    return odf (path, 'spreadsheet', f'<office:body><office:spreadsheet><table:table '
                f'table:name="{table}">{source}<table:table-row>{row}</table:table-row>'
                '</table:table></office:spreadsheet></office:body>')


def odp (path, words):
    return odf (path, 'presentation', '<office:body><office:presentation><draw:page '
                'draw:name="a"><draw:frame svg:width="20cm" svg:height="5cm" svg:x="1cm" '
                f'svg:y="1cm"><draw:text-box><text:p>{words}</text:p></draw:text-box></draw:frame>'
                '</draw:page></office:presentation></office:body>')


def rtf (path, words):
    """Vietnamese in the way of RTF: numbers of UTF-16."""
    text = ''.join (c if ord (c) < 128 else f'\\u{ord (c)}?' for c in words)
    pathlib.Path (path).write_text (f'{{\\rtf1\\ansi\\uc1 {text}\\par}}', 'ascii')
    return pathlib.Path (path)
