/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the application asks of the process that holds a vendor's module. The bodies are GVariants
 * of the types given here; a PIN travels apart from them, so that it can be wiped. An answer
 * carries the CK_RV of the module as its code, and a body only with CKR_OK. */
typedef enum
{
  HOPSO_TOKEN_CALL_LOAD,    /* (ss file, arguments) → (ss manufacturer, description) */
  HOPSO_TOKEN_CALL_SLOTS,   /* () → (at): those with a token */
  HOPSO_TOKEN_CALL_INFO,    /* (t slot) → HOPSO_TOKEN_INFO_TYPE */
  HOPSO_TOKEN_CALL_OBJECTS, /* (t slot) → HOPSO_TOKEN_OBJECTS_TYPE */
  HOPSO_TOKEN_CALL_OPEN,    /* (tayb slot, key id, log in) + PIN → HOPSO_TOKEN_KEYS_TYPE */
  HOPSO_TOKEN_CALL_SIGN,    /* HOPSO_TOKEN_SIGN_TYPE + PIN → (ay) */
  HOPSO_TOKEN_CALL_CLOSE,   /* (t session) → () */
  HOPSO_TOKEN_CALL_SET_PIN, /* (tt slot, size of the old) + old and new PIN in one → () */
} HopsoTokenCall;

/* label, serial, model, manufacturer, flags, mechanisms, least and greatest size of a PIN */
#define HOPSO_TOKEN_INFO_TYPE "(sssstattt)"
/* class, id, and for a certificate its DER, for keys the modulus or the point */
#define HOPSO_TOKEN_OBJECTS_TYPE "(a(tayay))"
/* session, keys (handle, type, modulus, always authenticate), points of public keys */
#define HOPSO_TOKEN_KEYS_TYPE "(ta(ttayb)aay)"
/* session, key, mechanism, PSS (hash, mask function, salt size), authenticate again, bytes */
#define HOPSO_TOKEN_SIGN_TYPE "(ttt(ttt)bay)"

/* The descriptor that the process talks on. */
#define HOPSO_TOKEN_HOST_FD 3

/* How long to wait for the other side. */
typedef struct
{
  gint64 monotonic;          /* in microseconds; -1: for ever */
  GCancellable *cancellable; /* borrowed, nullable */
} HopsoTokenDeadline;

gboolean hopso_token_wire_send (int fd,
                                guint64 code,
                                GVariant *body,
                                HopsoSecret *secret,
                                const HopsoTokenDeadline *deadline,
                                GError **error);
gboolean hopso_token_wire_receive (int fd,
                                   guint64 *code,
                                   GBytes **body,
                                   HopsoSecret **secret,
                                   const HopsoTokenDeadline *deadline,
                                   GError **error);

G_END_DECLS
