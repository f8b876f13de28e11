/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The objects of the document that an update may change, each held against what it was: the page
 * gains one annotation, the form one field, the catalogue at most the form and a permission. One
 * thread at a time. */

#include "hopso-pdf-check-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-same-private.h"

/* A value before and after, resolved. */
typedef struct
{
  HopsoPdfObject *before; /* owned */
  HopsoPdfObject *after;  /* owned */
} Values;

static void
values_clear (Values *self)
{
  g_clear_pointer (&self->before, hopso_pdf_object_unref);
  g_clear_pointer (&self->after, hopso_pdf_object_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Values, values_clear)

/**
 * hopso_pdf_check_explain:
 * @reference: anything; if it is a reference, the object may be in the update
 *
 * Returns: %FALSE with @error when it was explained as something else already
 */
gboolean
hopso_pdf_check_explain (HopsoPdfCheck *self, HopsoPdfObject *object, GError **error)
{
  HopsoPdfReference reference;

  if (!hopso_pdf_object_get_reference (object, &reference))
    return TRUE;
  if (!g_hash_table_add (self->explained, GUINT_TO_POINTER (reference.number)))
    return hopso_pdf_fail_lie (error, "One object of the update is two things");
  return TRUE;
}

/* Reads the value of @key in both. What was indirect stays in its place; what was direct or
 * missing may become a new object. */
static gboolean
read_values (HopsoPdfCheck *self,
             HopsoPdfObject *before,
             HopsoPdfObject *after,
             const char *key,
             Values *values,
             GError **error)
{
  HopsoPdfObject *old = hopso_pdf_object_get (before, key);
  HopsoPdfObject *new = hopso_pdf_object_get (after, key);
  HopsoPdfReference place;

  values->before = hopso_pdf_file_resolve (self->before, old, error);
  if (values->before == NULL)
    return FALSE;
  values->after = hopso_pdf_file_resolve (self->after, new, error);
  if (values->after == NULL)
    return FALSE;
  if (hopso_pdf_object_get_kind (old) == HOPSO_PDF_REFERENCE &&
      !hopso_pdf_object_is_null (values->before) && !hopso_pdf_object_equal (old, new))
    return hopso_pdf_fail_lie (error, "An object moved that should not");
  if (hopso_pdf_object_get_kind (old) != HOPSO_PDF_REFERENCE &&
      hopso_pdf_object_get_reference (new, &place) && place.number < self->first_new)
    return hopso_pdf_fail_lie (error, "An object took the place of another");
  return hopso_pdf_check_explain (self, new, error);
}

/* Whether @values are a list and the same with the new field at its end, if there is one. */
static gboolean
grows_by_field (HopsoPdfCheck *self, const Values *values)
{
  g_autoptr (HopsoPdfObject) field = hopso_pdf_object_new_reference (self->field->reference);
  g_autoptr (HopsoPdfObject) expected = NULL;

  if (self->old_field != NULL)
    return hopso_pdf_object_equal (values->before, values->after);
  expected = hopso_pdf_object_dup_with_item (values->before, field);
  return (hopso_pdf_object_is_null (values->before) ||
          hopso_pdf_object_get_kind (values->before) == HOPSO_PDF_ARRAY) &&
         hopso_pdf_object_equal (values->after, expected);
}

/**
 * hopso_pdf_check_page:
 *
 * Returns: %FALSE with @error unless the page of a new field gained that field's widget only
 */
gboolean
hopso_pdf_check_page (HopsoPdfCheck *self, GError **error)
{
  static const char *const changing[] = { "Annots", NULL };
  gboolean is_visible = hopso_pdf_plan_is_visible (self->plan);
  const HopsoPdfPage *page;
  g_autoptr (HopsoPdfObject) reference = NULL;
  g_autoptr (HopsoPdfObject) before = NULL;
  g_autoptr (HopsoPdfObject) after = NULL;
  g_auto (Values) annotations = { NULL, NULL };

  if (self->old_field != NULL)
    return TRUE;
  page = hopso_pdf_file_get_page (self->before, is_visible ? self->plan->page : 0, error);
  if (page == NULL)
    return FALSE;
  reference = hopso_pdf_object_new_reference (page->reference);
  before = hopso_pdf_file_dup_object (self->before, page->reference, error);
  if (before == NULL)
    return FALSE;
  after = hopso_pdf_file_dup_object (self->after, page->reference, error);
  if (after == NULL || !hopso_pdf_check_explain (self, reference, error) ||
      !read_values (self, before, after, "Annots", &annotations, error))
    return FALSE;
  if (!hopso_pdf_same_except (before, after, changing) ||
      hopso_pdf_object_has_duplicate_keys (after) || !grows_by_field (self, &annotations))
    return hopso_pdf_fail_lie (error, "The page is not as it was");
  return TRUE;
}

static gboolean
check_form (HopsoPdfCheck *self, const Values *form, GError **error)
{
  static const char *const changing[] = { "Fields", "SigFlags", NULL };
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();
  gboolean was_missing = hopso_pdf_object_is_null (form->before);
  g_auto (Values) fields = { NULL, NULL };
  gint64 old_flags = 0, new_flags = 0;

  if (!read_values (self, form->before, form->after, "Fields", &fields, error))
    return FALSE;
  hopso_pdf_object_get_integer (hopso_pdf_object_get (form->before, "SigFlags"), &old_flags);
  hopso_pdf_object_get_integer (hopso_pdf_object_get (form->after, "SigFlags"), &new_flags);
  if (!hopso_pdf_same_except (was_missing ? empty : form->before, form->after, changing) ||
      hopso_pdf_object_has_duplicate_keys (form->after) || new_flags != (old_flags | 3) ||
      !grows_by_field (self, &fields))
    return hopso_pdf_fail_lie (error, "The form is not as it was");
  return TRUE;
}

/* Only a certification is named among the permissions, and it by itself. */
static gboolean
check_permissions (HopsoPdfCheck *self,
                   HopsoPdfObject *before,
                   HopsoPdfObject *after,
                   GError **error)
{
  static const char *const changing[] = { "DocMDP", NULL };
  g_autoptr (HopsoPdfObject) old =
      hopso_pdf_file_resolve_key (self->before, before, "Perms", error);
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();
  g_autoptr (HopsoPdfObject) signature =
      hopso_pdf_object_new_reference (self->signature->reference);
  HopsoPdfObject *new = hopso_pdf_object_get (after, "Perms");

  if (old == NULL)
    return FALSE;
  if (self->plan->certification == 0)
    return hopso_pdf_object_equal (hopso_pdf_object_get (before, "Perms"), new) ||
           hopso_pdf_fail_lie (error, "The permissions are not as they were");
  if (!hopso_pdf_same_except (hopso_pdf_object_is_null (old) ? empty : old, new, changing) ||
      !hopso_pdf_object_equal (hopso_pdf_object_get (new, "DocMDP"), signature))
    return hopso_pdf_fail_lie (error, "The permissions are not as they were");
  return TRUE;
}

/**
 * hopso_pdf_check_catalog:
 *
 * Returns: %FALSE with @error unless catalogue and form gained the signature only
 */
gboolean
hopso_pdf_check_catalog (HopsoPdfCheck *self, GError **error)
{
  static const char *const changing[] = { "AcroForm", "Perms", NULL };
  g_autoptr (HopsoPdfObject) before = hopso_pdf_file_dup_catalog (self->before, error);
  g_autoptr (HopsoPdfObject) after = NULL;
  g_auto (Values) form = { NULL, NULL };

  if (before == NULL)
    return FALSE;
  after = hopso_pdf_file_dup_catalog (self->after, error);
  if (after == NULL ||
      !hopso_pdf_check_explain (
          self, hopso_pdf_object_get (hopso_pdf_file_get_trailer (self->after), "Root"), error) ||
      !read_values (self, before, after, "AcroForm", &form, error))
    return FALSE;
  if (!hopso_pdf_same_except (before, after, changing) ||
      hopso_pdf_object_has_duplicate_keys (after))
    return hopso_pdf_fail_lie (error, "The catalogue is not as it was");
  return check_permissions (self, before, after, error) && check_form (self, &form, error);
}
