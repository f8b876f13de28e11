/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A stretch of DER that is being read; it lies inside bytes owned by somebody else. */
typedef struct
{
  const guint8 *at;
  gsize size;
} HopsoDer;

#define HOPSO_DER_SEQUENCE   0x30
#define HOPSO_DER_SET        0x31
#define HOPSO_DER_CONTEXT(n) (0xa0 | (n))

/* Takes the next element off @self. @whole includes its header. */
gboolean hopso_der_next (HopsoDer *self, guint8 *tag, HopsoDer *content, HopsoDer *whole);

/* Goes into the next element, which must carry @tag; what follows it is forgotten. */
gboolean hopso_der_enter (HopsoDer *self, guint8 tag);

/* One element of BER with definite and indefinite lengths, as definite lengths only. @consumed:
 * how many of the bytes it took; @was_der: whether it was written that way already. */
GBytes *hopso_der_normalise (GBytes *ber, gsize *consumed, gboolean *was_der, GError **error);

G_END_DECLS
