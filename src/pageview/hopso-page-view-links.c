/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Links of a HopsoPageView: found under the pointer, walked through by Tab, followed within the
 * document, handed to others outside of it. Main thread. */

#include "hopso-page-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static HopsoPdfLink *
get_focused (HopsoPageView *self)
{
  GPtrArray *links =
      self->link_index >= 0 ? hopso_page_facts_get_links (self->facts, self->link_page) : NULL;

  return links != NULL && (guint) self->link_index < links->len ? links->pdata[self->link_index]
                                                                : NULL;
}

/* The link at a place of the view. */
const HopsoPdfLink *
hopso_page_view_find_link (HopsoPageView *self, double x, double y)
{
  graphene_point_t point;
  GPtrArray *links;
  guint page;

  if (self->layout == NULL || !hopso_page_view_find_point (self, x, y, &page, &point))
    return NULL;
  links = hopso_page_facts_get_links (self->facts, page);
  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const HopsoPdfLink *link = links->pdata[i];

      if (hopso_pdf_box_contains (&link->box, point.x, point.y))
        return link;
    }
  return NULL;
}

/* Where a link leads, in words for people. */
char *
hopso_page_view_dup_link_words (const HopsoPdfLink *link)
{
  const HopsoPdfTarget *target = link->target;

  switch (target->kind)
    {
    case HOPSO_PDF_TARGET_PAGE:
      return g_strdup_printf (_ ("Go to page %u"), target->page + 1);
    case HOPSO_PDF_TARGET_URI:
      return g_strdup_printf (_ ("Outside: %s"), target->words);
    case HOPSO_PDF_TARGET_NAMED_ACTION:
      return g_strdup (_ ("Turn the pages"));
    case HOPSO_PDF_TARGET_REFUSED_LAUNCH:
    case HOPSO_PDF_TARGET_REFUSED_REMOTE:
    case HOPSO_PDF_TARGET_REFUSED_SCRIPT:
    case HOPSO_PDF_TARGET_REFUSED_OTHER:
    default:
      return g_strdup (_ ("This link is not followed"));
    }
}

static gboolean
do_named_action (HopsoPageView *self, const char *name)
{
  const guint n = hopso_page_view_get_n_pages (self);

  if (g_str_equal (name, "NextPage"))
    hopso_page_view_go_next (self);
  else if (g_str_equal (name, "PrevPage"))
    hopso_page_view_go_previous (self);
  else if (g_str_equal (name, "FirstPage"))
    hopso_page_view_jump (self, 0, NAN);
  else if (g_str_equal (name, "LastPage") && n > 0)
    hopso_page_view_jump (self, n - 1, NAN);
  else if (g_str_equal (name, "GoBack"))
    hopso_page_view_go_back (self);
  else if (g_str_equal (name, "GoForward"))
    hopso_page_view_go_forward (self);
  else
    return FALSE;
  return TRUE;
}

/**
 * hopso_page_view_follow:
 * @target: of a link or an entry of the table of contents
 *
 * Goes there, when it is in the document; hopso_page_view_go_back() comes back from it. For all
 * else #HopsoPageView::outside is emitted, and nothing done.
 */
void
hopso_page_view_follow (HopsoPageView *self, const HopsoPdfTarget *target)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (target->kind == HOPSO_PDF_TARGET_PAGE)
    hopso_page_view_jump (self, target->page, target->has_y ? target->y : NAN);
  else if (target->kind != HOPSO_PDF_TARGET_NAMED_ACTION || !do_named_action (self, target->words))
    g_signal_emit_by_name (self, "outside", target);
}

/* The links of the pages that are seen begin and end here. */
static gboolean
find_next_link (HopsoPageView *self, int by, guint *page, int *index)
{
  guint first;
  guint last;

  if (!hopso_page_view_get_shown (self, &first, &last))
    return FALSE;
  if (*index < 0 || *page < first || *page > last)
    {
      *page = by > 0 ? first : last;
      *index = by > 0 ? -1 : G_MAXINT;
    }
  for (gint64 at = *page; at >= first && at <= last; at += by)
    {
      GPtrArray *links = hopso_page_facts_get_links (self->facts, (guint) at);
      const int n = links != NULL ? (int) links->len : 0;
      const int next = by > 0 ? *index + 1 : MIN (*index, n) - 1;

      if (next >= 0 && next < n)
        {
          *page = (guint) at;
          *index = next;
          return TRUE;
        }
      *index = by > 0 ? -1 : G_MAXINT;
    }
  *index = -1;
  return FALSE;
}

static void
tell_link (HopsoPageView *self, const HopsoPdfLink *link)
{
  g_autofree char *words = link != NULL ? hopso_page_view_dup_link_words (link) : g_strdup ("");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
}

/* Moves the keyboard's focus to the next link or the one before; FALSE when there is none. */
gboolean
hopso_page_view_focus_link (HopsoPageView *self, int by)
{
  const HopsoPdfLink *link;
  HopsoPageArea area;

  if (self->layout == NULL)
    return FALSE;
  find_next_link (self, by, &self->link_page, &self->link_index);
  link = get_focused (self);
  tell_link (self, link);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (link == NULL)
    return FALSE;
  area.page = self->link_page;
  graphene_rect_init (&area.rect, (float) link->box.x1, (float) link->box.y1,
                      (float) (link->box.x2 - link->box.x1), (float) (link->box.y2 - link->box.y1));
  hopso_page_view_reveal (self, &area);
  return TRUE;
}

/* No link has the keyboard's focus any more. */
void
hopso_page_view_unfocus_link (HopsoPageView *self)
{
  if (self->link_index < 0)
    return;
  self->link_index = -1;
  tell_link (self, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Follows the link that has the keyboard's focus. */
gboolean
hopso_page_view_press_link (HopsoPageView *self)
{
  const HopsoPdfLink *link = self->facts != NULL ? get_focused (self) : NULL;

  if (link == NULL)
    return FALSE;

  g_autoptr (HopsoPdfTarget) target = hopso_pdf_target_copy (link->target);
  hopso_page_view_unfocus_link (self);
  hopso_page_view_follow (self, target);
  return TRUE;
}

static gboolean
tooltip_cb (
    GtkWidget *widget, int x, int y, gboolean is_by_key, GtkTooltip *tooltip, gpointer user_data)
{
  const HopsoPdfLink *link = hopso_page_view_find_link (HOPSO_PAGE_VIEW (widget), x, y);
  g_autofree char *words = NULL;

  if (link == NULL || is_by_key)
    return FALSE;
  words = hopso_page_view_dup_link_words (link);
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

/* For one view. */
void
hopso_page_view_init_links (HopsoPageView *self)
{
  self->link_index = -1;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
}
