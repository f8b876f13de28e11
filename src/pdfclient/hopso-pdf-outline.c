/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A document's table of contents as a tree of list models, which is what a tree on the screen is
 * made of. Main thread. */

#include "hopso-pdf-outline.h"

#include "hopso-pdf-answer-private.h"

struct _HopsoPdfOutlineItem
{
  GObject parent_instance;

  char *title;            /* owned */
  HopsoPdfTarget *target; /* owned */
  GListStore *children;   /* owned, nullable */
  gboolean is_open;
};

G_DEFINE_FINAL_TYPE (HopsoPdfOutlineItem, hopso_pdf_outline_item, G_TYPE_OBJECT)

#define MAX_DEPTH 64u

static HopsoPdfOutlineItem *
take_item (GVariant *said, guint n_pages, guint *depth, GError **error)
{
  g_autoptr (HopsoPdfOutlineItem) item = g_object_new (HOPSO_TYPE_PDF_OUTLINE_ITEM, NULL);
  g_autoptr (GVariant) target = NULL;

  g_variant_get (said, "(usb@(uuuuddds))", depth, &item->title, &item->is_open, &target);
  item->target = g_new0 (HopsoPdfTarget, 1);
  if (!hopso_pdf_answer_check_words (item->title, error) ||
      !hopso_pdf_answer_get_target (target, n_pages, item->target, error))
    return NULL;
  return g_steal_pointer (&item);
}

/* The list for items of the next depth. */
static GListStore *
get_children (HopsoPdfOutlineItem *parent)
{
  if (parent->children == NULL)
    parent->children = g_list_store_new (HOPSO_TYPE_PDF_OUTLINE_ITEM);
  return parent->children;
}

/**
 * hopso_pdf_outline_new_from_reply:
 * @reply: an `(a(usb(uuuuddds)))` from a drawing process
 * @n_pages: of the document
 * @error: why it is not believed
 *
 * Returns: (transfer full): a list of #HopsoPdfOutlineItem
 */
GListModel *
hopso_pdf_outline_new_from_reply (GVariant *reply, guint n_pages, GError **error)
{
  g_autoptr (GVariant) list = g_variant_get_child_value (reply, 0);
  g_autoptr (GListStore) root = g_list_store_new (HOPSO_TYPE_PDF_OUTLINE_ITEM);
  HopsoPdfOutlineItem *parents[MAX_DEPTH] = { NULL };
  guint last_depth = 0;

  if (!hopso_pdf_answer_check_list (list, error))
    return NULL;
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) said = g_variant_get_child_value (list, i);
      guint depth = 0;
      g_autoptr (HopsoPdfOutlineItem) item = take_item (said, n_pages, &depth, error);

      if (item == NULL)
        return NULL;
      if (depth >= MAX_DEPTH || depth > (i == 0 ? 0 : last_depth + 1))
        {
          hopso_pdf_answer_disbelieve (error, "The table of contents is no tree");
          return NULL;
        }
      g_list_store_append (depth == 0 ? root : get_children (parents[depth - 1]), item);
      parents[depth] = item;
      last_depth = depth;
    }
  return G_LIST_MODEL (g_steal_pointer (&root));
}

/**
 * hopso_pdf_outline_item_get_title:
 *
 * Returns: what it is called
 */
const char *
hopso_pdf_outline_item_get_title (HopsoPdfOutlineItem *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_OUTLINE_ITEM (self), NULL);

  return self->title;
}

/**
 * hopso_pdf_outline_item_get_target:
 *
 * Returns: where it leads
 */
const HopsoPdfTarget *
hopso_pdf_outline_item_get_target (HopsoPdfOutlineItem *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_OUTLINE_ITEM (self), NULL);

  return self->target;
}

/**
 * hopso_pdf_outline_item_is_open:
 *
 * Returns: whether its children are shown at first
 */
gboolean
hopso_pdf_outline_item_is_open (HopsoPdfOutlineItem *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_OUTLINE_ITEM (self), FALSE);

  return self->is_open;
}

/**
 * hopso_pdf_outline_item_get_children:
 *
 * Returns: (transfer none) (nullable): a list of #HopsoPdfOutlineItem
 */
GListModel *
hopso_pdf_outline_item_get_children (HopsoPdfOutlineItem *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_OUTLINE_ITEM (self), NULL);

  return self->children != NULL ? G_LIST_MODEL (self->children) : NULL;
}

static void
hopso_pdf_outline_item_finalize (GObject *object)
{
  HopsoPdfOutlineItem *self = HOPSO_PDF_OUTLINE_ITEM (object);

  g_free (self->title);
  g_clear_pointer (&self->target, hopso_pdf_target_free);
  g_clear_object (&self->children);
  G_OBJECT_CLASS (hopso_pdf_outline_item_parent_class)->finalize (object);
}

static void
hopso_pdf_outline_item_class_init (HopsoPdfOutlineItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_pdf_outline_item_finalize;
}

static void
hopso_pdf_outline_item_init (HopsoPdfOutlineItem *self)
{
}
