#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a sample PKI and holds it against OpenSSL and against a PKCS#11 program that is not ours.
set -euo pipefail
make_pki=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
n=0
ok () { n=$((n + 1)); echo "ok $n - $*"; }
fail () { n=$((n + 1)); echo "not ok $n - $*"; exit 1; }
check () { local what=$1; shift; if "$@" >"$folder/log" 2>&1; then ok "$what"; else sed 's/^/# /' "$folder/log"; fail "$what"; fi; }

echo 1..13
"$make_pki" "$folder/pki" --crl-url http://127.0.0.1:8999/crl --person chutich \
  --person phochutich2 || fail 'make-pki runs'
ok 'make-pki runs'
cd "$folder/pki"
cat sub-ca.crl.pem root-ca.crl.pem >lists.pem
verify () { openssl verify -CAfile trust.pem -untrusted sub-ca.pem -CRLfile lists.pem -crl_check_all "$1"; }
check 'a signer has a good path' verify people/chutich.pem
check 'a signer with a P-256 key has one' verify people/phochutich2.pem
if verify people/revoked.pem >"$folder/log" 2>&1 || ! grep -q 'certificate revoked' "$folder/log"; then
  fail 'the revoked signer is revoked'
fi
ok 'the revoked signer is revoked'
check 'the list is signed by the sub-CA' openssl crl -in sub-ca.crl -inform DER -CAfile sub-ca.pem -verify -noout
openssl x509 -in people/chutich.pem -noout -ext crlDistributionPoints |
  grep -q 'URI:http://127.0.0.1:8999/crl/sub-ca.crl' || fail 'the certificate says where the list is'
ok 'the certificate says where the list is'
openssl x509 -in people/chutich.pem -noout -subject -issuer -nameopt utf8,sep_comma_plus >"$folder/names"
{ grep -q 'title=Chủ tịch' "$folder/names" && grep -q 'CN=Trần Quốc Đạt' "$folder/names" &&
  grep -q 'issuer=.*SAMPLE.*MẪU' "$folder/names"; } || { cat "$folder/names"; fail 'names are as in practice, authorities are marked'; }
ok 'names are as in practice, authorities are marked'
for name in '-verify_hostname localhost' '-verify_ip 127.0.0.1' '-verify_ip ::1'; do
  # shellcheck disable=SC2086
  check "the server is trusted: $name" openssl verify -CAfile tls-ca.pem $name server.pem
done
# shellcheck source=/dev/null
. ./env
pkcs11-tool --module "$HOPSO_SAMPLE_MODULE" --token-label 'HopSo chutich' --login \
  --pin "$(cat pin)" -O >"$folder/objects" 2>/dev/null
{ grep -q 'Private Key Object' "$folder/objects" && grep -q 'Certificate Object' "$folder/objects"; } ||
  fail 'the token has the key and the certificate'
ok 'the token has the key and the certificate'
echo 'sẵn sàng' >data
sign () { # LOGIN ID MECHANISM OPTION…
  local login=$1 id=$2 mechanism=$3
  shift 3
  pkcs11-tool --module "$HOPSO_SAMPLE_MODULE" --token-label "HopSo $login" --login \
    --pin "$(cat pin)" --id "$id" --sign --mechanism "$mechanism" "$@" -i data -o signature
  openssl x509 -in "people/$login.pem" -noout -pubkey >public.pem
  openssl dgst -sha256 -verify public.pem -signature signature data
}
check 'the RSA key on the token belongs to its certificate' sign chutich 01 SHA256-RSA-PKCS
openssl dgst -sha256 -binary data >digest
mv data text && cp digest data
sign_ec () {
  pkcs11-tool --module "$HOPSO_SAMPLE_MODULE" --token-label 'HopSo phochutich2' --login \
    --pin "$(cat pin)" --id 02 --sign --mechanism ECDSA --signature-format openssl -i data -o signature
  openssl x509 -in people/phochutich2.pem -noout -pubkey >public.pem
  openssl dgst -sha256 -verify public.pem -signature signature text
}
check 'the P-256 key on the token belongs to its certificate' sign_ec
