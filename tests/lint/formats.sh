#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Files that other programs read are judged by those programs. Usage: formats.sh SOURCE-FOLDER
set -u
cd "$1" || exit 2
failed=0
try () {
  local said
  said=$("$@" 2>&1) || { printf '%s\n%s\n' "$*" "$said"; failed=1; }
}

while IFS= read -r file; do try bash -n "$file"; done \
  < <(grep -rlE '^#!/bin/(ba)?sh' run .ci tests data --include='*' 2>/dev/null)
while IFS= read -r file; do try python3 -c "import ast,sys; ast.parse (open (sys.argv[1]).read ())" "$file"; done \
  < <(find tests data -name '*.py')
while IFS= read -r file; do try xmllint --noout "$file"; done \
  < <(find ui data -name '*.ui' -o -name '*.xml' -o -name '*.svg')
while IFS= read -r file; do try desktop-file-validate "$file"; done \
  < <(find data -name '*.desktop' -o -name '*.desktop.in')
while IFS= read -r file; do try appstreamcli validate --no-net --no-color "$file"; done \
  < <(find data -name '*.metainfo.xml' -o -name '*.metainfo.xml.in')
while IFS= read -r folder; do try glib-compile-schemas --strict --dry-run "$folder"; done \
  < <(find data -name '*.gschema.xml' -printf '%h\n' | sort -u)
while IFS= read -r file; do try msgfmt --check-format --check-domain -o /dev/null "$file"; done \
  < <(find po -name '*.po')
git ls-files '*.c' '*.h' 2>/dev/null | xargs -r clang-format --dry-run -Werror 2>&1 | head -20 |
  grep . && failed=1
[ $failed = 0 ] && echo "every format is accepted by its own judge"
exit $failed
