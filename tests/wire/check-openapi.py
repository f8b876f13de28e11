#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the OpenAPI file against the model's tables of fields: every kind is there, every field
with its type, nothing else, and the same members are required. Speaks TAP."""

import subprocess
import sys

import yaml

PLAIN = {'string': 'string', 'integer': 'integer', 'boolean': 'boolean', 'strings': 'array'}


def resolve(document, schema):
    while '$ref' in schema:
        here = document
        for step in schema['$ref'].lstrip('#/').split('/'):
            here = here[step]
        schema = here
    return schema


def walk_references(document, node):
    """Every $ref must lead somewhere."""
    if isinstance(node, dict):
        if '$ref' in node:
            resolve(document, {'$ref': node['$ref']})
        for value in node.values():
            walk_references(document, value)
    elif isinstance(node, list):
        for value in node:
            walk_references(document, value)


def check_kind(document, kind, fields):
    listed = document['components']['schemas']['ObjectsByKind']['properties'][kind]
    schema = resolve(document, listed['items'])
    told = schema['properties']
    wanted = {'id', 'etag'} | {name for name, _, _ in fields}
    assert set(told) == wanted, f'members differ: {set(told) ^ wanted}'
    required = {'id'} | {name for name, _, need in fields if need == 'required'}
    assert set(schema['required']) == required, f'required: {set(schema["required"]) ^ required}'
    for name, kind_of_value, _ in fields:
        found = resolve(document, told[name])
        if kind_of_value == 'time':
            assert found.get('format') == 'date-time', f'{name} is no time'
        else:
            assert found['type'] == PLAIN[kind_of_value], f'{name} is no {kind_of_value}'


def main():
    document = yaml.safe_load(open(sys.argv[1], encoding='utf-8'))
    kinds = {}
    for line in subprocess.run([sys.argv[2]], check=True, capture_output=True,
                               text=True).stdout.splitlines():
        kind, *field = line.split()
        kinds.setdefault(kind, []).append(field)
    checks = [(kind, lambda kind=kind: check_kind(document, kind, kinds[kind])) for kind in kinds]
    checks.append(('references', lambda: walk_references(document, document)))

    def same_kinds():
        assert set(document['components']['schemas']['Kind']['enum']) == set(kinds)
        assert set(document['components']['schemas']['ObjectsByKind']['properties']) == set(kinds)
    checks.append(('kinds', same_kinds))

    print(f'1..{len(checks)}')
    for number, (name, check) in enumerate(checks, 1):
        try:
            check()
            print(f'ok {number} {name}')
        except (AssertionError, KeyError) as problem:
            print(f'not ok {number} {name}: {problem}')


main()
