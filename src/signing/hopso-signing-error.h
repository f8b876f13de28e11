/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoSigningError:
 * @HOPSO_SIGNING_ERROR_CHANGED: the document is not the one that was shown
 * @HOPSO_SIGNING_ERROR_DOCUMENT: this document cannot be signed, whoever tries
 * @HOPSO_SIGNING_ERROR_PREPARED: what the inspector prepared is not what was asked for
 * @HOPSO_SIGNING_ERROR_TOO_LARGE: the signature does not fit the place that was kept for it
 * @HOPSO_SIGNING_ERROR_CERTIFICATE: this certificate cannot sign
 * @HOPSO_SIGNING_ERROR_CHECK: the signed file did not pass its own verification
 * @HOPSO_SIGNING_ERROR_MARK: the picture of the signature cannot be drawn
 * @HOPSO_SIGNING_ERROR_NO_TIMESTAMP: no timestamp authority gave an answer: worth another try later
 * @HOPSO_SIGNING_ERROR_AUTHORITY: an authority gave one that must not be used, or refused
 * @HOPSO_SIGNING_ERROR_RULE: a rule of official papers forbids it, or needs something that is
 * missing; the message says so in words for people
 * @HOPSO_SIGNING_ERROR_LEVEL: what the level needs is not there, such as evidence about revocation
 * @HOPSO_SIGNING_ERROR_PASSWORD: the document needs a password, or another one
 * @HOPSO_SIGNING_ERROR_DAMAGED: the document breaks the rules of the format
 */
typedef enum
{
  HOPSO_SIGNING_ERROR_CHANGED,
  HOPSO_SIGNING_ERROR_DOCUMENT,
  HOPSO_SIGNING_ERROR_PREPARED,
  HOPSO_SIGNING_ERROR_TOO_LARGE,
  HOPSO_SIGNING_ERROR_CERTIFICATE,
  HOPSO_SIGNING_ERROR_CHECK,
  HOPSO_SIGNING_ERROR_MARK,
  HOPSO_SIGNING_ERROR_NO_TIMESTAMP,
  HOPSO_SIGNING_ERROR_AUTHORITY,
  HOPSO_SIGNING_ERROR_LEVEL,
  HOPSO_SIGNING_ERROR_RULE,
  HOPSO_SIGNING_ERROR_PASSWORD,
  HOPSO_SIGNING_ERROR_DAMAGED,
} HopsoSigningError;

#define HOPSO_SIGNING_ERROR (hopso_signing_error_quark ())
GQuark hopso_signing_error_quark (void);

G_END_DECLS
