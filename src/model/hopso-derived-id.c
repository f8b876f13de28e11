/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ids of records that everybody makes alike who makes them of the same things, without asking
 * anybody. Pure; any thread. */

#include "hopso-derived-id.h"

/**
 * hopso_derived_id_make:
 * @first: what it is the id of
 * @...: ids and numbers of which it is made, ended by %NULL
 *
 * Returns: (transfer full): a UUID of version 8 (RFC 9562 §5.8): a name's digest
 */
char *
hopso_derived_id_make (const char *first, ...)
{
  g_autoptr (GString) name = g_string_new ("hopso");
  va_list parts;

  va_start (parts, first);
  for (const char *part = first; part != NULL; part = va_arg (parts, const char *))
    g_string_append_printf (name, ":%s", part);
  va_end (parts);

  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name->str, -1);
  return g_strdup_printf ("%.8s-%.4s-8%.3s-8%.3s-%.12s", digest, digest + 8, digest + 12,
                          digest + 15, digest + 18);
}
