/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The layers of a document, to be shown and hidden; of a group at most one is shown. Nothing of it
 * is remembered: the document opens as its author wanted, and can be put back to that. Main
 * thread. */

#include "hopso-layer-list.h"

#include "hopso-pdf-reading.h"

#include <glib/gi18n-lib.h>

#define INDENT 18

struct _HopsoLayerList
{
  AdwBin parent_instance;

  HopsoPdfDocument *document; /* owned, nullable */
  GPtrArray *layers;          /* owned, nullable: of HopsoPdfLayer, as they are shown now */
  GArray *original;           /* owned, nullable: of gboolean, as they were at first */
  HopsoForm *form;            /* owned, nullable: knows what is locked; not known yet */
  GCancellable *cancellable;  /* owned, nullable: of the document */
  GPtrArray *rows;            /* owned: of GtkListItem (borrowed): those in sight */
  GtkListView *list;
  GtkWidget *reset_button;
  gboolean is_showing; /* what the buttons show is being brought up to date */
};

G_DEFINE_FINAL_TYPE (HopsoLayerList, hopso_layer_list, ADW_TYPE_BIN)

enum
{
  PROP_N_ITEMS = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static HopsoPdfLayer *
get_layer (HopsoLayerList *self, guint i)
{
  return self->layers->pdata[i];
}

static gboolean
is_original (HopsoLayerList *self)
{
  for (guint i = 0; i < self->layers->len; i++)
    {
      if (get_layer (self, i)->is_shown != g_array_index (self->original, gboolean, i))
        return FALSE;
    }
  return TRUE;
}

/* --- showing and hiding ---------------------------------------------------------------------- */

static gboolean
is_locked (HopsoLayerList *self, guint i)
{
  return self->form != NULL && hopso_form_is_locked_layer (self->form, get_layer (self, i)->title);
}

static void
show_row (HopsoLayerList *self, GtkListItem *row)
{
  GtkWidget *button = gtk_widget_get_first_child (gtk_list_item_get_child (row));
  const guint i = gtk_list_item_get_position (row);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), get_layer (self, i)->is_shown);
  gtk_widget_set_sensitive (button, !is_locked (self, i));
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (row),
                               is_locked (self, i) ? _ ("The author has locked this layer.")
                                                   : NULL);
}

static void
show_states (HopsoLayerList *self)
{
  self->is_showing = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    show_row (self, self->rows->pdata[i]);
  self->is_showing = FALSE;
  gtk_widget_set_sensitive (self->reset_button, !is_original (self));
}

static void
set_shown (HopsoLayerList *self, guint i, gboolean is_shown)
{
  HopsoPdfLayer *layer = get_layer (self, i);

  if (!layer->is_layer || layer->is_shown == is_shown || is_locked (self, i))
    return;
  layer->is_shown = is_shown;
  hopso_pdf_document_set_layer (self->document, i, is_shown);
}

static void
toggled_cb (GtkCheckButton *button, GtkListItem *row)
{
  HopsoLayerList *self =
      HOPSO_LAYER_LIST (gtk_widget_get_ancestor (GTK_WIDGET (button), HOPSO_TYPE_LAYER_LIST));
  const guint chosen = gtk_list_item_get_position (row);

  if (self == NULL || self->is_showing)
    return;

  const gboolean is_shown = gtk_check_button_get_active (button);
  const guint group = get_layer (self, chosen)->group;
  for (guint i = 0; is_shown && group != 0 && i < self->layers->len; i++)
    {
      if (i != chosen && get_layer (self, i)->group == group)
        set_shown (self, i, FALSE);
    }
  set_shown (self, chosen, is_shown);
  show_states (self);
}

static void
reset_cb (HopsoLayerList *self)
{
  for (guint i = 0; i < self->layers->len; i++)
    set_shown (self, i, g_array_index (self->original, gboolean, i));
  show_states (self);
}

/* --- the rows -------------------------------------------------------------------------------- */

static void
set_up_cb (GtkListItemFactory *factory, GtkListItem *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), row, 0);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_activatable (row, FALSE);
  gtk_list_item_set_child (row, box);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *row, HopsoLayerList *self)
{
  const HopsoPdfLayer *layer = get_layer (self, gtk_list_item_get_position (row));
  GtkWidget *box = gtk_list_item_get_child (row);
  GtkWidget *button = gtk_widget_get_first_child (box);
  GtkWidget *label = gtk_widget_get_next_sibling (button);

  gtk_widget_set_margin_start (box, INDENT * (int) MIN (layer->depth, 6));
  gtk_widget_set_visible (button, layer->is_layer);
  gtk_label_set_text (GTK_LABEL (label), layer->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  layer->title, -1);
  self->is_showing = TRUE;
  show_row (self, row);
  self->is_showing = FALSE;
  g_ptr_array_add (self->rows, row);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *row, HopsoLayerList *self)
{
  g_ptr_array_remove (self->rows, row);
}

static void
show_rows (HopsoLayerList *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->layers->len; i++)
    gtk_string_list_append (titles, get_layer (self, i)->title);
  g_autoptr (GtkSelectionModel) selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&titles))));
  gtk_list_view_set_model (self->list, selection);
  show_states (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* --- the object ------------------------------------------------------------------------------ */

static void
layers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoLayerList) self = user_data;
  g_autoptr (GPtrArray) layers =
      hopso_pdf_document_layers_finish (HOPSO_PDF_DOCUMENT (source), result, NULL);

  if (layers == NULL || HOPSO_PDF_DOCUMENT (source) != self->document)
    return;
  self->layers = g_steal_pointer (&layers);
  self->original = g_array_new (FALSE, FALSE, sizeof (gboolean));
  for (guint i = 0; i < self->layers->len; i++)
    g_array_append_val (self->original, get_layer (self, i)->is_shown);
  show_rows (self);
}

static void
forget (HopsoLayerList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);
  g_clear_object (&self->form);
}

/**
 * hopso_layer_list_set_document:
 * @document: (nullable): whose layers they are
 */
void
hopso_layer_list_set_document (HopsoLayerList *self, HopsoPdfDocument *document)
{
  g_return_if_fail (HOPSO_IS_LAYER_LIST (self));

  forget (self);
  gtk_list_view_set_model (self->list, NULL);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  g_clear_pointer (&self->original, g_array_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
  if (document == NULL)
    return;
  self->document = g_object_ref (document);
  self->cancellable = g_cancellable_new ();
  hopso_pdf_document_layers_async (document, self->cancellable, layers_cb, g_object_ref (self));
}

/**
 * hopso_layer_list_set_form:
 * @form: read from the document
 *
 * Says what is locked.
 */
void
hopso_layer_list_set_form (HopsoLayerList *self, HopsoForm *form)
{
  g_return_if_fail (HOPSO_IS_LAYER_LIST (self));

  g_set_object (&self->form, form);
  if (self->layers != NULL)
    show_states (self);
}

/**
 * hopso_layer_list_apply:
 * @document: the same one, opened again
 *
 * Shows and hides in it what people see and do not see here.
 */
void
hopso_layer_list_apply (HopsoLayerList *self, HopsoPdfDocument *document)
{
  g_return_if_fail (HOPSO_IS_LAYER_LIST (self));

  for (guint i = 0; self->layers != NULL && i < self->layers->len; i++)
    if (get_layer (self, i)->is_shown != g_array_index (self->original, gboolean, i))
      hopso_pdf_document_set_layer (document, i, get_layer (self, i)->is_shown);
}

/**
 * hopso_layer_list_get_n_items:
 *
 * Returns: how many there are, as far as it is known
 */
guint
hopso_layer_list_get_n_items (HopsoLayerList *self)
{
  g_return_val_if_fail (HOPSO_IS_LAYER_LIST (self), 0);

  return self->layers != NULL ? self->layers->len : 0;
}

static void
hopso_layer_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_N_ITEMS)
    g_value_set_uint (value, hopso_layer_list_get_n_items (HOPSO_LAYER_LIST (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_layer_list_dispose (GObject *object)
{
  HopsoLayerList *self = HOPSO_LAYER_LIST (object);

  forget (self);
  G_OBJECT_CLASS (hopso_layer_list_parent_class)->dispose (object);
}

static void
hopso_layer_list_finalize (GObject *object)
{
  HopsoLayerList *self = HOPSO_LAYER_LIST (object);

  g_clear_pointer (&self->layers, g_ptr_array_unref);
  g_clear_pointer (&self->original, g_array_unref);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (hopso_layer_list_parent_class)->finalize (object);
}

static void
hopso_layer_list_class_init (HopsoLayerListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_layer_list_dispose;
  object_class->finalize = hopso_layer_list_finalize;
  object_class->get_property = hopso_layer_list_get_property;
  properties[PROP_N_ITEMS] =
      g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hopso_layer_list_init (HopsoLayerList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->rows = g_ptr_array_new ();
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, NULL));
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Layers"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scroller, TRUE);
  self->reset_button = gtk_button_new_with_label (_ ("As the author wanted it"));
  gtk_widget_set_margin_top (self->reset_button, 8);
  gtk_widget_set_margin_bottom (self->reset_button, 8);
  gtk_widget_set_margin_start (self->reset_button, 10);
  gtk_widget_set_margin_end (self->reset_button, 10);
  g_signal_connect_object (self->reset_button, "clicked", G_CALLBACK (reset_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), self->reset_button);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * hopso_layer_list_new:
 *
 * Returns: (transfer floating): a list that knows no document
 */
GtkWidget *
hopso_layer_list_new (void)
{
  return g_object_new (HOPSO_TYPE_LAYER_LIST, NULL);
}
