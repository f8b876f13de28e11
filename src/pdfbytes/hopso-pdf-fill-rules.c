/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which signature forbids that a field is filled: a certification of the whole document (ISO
 * 32000-2, 12.8.2.2), a lock of some of its fields (12.8.2.4), or a lock that stands in a signed
 * field only (12.7.5.5). Read only; one thread at a time. */

#include "hopso-pdf-fill-private.h"

#include "hopso-pdf-prepare-private.h"

#include <string.h>

/* Some write the lock into the field and forget the transform that repeats it. */
static gboolean
is_locked_by_field (HopsoPdfFile *file,
                    GPtrArray *fields,
                    const HopsoPdfSignature *signature,
                    const char *field_name)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const HopsoPdfField *field = fields->pdata[i];
      g_autoptr (HopsoPdfObject) lock = NULL;
      gint64 level = 0;

      if (strcmp (field->name, signature->field_name) != 0)
        continue;
      lock = hopso_pdf_file_resolve_key (file, field->dictionary, "Lock", NULL);
      if (lock == NULL || hopso_pdf_object_is_null (lock))
        continue;
      hopso_pdf_object_get_integer (hopso_pdf_object_get (lock, "P"), &level);
      if (level == 1 || hopso_pdf_lock_covers (file, lock, field_name))
        return TRUE;
    }
  return FALSE;
}

/**
 * hopso_pdf_fill_find_obstacle:
 * @signatures: (element-type HopsoPdfSignature): those of the document
 * @fields: (element-type HopsoPdfField): likewise
 * @field_name: the field that is to be filled
 *
 * Returns: (transfer none) (nullable): the signature that forbids it
 */
const HopsoPdfSignature *
hopso_pdf_fill_find_obstacle (HopsoPdfFile *file,
                              GPtrArray *signatures,
                              GPtrArray *fields,
                              const char *field_name)
{
  for (guint i = 0; i < signatures->len; i++)
    {
      const HopsoPdfSignature *signature = signatures->pdata[i];

      if (signature->certification == 1 || hopso_pdf_is_locked_by (file, signature, field_name) ||
          is_locked_by_field (file, fields, signature, field_name))
        return signature;
    }
  return NULL;
}
