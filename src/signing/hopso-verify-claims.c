/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an inspector claims of a file's signatures. It read hostile bytes, so its claims are held
 * against the file wherever that can be done: ranges and contents are; what was changed later is
 * its word alone. To compare the revisions here again would take the whole parser to those bytes in
 * the process that holds sessions and talks to tokens, and a file that can turn the inspector would
 * turn it as well. What people see instead is the signed revision, drawn from its own bytes. Any
 * thread. */

#include "hopso-verify-claims-private.h"

#include "hopso-fd.h"

#include <stdio.h>

#define MAX_CONTENTS (4 * 1024 * 1024)
#define MAX_CHANGES  200

/* ISO 32000-2 §7.9.4: D:YYYYMMDDHHmmSSOHH'mm; 0 when it is not a date. */
static gint64
parse_pdf_date (const char *text)
{
  int year, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  int zone_hours = 0, zone_minutes = 0, used = 0;
  char sign = 'Z';

  if (text == NULL || sscanf (text, "D:%4d%2d%2d%2d%2d%2d%n", &year, &month, &day, &hour, &minute,
                              &second, &used) < 1)
    return 0;
  if (used > 0)
    sscanf (text + used, "%c%2d'%2d", &sign, &zone_hours, &zone_minutes);

  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (time == NULL)
    return 0;
  gint64 offset = ((gint64) zone_hours * 60 + zone_minutes) * 60;
  if (sign == '+')
    return g_date_time_to_unix (time) - offset;
  return g_date_time_to_unix (time) + (sign == '-' ? offset : 0);
}

void
hopso_verify_claims_read (HopsoVerifyClaims *self, GVariant *variant)
{
  const char *claimed_time = NULL;
  gboolean has_range = g_variant_lookup (variant, "byte-range", "(tttt)", &self->range[0],
                                         &self->range[1], &self->range[2], &self->range[3]);
  gboolean has_contents =
      g_variant_lookup (variant, "contents", "(tt)", &self->contents[0], &self->contents[1]);

  self->has_range = has_range && has_contents;
  g_variant_lookup (variant, "field", "&s", &self->field);
  g_variant_lookup (variant, "sub-filter", "&s", &self->sub_filter);
  g_variant_lookup (variant, "claimed-time", "&s", &claimed_time);
  g_variant_lookup (variant, "change", "&s", &self->change);
  g_variant_lookup (variant, "change-explanation", "&s", &self->explanation);
  g_variant_lookup (variant, "change-permitted", "b", &self->change_permitted);
  g_variant_lookup (variant, "document-timestamp", "b", &self->is_timestamp);
  g_variant_lookup (variant, "findings", "^a&s", &self->findings);
  g_variant_lookup (variant, "notes", "^a&s", &self->notes);
  self->changes = g_variant_lookup_value (variant, "changes", G_VARIANT_TYPE ("aa{sv}"));
  self->certificates = g_variant_lookup_value (variant, "certificates", G_VARIANT_TYPE ("aay"));
  self->page = -1;
  g_variant_lookup (variant, "page", "i", &self->page);
  self->claimed_time = parse_pdf_date (claimed_time);
}

void
hopso_verify_claims_clear (HopsoVerifyClaims *self)
{
  g_clear_pointer (&self->findings, g_free);
  g_clear_pointer (&self->notes, g_free);
  g_clear_pointer (&self->changes, g_variant_unref);
  g_clear_pointer (&self->certificates, g_variant_unref);
}

gboolean
hopso_verify_claims_ranges_hold (const HopsoVerifyClaims *self, int fd, guint64 size)
{
  const guint64 *range = self->range;
  char brackets[2];

  if (!self->has_range || range[0] != 0 || range[1] != self->contents[0] || self->contents[1] < 2 ||
      self->contents[1] > MAX_CONTENTS || range[1] > size || self->contents[1] > size - range[1] ||
      range[2] != range[1] + self->contents[1] || range[3] > size - range[2])
    return FALSE;
  return hopso_fd_read_at (fd, range[1], &brackets[0], 1, NULL) &&
         hopso_fd_read_at (fd, range[2] - 1, &brackets[1], 1, NULL) && brackets[0] == '<' &&
         brackets[1] == '>';
}

GBytes *
hopso_verify_claims_read_contents (const HopsoVerifyClaims *self, int fd, GError **error)
{
  gsize n_digits = (gsize) self->contents[1] - 2;
  g_autofree char *digits = g_malloc (n_digits + 1);
  g_autofree guint8 *bytes = g_malloc (n_digits / 2 + 1);

  if (!hopso_fd_read_at (fd, self->contents[0] + 1, digits, n_digits, error))
    return NULL;
  for (gsize i = 0; i + 1 < n_digits; i += 2)
    {
      int high = g_ascii_xdigit_value (digits[i]);
      int low = g_ascii_xdigit_value (digits[i + 1]);

      if (high < 0 || low < 0)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               "Contents is not plain hexadecimal");
          return NULL;
        }
      bytes[i / 2] = (guint8) (high << 4 | low);
    }
  return g_bytes_new_take (g_steal_pointer (&bytes), n_digits / 2);
}

HopsoChangesAfter
hopso_verify_claims_get_change (const HopsoVerifyClaims *self)
{
  static const struct
  {
    const char *name;
    HopsoChangesAfter change;
  } changes[] = {
    { "none", HOPSO_CHANGES_AFTER_NONE },       { "signatures", HOPSO_CHANGES_AFTER_SIGNATURES },
    { "form", HOPSO_CHANGES_AFTER_ALLOWED },    { "annotations", HOPSO_CHANGES_AFTER_ALLOWED },
    { "altered", HOPSO_CHANGES_AFTER_ALTERED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    if (g_strcmp0 (self->change, changes[i].name) == 0)
      return self->change_permitted || i == 0 ? changes[i].change : HOPSO_CHANGES_AFTER_ALTERED;
  return HOPSO_CHANGES_AFTER_UNKNOWN;
}

static void
tell_note (HopsoSignatureResult *result, const char *name)
{
  for (guint i = 0; i < HOPSO_N_SIGNATURE_NOTES; i++)
    if (g_str_equal (name, hopso_signature_note_get_name (i)))
      {
        hopso_signature_result_add_note (result, i, NULL);
        return;
      }
  hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_ODDITY, name);
}

static void
tell_change (HopsoSignatureResult *result, gboolean is_sealed, GVariant *claim)
{
  HopsoSignatureChange change = { .kind = HOPSO_CHANGE_OTHER };
  const char *kind = NULL;
  int page = -1;

  g_variant_lookup (claim, "kind", "&s", &kind);
  g_variant_lookup (claim, "page", "i", &page);
  g_variant_lookup (claim, "field", "&s", &change.field);
  g_variant_lookup (claim, "allowed", "b", &change.is_allowed);
  if (!hopso_change_kind_from_name (kind, &change.kind))
    change.kind = HOPSO_CHANGE_OTHER;
  if (change.kind == HOPSO_CHANGE_RESERVED_PLACE)
    change.is_allowed &= is_sealed;
  change.page = page < 0 ? 0 : (guint) page + 1;
  hopso_signature_result_add_change (result, &change);
}

void
hopso_verify_claims_tell (const HopsoVerifyClaims *self,
                          gboolean is_sealed,
                          HopsoSignatureResult *result)
{
  gsize n = self->changes != NULL ? g_variant_n_children (self->changes) : 0;

  for (const char **note = self->notes; note != NULL && *note != NULL; note++)
    tell_note (result, *note);
  for (gsize i = 0; i < n && i < MAX_CHANGES; i++)
    {
      g_autoptr (GVariant) change = g_variant_get_child_value (self->changes, i);

      tell_change (result, is_sealed, change);
    }
}

static void
note_document (HopsoSignatureReport *report, HopsoSignatureNote note)
{
  g_autofree char *text = hopso_signature_note_dup_text (note);

  hopso_signature_report_add_note (report, text);
}

void
hopso_verify_claims_tell_document (GVariant *claims, HopsoSignatureReport *report)
{
  g_autofree const char **fields = NULL;
  guint n_removed = 0;

  if (hopso_signature_report_get_n_results (report) > 0 &&
      g_variant_lookup (claims, "empty-fields", "^a&s", &fields) && fields[0] != NULL)
    note_document (report, HOPSO_SIGNATURE_NOTE_UNSIGNED_FIELDS);
  if (g_variant_lookup (claims, "removed-signatures", "u", &n_removed) && n_removed > 0)
    note_document (report, HOPSO_SIGNATURE_NOTE_REMOVED);
}

static void
take_piece (GVariant *piece, HopsoValidationMaterial *material)
{
  static const char *const names[] = {
    [HOPSO_MATERIAL_CERTIFICATE] = "certificate",
    [HOPSO_MATERIAL_OCSP] = "ocsp",
    [HOPSO_MATERIAL_CRL] = "crl",
  };
  g_autoptr (GVariant) bytes = g_variant_lookup_value (piece, "bytes", G_VARIANT_TYPE_BYTESTRING);
  const char *kind = NULL;
  guint64 end = 0;

  if (bytes == NULL || !g_variant_lookup (piece, "kind", "&s", &kind) ||
      !g_variant_lookup (piece, "end", "t", &end) || end == 0)
    return;
  g_autoptr (GBytes) der = g_variant_get_data_as_bytes (bytes);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (kind, names[i]))
      hopso_validation_material_add_embedded (material, (HopsoMaterialKind) i, der,
                                              HOPSO_MATERIAL_DSS, end);
}

void
hopso_verify_claims_take_material (GVariant *claims, HopsoValidationMaterial *material)
{
  g_autoptr (GVariant) pieces =
      g_variant_lookup_value (claims, "validation-data", G_VARIANT_TYPE ("aa{sv}"));
  gsize n = pieces != NULL ? g_variant_n_children (pieces) : 0;

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) piece = g_variant_get_child_value (pieces, i);

      take_piece (piece, material);
    }
}

/* Reads the file once, for its own SHA-256 and for those of all signatures in @claims, which may be
 * missing. */
HopsoDigestPass *
hopso_verify_claims_digest (
    GVariant *claims, int fd, guint64 size, GCancellable *cancellable, GError **error)
{
  g_autoptr (HopsoDigestPass) pass = hopso_digest_pass_new (HOPSO_HASH_SHA256, size);

  for (gsize i = 0; claims != NULL && i < g_variant_n_children (claims); i++)
    {
      g_autoptr (GVariant) claim = g_variant_get_child_value (claims, i);
      guint64 range[4];

      if (g_variant_lookup (claim, "byte-range", "(tttt)", &range[0], &range[1], &range[2],
                            &range[3]))
        hopso_digest_pass_add (pass, range);
    }
  return hopso_digest_pass_run (pass, fd, cancellable, error) ? g_steal_pointer (&pass) : NULL;
}
