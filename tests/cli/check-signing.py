#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds what `hopsoctl sign --json` printed against its schema and against what is expected.
Usage: check-signing.py SCHEMA FILE STATE[:REASON]…"""

import json
import pathlib
import sys

import jsonschema

schema, said, *expected = sys.argv[1:]
found = json.loads (pathlib.Path (said).read_text ())
jsonschema.validate (found, json.loads (pathlib.Path (schema).read_text ()))
words = [item['state'] + (':' + item['reason'] if ':' in word else '')
         for item, word in zip (found, expected)]
if words != expected or len (found) != len (expected):
    sys.exit (f'{found} is not {expected}')
