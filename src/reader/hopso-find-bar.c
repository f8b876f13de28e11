/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Typed words, how many places have them, and which of these is in sight: the first at or behind
 * the page that was open. Places are lit as they come; which one is chosen stays the same while
 * others are found before it. Main thread. */

#include "hopso-find-bar.h"

#include <glib/gi18n-lib.h>

/* So many are lit at once; the list has all. */
#define MAX_LIT 5000u

struct _HopsoFindBar
{
  AdwBin parent_instance;

  HopsoPageView *view; /* owned, nullable */
  HopsoPdfFind *find;  /* owned, nullable: nothing is typed */
  guint first_page;    /* where the search began */
  int current;         /* of the places, -1: none yet */
  guint update;        /* source, or 0 */

  GtkRevealer *revealer;
  GtkSearchEntry *entry;
  GtkLabel *count_label;
  GtkWidget *previous_button;
  GtkWidget *next_button;
};

G_DEFINE_FINAL_TYPE (HopsoFindBar, hopso_find_bar, ADW_TYPE_BIN)

enum
{
  PROP_FIND = 1,
  PROP_CURRENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_count (HopsoFindBar *self)
{
  guint n = self->find != NULL ? hopso_pdf_find_get_n_hits (self->find) : 0;
  gboolean is_done = self->find == NULL || hopso_pdf_find_is_done (self->find);
  g_autofree char *count = NULL;

  if (self->find == NULL)
    count = g_strdup ("");
  else if (n > 0)
    count = g_strdup_printf (is_done ? "%d / %u" : "%d / %u…", self->current + 1, n);
  else
    count = g_strdup (is_done ? _ ("Not found") : _ ("Searching…"));
  gtk_label_set_text (self->count_label, count);
  gtk_widget_set_sensitive (self->previous_button, n > 0);
  gtk_widget_set_sensitive (self->next_button, n > 0);
  if (self->find != NULL && n == 0 && is_done)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

static gboolean
get_range (HopsoFindBar *self, guint index, HopsoPageRange *range)
{
  range->page = hopso_pdf_find_get_page (self->find, index);
  return hopso_pdf_find_get_place (self->find, index, &range->start, &range->end);
}

static void
light_all (HopsoFindBar *self)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (HopsoPageRange));
  guint n = self->find != NULL ? MIN (hopso_pdf_find_get_n_hits (self->find), MAX_LIT) : 0;

  for (guint i = 0; i < n; i++)
    {
      HopsoPageRange range;

      if (get_range (self, i, &range))
        g_array_append_val (ranges, range);
    }
  hopso_page_view_set_hits (self->view, (const HopsoPageRange *) (void *) ranges->data,
                            ranges->len);
}

static void
choose (HopsoFindBar *self, int index)
{
  HopsoPageRange range;

  self->current = index;
  if (get_range (self, (guint) index, &range))
    hopso_page_view_set_current_hit (self->view, &range);
  show_count (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

/* Many pages may have been read since: lit in one go. */
static gboolean
update_cb (gpointer user_data)
{
  HopsoFindBar *self = user_data;
  guint nearest;

  self->update = 0;
  if (self->view == NULL || self->find == NULL)
    return G_SOURCE_REMOVE;
  light_all (self);
  if (self->current < 0 && hopso_pdf_find_get_nearest (self->find, self->first_page, &nearest))
    choose (self, (int) nearest);
  show_count (self);
  return G_SOURCE_REMOVE;
}

static void
want_update (HopsoFindBar *self)
{
  if (self->update == 0)
    self->update = g_idle_add (update_cb, self);
}

static void
items_changed_cb (HopsoFindBar *self, guint position, guint removed, guint added)
{
  if (self->current >= 0 && position <= (guint) self->current)
    {
      self->current += (int) added - (int) removed;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
    }
  want_update (self);
}

static void
drop_find (HopsoFindBar *self)
{
  g_clear_handle_id (&self->update, g_source_remove);
  if (self->find != NULL)
    {
      hopso_pdf_find_stop (self->find);
      g_signal_handlers_disconnect_by_data (self->find, self);
    }
  g_clear_object (&self->find);
  self->current = -1;
  if (self->view != NULL)
    {
      hopso_page_view_set_hits (self->view, NULL, 0);
      hopso_page_view_set_current_hit (self->view, NULL);
    }
}

static void
words_changed_cb (HopsoFindBar *self)
{
  g_autofree char *words =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  HopsoPdfDocument *document =
      self->view != NULL ? hopso_page_view_get_document (self->view) : NULL;

  drop_find (self);
  if (*words != '\0' && document != NULL)
    {
      self->first_page = hopso_page_view_get_page (self->view);
      self->find = hopso_pdf_find_new (document, words, self->first_page);
      g_signal_connect_object (self->find, "items-changed", G_CALLBACK (items_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->find, "progress", G_CALLBACK (want_update), self,
                               G_CONNECT_SWAPPED);
      want_update (self);
    }
  show_count (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIND]);
}

/* Behind the last comes the first. */
static void
step (HopsoFindBar *self, int by)
{
  int n = self->find != NULL ? (int) hopso_pdf_find_get_n_hits (self->find) : 0;

  if (n > 0)
    choose (self, self->current < 0 ? 0 : (self->current + by + n) % n);
}

static void
next_cb (HopsoFindBar *self)
{
  step (self, 1);
}

static void
previous_cb (HopsoFindBar *self)
{
  step (self, -1);
}

static gboolean
shift_enter_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  previous_cb (HOPSO_FIND_BAR (widget));
  return TRUE;
}

static void
hopso_find_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FIND)
    g_value_set_object (value, HOPSO_FIND_BAR (object)->find);
  else if (id == PROP_CURRENT)
    g_value_set_int (value, HOPSO_FIND_BAR (object)->current);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_find_bar_dispose (GObject *object)
{
  HopsoFindBar *self = HOPSO_FIND_BAR (object);

  g_clear_object (&self->view);
  drop_find (self);
  G_OBJECT_CLASS (hopso_find_bar_parent_class)->dispose (object);
}

static void
hopso_find_bar_class_init (HopsoFindBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hopso_find_bar_dispose;
  object_class->get_property = hopso_find_bar_get_property;
  properties[PROP_FIND] =
      g_param_spec_object ("find", NULL, NULL, HOPSO_TYPE_PDF_FIND,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_CURRENT] =
      g_param_spec_int ("current", NULL, NULL, -1, G_MAXINT, -1,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/reader/hopso-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoFindBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, HopsoFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, HopsoFindBar, count_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoFindBar, previous_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoFindBar, next_button);
  gtk_widget_class_bind_template_callback (widget_class, words_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, hopso_find_bar_close);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_SHIFT_MASK, shift_enter_cb, NULL);
}

static void
hopso_find_bar_init (HopsoFindBar *self)
{
  self->current = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  show_count (self);
}

/**
 * hopso_find_bar_new:
 *
 * Returns: (transfer floating): a bar that is hidden
 */
GtkWidget *
hopso_find_bar_new (void)
{
  return g_object_new (HOPSO_TYPE_FIND_BAR, NULL);
}

static void
document_changed_cb (HopsoFindBar *self)
{
  words_changed_cb (self);
}

/**
 * hopso_find_bar_set_view:
 * @view: whose document is searched
 */
void
hopso_find_bar_set_view (HopsoFindBar *self, HopsoPageView *view)
{
  g_return_if_fail (HOPSO_IS_FIND_BAR (self));

  drop_find (self);
  g_set_object (&self->view, view);
  g_signal_connect_object (view, "notify::n-pages", G_CALLBACK (document_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hopso_find_bar_open:
 * @words: (nullable): to be looked for at once; %NULL: what was typed before
 *
 * Shows the bar and puts the cursor into it.
 */
void
hopso_find_bar_open (HopsoFindBar *self, const char *words)
{
  g_return_if_fail (HOPSO_IS_FIND_BAR (self));

  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  if (words != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), words);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  words_changed_cb (self);
}

/**
 * hopso_find_bar_close:
 *
 * Hides the bar and puts the lights out.
 *
 * Returns: whether it was open
 */
gboolean
hopso_find_bar_close (HopsoFindBar *self)
{
  g_return_val_if_fail (HOPSO_IS_FIND_BAR (self), FALSE);

  if (!gtk_revealer_get_reveal_child (self->revealer))
    return FALSE;
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  drop_find (self);
  show_count (self);
  if (self->view != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIND]);
  return TRUE;
}

/**
 * hopso_find_bar_choose:
 * @index: of the places that were found
 *
 * Goes there.
 */
void
hopso_find_bar_choose (HopsoFindBar *self, guint index)
{
  g_return_if_fail (HOPSO_IS_FIND_BAR (self));

  if (self->find != NULL && index < hopso_pdf_find_get_n_hits (self->find))
    choose (self, (int) index);
}

/**
 * hopso_find_bar_get_find:
 *
 * Returns: (transfer none) (nullable): what is being looked for
 */
HopsoPdfFind *
hopso_find_bar_get_find (HopsoFindBar *self)
{
  g_return_val_if_fail (HOPSO_IS_FIND_BAR (self), NULL);

  return self->find;
}

/**
 * hopso_find_bar_get_current:
 *
 * Returns: which of the places is chosen, or -1
 */
int
hopso_find_bar_get_current (HopsoFindBar *self)
{
  g_return_val_if_fail (HOPSO_IS_FIND_BAR (self), -1);

  return self->current;
}

/**
 * hopso_find_bar_get_is_open:
 *
 * Returns: whether it is seen
 */
gboolean
hopso_find_bar_get_is_open (HopsoFindBar *self)
{
  g_return_val_if_fail (HOPSO_IS_FIND_BAR (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}
