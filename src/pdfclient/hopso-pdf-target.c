/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where links lead, and the links of a page. Nothing is followed here. Immutable; any thread. */

#include "hopso-pdf-target.h"

#include "hopso-pdf-answer-private.h"

/**
 * hopso_pdf_target_copy:
 *
 * Returns: (transfer full): the same target
 */
HopsoPdfTarget *
hopso_pdf_target_copy (const HopsoPdfTarget *self)
{
  HopsoPdfTarget *copy = g_memdup2 (self, sizeof *self);

  copy->words = g_strdup (self->words);
  return copy;
}

/**
 * hopso_pdf_target_free:
 * @self: (transfer full): a target
 */
void
hopso_pdf_target_free (HopsoPdfTarget *self)
{
  g_free (self->words);
  g_free (self);
}

static void
link_free (gpointer data)
{
  HopsoPdfLink *link = data;

  g_clear_pointer (&link->target, hopso_pdf_target_free);
  g_free (link);
}

static HopsoPdfTarget *
take_target (GVariant *said, guint n_pages, GError **error)
{
  g_autoptr (HopsoPdfTarget) target = g_new0 (HopsoPdfTarget, 1);

  if (!hopso_pdf_answer_get_target (said, n_pages, target, error))
    return NULL;
  return g_steal_pointer (&target);
}

/**
 * hopso_pdf_target_new_from_reply:
 * @reply: a `((uuuuddds))` from a drawing process
 * @n_pages: of the document
 * @error: why it is not believed
 *
 * Returns: (transfer full): the target
 */
HopsoPdfTarget *
hopso_pdf_target_new_from_reply (GVariant *reply, guint n_pages, GError **error)
{
  g_autoptr (GVariant) said = g_variant_get_child_value (reply, 0);

  return take_target (said, n_pages, error);
}

/**
 * hopso_pdf_link_list_from_reply:
 * @reply: an `(a((iiii)(uuuuddds)))` from a drawing process
 * @n_pages: of the document
 * @width: of the page, in points
 * @height: of the page, in points
 * @error: why it is not believed
 *
 * Returns: (transfer full) (element-type HopsoPdfLink): the links, the uppermost last
 */
GPtrArray *
hopso_pdf_link_list_from_reply (
    GVariant *reply, guint n_pages, double width, double height, GError **error)
{
  g_autoptr (GVariant) list = g_variant_get_child_value (reply, 0);
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func (link_free);

  if (!hopso_pdf_answer_check_list (list, error))
    return NULL;
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) said = g_variant_get_child_value (list, i);
      g_autoptr (GVariant) box = g_variant_get_child_value (said, 0);
      g_autoptr (GVariant) target = g_variant_get_child_value (said, 1);
      HopsoPdfLink *link = g_new0 (HopsoPdfLink, 1);

      g_ptr_array_add (links, link);
      hopso_pdf_answer_get_variant_box (box, width, height, &link->box);
      link->target = take_target (target, n_pages, error);
      if (link->target == NULL)
        return NULL;
    }
  return g_steal_pointer (&links);
}
