#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the OpenAPI file against the server: the same routes and the same problems, no more and
no less, and every write says its key and its condition. Speaks TAP."""

import subprocess
import sys

import yaml

METHODS = {'get', 'head', 'put', 'post', 'patch', 'delete'}
# Repeating these is harmless by nature, or has no effect to repeat.
WITHOUT_KEY = {'POST /v1/session', 'DELETE /v1/session', 'PUT /v1/blobs/sha256/{hex}',
               'POST /v1/availability',
               # An address is told once and kept nowhere: a retry makes another.
               'PUT /v1/account/calendar', 'DELETE /v1/account/calendar'}


def parameters_of(path, operation):
    listed = path.get('parameters', []) + operation.get('parameters', [])
    return {one['$ref'].rsplit('/', 1)[1] for one in listed if '$ref' in one}


def main():
    document = yaml.safe_load(open(sys.argv[1], encoding='utf-8'))
    lines = subprocess.run([sys.argv[2]], check=True, capture_output=True,
                           text=True).stdout.splitlines()
    served = {line for line in lines if not line.startswith('PROBLEM ')}
    problems = {line.split()[1] for line in lines if line.startswith('PROBLEM ')}

    written, keyless, unnamed = set(), set(), set()
    for path, entry in document['paths'].items():
        for method in METHODS & set(entry):
            route = f'{method.upper()} {path}'
            written.add(route)
            if method not in ('get', 'head') and route not in WITHOUT_KEY and \
               'IdempotencyKey' not in parameters_of(entry, entry[method]):
                keyless.add(route)
            if not entry[method].get('operationId') or not entry[method].get('summary'):
                unnamed.add(route)
    told = set(document['components']['schemas']['Problem']['properties']['type']['enum'])

    print('1..4')
    for number, (name, wrong) in enumerate([
            ('routes', served ^ written), ('problems', problems ^ told),
            ('keys', keyless), ('names', unnamed)], 1):
        print(f'ok {number} {name}' if not wrong else f'not ok {number} {name}: {sorted(wrong)}')


main()
