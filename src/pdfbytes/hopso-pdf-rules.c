/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a document allows its next signature: certifications (ISO 32000-2, 12.8.2.2), fields locked
 * by earlier signatures (12.8.2.4) and the seed value of the field itself (12.7.5.5). Read only. */

#include "hopso-pdf-prepare-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-signature.h"

#include <string.h>

/* Bits of Ff in a seed value: what of it must be kept (table 237). */
enum
{
  SEED_FILTER = 1 << 0,
  SEED_SUB_FILTER = 1 << 1,
  SEED_REASONS = 1 << 3,
  SEED_LEGAL_ATTESTATION = 1 << 4,
  SEED_ADD_REVOCATION = 1 << 5,
  SEED_DIGEST_METHOD = 1 << 6,
};

/* Of Ff in what it says of certificates (table 238). */
#define SEED_CERTIFICATE_SUBJECT 1

static gboolean
names_field (const char *pattern, const char *field_name)
{
  gsize size = strlen (pattern);

  return strncmp (pattern, field_name, size) == 0 &&
         (field_name[size] == '\0' || field_name[size] == '.');
}

/**
 * hopso_pdf_lock_covers:
 * @lock: a lock dictionary or the parameters of a FieldMDP transform
 * @field_name: a whole name
 *
 * Returns: whether that field may not change any more
 */
gboolean
hopso_pdf_lock_covers (HopsoPdfFile *file, HopsoPdfObject *lock, const char *field_name)
{
  HopsoPdfObject *action = hopso_pdf_object_get (lock, "Action");
  g_autoptr (HopsoPdfObject) fields = hopso_pdf_file_resolve_key (file, lock, "Fields", NULL);
  gboolean is_named = FALSE;

  for (guint i = 0; fields != NULL && i < hopso_pdf_object_get_length (fields); i++)
    {
      g_autofree char *name = hopso_pdf_object_dup_text (hopso_pdf_object_get_item (fields, i));

      is_named |= name != NULL && names_field (name, field_name);
    }
  if (hopso_pdf_object_is_name (action, "Include"))
    return is_named;
  if (hopso_pdf_object_is_name (action, "Exclude"))
    return !is_named;
  return hopso_pdf_object_is_name (action, "All");
}

/* Whether a signature that stands already locked the field. */
gboolean
hopso_pdf_is_locked_by (HopsoPdfFile *file,
                        const HopsoPdfSignature *signature,
                        const char *field_name)
{
  g_autoptr (HopsoPdfObject) dictionary =
      hopso_pdf_file_dup_object (file, signature->reference, NULL);
  g_autoptr (HopsoPdfObject) references = NULL;
  gboolean is_locked = FALSE;

  if (dictionary != NULL)
    references = hopso_pdf_file_resolve_key (file, dictionary, "Reference", NULL);
  for (guint i = 0; references != NULL && i < hopso_pdf_object_get_length (references); i++)
    {
      g_autoptr (HopsoPdfObject) reference =
          hopso_pdf_file_resolve (file, hopso_pdf_object_get_item (references, i), NULL);
      g_autoptr (HopsoPdfObject) lock = NULL;

      if (reference == NULL || !hopso_pdf_object_is_name (
                                   hopso_pdf_object_get (reference, "TransformMethod"), "FieldMDP"))
        continue;
      lock = hopso_pdf_file_resolve_key (file, reference, "TransformParams", NULL);
      is_locked |= lock != NULL && hopso_pdf_lock_covers (file, lock, field_name);
    }
  return is_locked;
}

static gboolean
check_signatures (HopsoPdfFile *file,
                  const HopsoPdfSignaturePlan *plan,
                  const HopsoPdfField *field,
                  const char *field_name,
                  GError **error)
{
  gboolean is_new_timestamp = field == NULL && hopso_pdf_plan_is_timestamp (plan);
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, error);

  if (signatures == NULL)
    return FALSE;
  for (guint i = 0; i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];

      if (signature->certification == 1 && !hopso_pdf_plan_is_timestamp (plan))
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FORBIDDEN,
                               "A certification forbids every change");
      if (plan->certification != 0)
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FORBIDDEN,
                               "A certification must be the first signature");
      /* Proof of time is no change of the form (12.8.2.2). */
      if (!is_new_timestamp && hopso_pdf_is_locked_by (file, signature, field_name))
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FORBIDDEN,
                               "An earlier signature locked the field");
    }
  return TRUE;
}

static gboolean
lists_name (HopsoPdfObject *array, const char *name)
{
  for (guint i = 0; i < hopso_pdf_object_get_length (array); i++)
    if (hopso_pdf_object_is_name (hopso_pdf_object_get_item (array, i), name))
      return TRUE;
  return FALSE;
}

static gboolean
lists_text (HopsoPdfObject *array, const char *const *texts)
{
  for (guint i = 0; i < hopso_pdf_object_get_length (array); i++)
    {
      g_autofree char *text = hopso_pdf_object_dup_text (hopso_pdf_object_get_item (array, i));

      if (text != NULL && g_strv_contains (texts, text))
        return TRUE;
    }
  return FALSE;
}

/* No reason at all is asked for by an empty list or a lone point. */
static gboolean
keeps_reasons (HopsoPdfObject *reasons, const char *reason)
{
  const char *const wanted[] = { reason, NULL };
  const char *const none[] = { ".", NULL };
  guint n = hopso_pdf_object_get_length (reasons);

  if (n == 0 || (n == 1 && lists_text (reasons, none)))
    return reason == NULL;
  return reason != NULL && lists_text (reasons, wanted);
}

static gboolean
keeps_certification (HopsoPdfFile *file, HopsoPdfObject *seed, guint certification)
{
  g_autoptr (HopsoPdfObject) mdp = hopso_pdf_file_resolve_key (file, seed, "MDP", NULL);
  gint64 level;

  if (mdp == NULL || !hopso_pdf_object_get_integer (hopso_pdf_object_get (mdp, "P"), &level))
    return TRUE;
  return level == certification;
}

static gboolean
lists_bytes (HopsoPdfObject *array, GBytes *bytes)
{
  for (guint i = 0; i < hopso_pdf_object_get_length (array); i++)
    {
      GBytes *item = hopso_pdf_object_get_string (hopso_pdf_object_get_item (array, i));

      if (item != NULL && g_bytes_equal (item, bytes))
        return TRUE;
    }
  return FALSE;
}

/* Whether the field takes the certificate (table 238): if it must be one of those that the field
 * carries, that can be seen; every other must is refused. */
static gboolean
takes_certificate (HopsoPdfFile *file, HopsoPdfObject *seed, GBytes *der)
{
  g_autoptr (HopsoPdfObject) wanted = hopso_pdf_file_resolve_key (file, seed, "Cert", NULL);
  g_autoptr (HopsoPdfObject) subjects = NULL;
  gint64 flags = 0;

  if (wanted == NULL)
    return FALSE;
  if (hopso_pdf_object_is_null (wanted))
    return TRUE;
  hopso_pdf_object_get_integer (hopso_pdf_object_get (wanted, "Ff"), &flags);
  if (flags != SEED_CERTIFICATE_SUBJECT)
    return flags == 0;
  subjects = hopso_pdf_file_resolve_key (file, wanted, "Subject", NULL);
  return subjects != NULL && der != NULL && lists_bytes (subjects, der);
}

/* Only what the seed value marks as a must is held; what we cannot judge is refused. */
static gboolean
keeps_seed (HopsoPdfFile *file, HopsoPdfObject *seed, const HopsoPdfSignaturePlan *plan)
{
  /* The one that is signed with. */
  static const char *const digests[] = { "SHA256", NULL };
  g_autoptr (HopsoPdfObject) filters = hopso_pdf_file_resolve_key (file, seed, "SubFilter", NULL);
  g_autoptr (HopsoPdfObject) reasons = hopso_pdf_file_resolve_key (file, seed, "Reasons", NULL);
  g_autoptr (HopsoPdfObject) methods =
      hopso_pdf_file_resolve_key (file, seed, "DigestMethod", NULL);
  gint64 flags = 0;

  if (filters == NULL || reasons == NULL || methods == NULL ||
      !keeps_certification (file, seed, plan->certification))
    return FALSE;
  hopso_pdf_object_get_integer (hopso_pdf_object_get (seed, "Ff"), &flags);
  if ((flags & (SEED_LEGAL_ATTESTATION | SEED_ADD_REVOCATION)) != 0)
    return FALSE;
  if ((flags & SEED_FILTER) != 0 && hopso_pdf_object_has (seed, "Filter") &&
      !hopso_pdf_object_is_name (hopso_pdf_object_get (seed, "Filter"), "Adobe.PPKLite"))
    return FALSE;
  if ((flags & SEED_SUB_FILTER) != 0 && !lists_name (filters, hopso_pdf_plan_get_sub_filter (plan)))
    return FALSE;
  if ((flags & SEED_REASONS) != 0 && !keeps_reasons (reasons, plan->reason))
    return FALSE;
  return (flags & SEED_DIGEST_METHOD) == 0 || lists_text (methods, digests);
}

/* Numbers that the document does not know and an update gives to its objects. */
typedef struct
{
  guint32 first;
  guint32 last;
} Numbers;

static gboolean
refers_ahead (HopsoPdfObject *object, const Numbers *numbers)
{
  HopsoPdfReference reference;

  if (hopso_pdf_object_get_reference (object, &reference))
    return reference.number >= numbers->first && reference.number <= numbers->last;
  for (guint i = 0; i < hopso_pdf_object_get_length (object); i++)
    if (refers_ahead (hopso_pdf_object_get_item (object, i), numbers))
      return TRUE;
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (object); i++)
    {
      HopsoPdfObject *value;

      hopso_pdf_object_get_key (object, i, &value);
      if (refers_ahead (value, numbers))
        return TRUE;
    }
  return FALSE;
}

static gboolean
value_refers_ahead (HopsoPdfFile *file,
                    HopsoPdfObject *owner,
                    const char *key,
                    const Numbers *numbers)
{
  g_autoptr (HopsoPdfObject) value = hopso_pdf_file_resolve_key (file, owner, key, NULL);

  return value == NULL || refers_ahead (value, numbers);
}

/**
 * hopso_pdf_check_ahead:
 * @fields: (element-type HopsoPdfField): the fields of the form
 * @page: where a new widget comes, or number 0
 * @last: the last number that an update gives to an object
 *
 * A document may refer to objects that it does not have, and new ones would become them: a field
 * could be made ready to take somebody's signature for its own.
 *
 * Returns: %FALSE with @error when form, fields or page wait for objects to come
 */
gboolean
hopso_pdf_check_ahead (
    HopsoPdfFile *file, GPtrArray *fields, HopsoPdfReference page, guint32 last, GError **error)
{
  Numbers numbers = { hopso_pdf_file_get_next_number (file), last };
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (file, error);
  g_autoptr (HopsoPdfObject) form = NULL;
  g_autoptr (HopsoPdfObject) shown = NULL;
  gboolean is_waiting;

  if (catalog == NULL)
    return FALSE;
  form = hopso_pdf_file_resolve_key (file, catalog, "AcroForm", error);
  if (form == NULL)
    return FALSE;
  shown = hopso_pdf_file_dup_object (file, page, error);
  if (shown == NULL)
    return FALSE;
  is_waiting = refers_ahead (catalog, &numbers) || refers_ahead (form, &numbers) ||
               value_refers_ahead (file, form, "Fields", &numbers) ||
               refers_ahead (shown, &numbers) ||
               value_refers_ahead (file, shown, "Annots", &numbers);
  for (guint i = 0; i < fields->len && !is_waiting; i++)
    is_waiting = refers_ahead (((HopsoPdfField *) fields->pdata[i])->dictionary, &numbers);
  return !is_waiting ||
         hopso_pdf_fail_damaged (error, "The document refers to objects that it does not have");
}

/**
 * hopso_pdf_check_rules:
 * @field: (nullable): the existing field that is to be signed
 * @field_name: its name, or that of a new one
 *
 * Returns: %FALSE with HOPSO_PDF_ERROR_FORBIDDEN when the document does not want this signature
 */
gboolean
hopso_pdf_check_rules (HopsoPdfFile *file,
                       const HopsoPdfSignaturePlan *plan,
                       const HopsoPdfField *field,
                       const char *field_name,
                       GError **error)
{
  g_autoptr (HopsoPdfObject) seed = NULL;

  if (!hopso_pdf_file_check_right (
          file, field != NULL ? HOPSO_PDF_RIGHT_FILL : HOPSO_PDF_RIGHT_ADD_FIELD, error) ||
      !check_signatures (file, plan, field, field_name, error))
    return FALSE;
  if (field == NULL)
    return TRUE;
  seed = hopso_pdf_file_resolve_key (file, field->dictionary, "SV", error);
  if (seed == NULL)
    return FALSE;
  if (hopso_pdf_object_is_null (seed))
    return TRUE;
  if (!takes_certificate (file, seed, plan->certificate))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FORBIDDEN,
                           "The field asks for another certificate");
  if (!keeps_seed (file, seed, plan))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FORBIDDEN,
                           "The field asks for another kind of signature");
  return TRUE;
}
