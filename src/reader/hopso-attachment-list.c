/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The files that a document carries, each with its kind and size and a button that saves it. The
 * content comes out of the PDF process through a pipe into a new file, which appears whole or not
 * at all; nothing here looks into it, and nothing opens it. Main thread. */

#include "hopso-attachment-list.h"

#include "hopso-alert.h"
#include "hopso-attachment-name.h"
#include "hopso-file-prompt.h"
#include "hopso-file-replace.h"
#include "hopso-pdf-client.h"
#include "hopso-pdf-reading.h"
#include "hopso-size-words.h"

#include <glib/gi18n-lib.h>

struct _HopsoAttachmentList
{
  AdwBin parent_instance;

  HopsoPdfDocument *document; /* owned, nullable */
  GPtrArray *attachments;     /* owned, nullable: of HopsoPdfAttachment */
  GCancellable *cancellable;  /* owned, nullable: of the document */
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (HopsoAttachmentList, hopso_attachment_list, ADW_TYPE_BIN)

enum
{
  PROP_N_ITEMS = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint saved_signal;

/* One file on its way out. */
typedef struct
{
  HopsoAttachmentList *self; /* owned */
  HopsoFileReplace *file;    /* owned, nullable */
  guint index;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_pointer (&saving->file, hopso_file_replace_free);
  g_object_unref (saving->self);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

/* --- saving ---------------------------------------------------------------------------------- */

static GtkWindow *
get_window (HopsoAttachmentList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL);
}

static void
tell (HopsoAttachmentList *self, const GError *error)
{
  const char *words = error->domain == HOPSO_PDF_CLIENT_ERROR
                          ? hopso_pdf_client_error_get_words (error)
                          : error->message;
  g_autoptr (HopsoAlert) alert =
      hopso_alert_new (_ ("The file could not be saved"), words, _ ("Go on reading"));

  hopso_alert_ask_async (alert, get_window (self), NULL, read_cb, NULL);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;

  if (!hopso_pdf_document_save_attachment_finish (HOPSO_PDF_DOCUMENT (source), result, &error) ||
      !hopso_file_replace_commit (saving->file, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
          get_window (saving->self) != NULL)
        tell (saving->self, error);
      return;
    }
  g_signal_emit (saving->self, saved_signal, 0, saving->index);
}

/**
 * hopso_attachment_list_save:
 * @index: of the file
 * @path: where to
 *
 * Writes a file that the document carries; the signal "saved" says when it is there, an alert why
 * it is not.
 */
void
hopso_attachment_list_save (HopsoAttachmentList *self, guint index, const char *path)
{
  g_return_if_fail (HOPSO_IS_ATTACHMENT_LIST (self));
  g_return_if_fail (self->document != NULL);

  g_autoptr (Saving) saving = g_new0 (Saving, 1);
  g_autoptr (GError) error = NULL;

  saving->self = g_object_ref (self);
  saving->index = index;
  saving->file = hopso_file_replace_begin (path, 0644, &error);
  if (saving->file == NULL)
    {
      tell (self, error);
      return;
    }

  const int fd = hopso_file_replace_get_fd (saving->file);
  hopso_pdf_document_save_attachment_async (self->document, index, fd, self->cancellable,
                                            written_cb, g_steal_pointer (&saving));
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && saving->self->document != NULL)
    hopso_attachment_list_save (saving->self, saving->index, path);
}

static char *
dup_name (HopsoAttachmentList *self, guint index)
{
  return hopso_attachment_name_clean (
      ((const HopsoPdfAttachment *) self->attachments->pdata[index])->name);
}

static void
ask_place (HopsoAttachmentList *self, guint index)
{
  g_autofree char *name = dup_name (self, index);
  const HopsoFilePrompt prompt = { .title = _ ("Save the attached file"),
                                   .verb = _ ("Save"),
                                   .suggested_name = name };
  Saving *saving = g_new0 (Saving, 1);

  saving->self = g_object_ref (self);
  saving->index = index;
  hopso_file_prompt_save_async (&prompt, get_window (self), NULL, place_chosen_cb, saving);
}

/* --- the rows -------------------------------------------------------------------------------- */

static void
clicked_cb (GtkButton *button, GtkListItem *row)
{
  GtkWidget *self = gtk_widget_get_ancestor (GTK_WIDGET (button), HOPSO_TYPE_ATTACHMENT_LIST);

  ask_place (HOPSO_ATTACHMENT_LIST (self), gtk_list_item_get_position (row));
}

static void
activated_cb (HopsoAttachmentList *self, guint position)
{
  ask_place (self, position);
}

static GtkLabel *
add_label (GtkWidget *box, const char *style)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (label), style);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (label));
  return label;
}

static void
set_up_cb (GtkListItemFactory *factory, GtkListItem *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *button = gtk_button_new_with_label (_ ("Save…"));

  add_label (box, NULL);
  add_label (box, "dim-label");
  add_label (box, "dim-label");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (button, 4);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), row, 0);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_item_set_child (row, box);
}

/* What the name says, since nobody looks inside. The system has a word for a plain text that people
 * do not use, or none. */
static char *
dup_kind (const char *name)
{
  g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);

  return g_content_type_equals (type, "text/plain") ? g_strdup (_ ("Plain text"))
                                                    : g_content_type_get_description (type);
}

/* "PDF document · 120 kB". */
static char *
describe (const char *name, const HopsoPdfAttachment *attachment)
{
  g_autofree char *kind = dup_kind (name);
  g_autofree char *size =
      attachment->size >= 0 ? hopso_size_words ((guint64) attachment->size) : NULL;

  return size != NULL ? g_strdup_printf ("%s · %s", kind, size) : g_steal_pointer (&kind);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *row, HopsoAttachmentList *self)
{
  const guint index = gtk_list_item_get_position (row);
  const HopsoPdfAttachment *attachment = self->attachments->pdata[index];
  g_autofree char *name = dup_name (self, index);
  g_autofree char *detail = describe (name, attachment);
  g_autofree char *label = g_strdup_printf (_ ("Save %s"), name);
  GtkWidget *words = gtk_widget_get_first_child (gtk_list_item_get_child (row));
  GtkWidget *about = gtk_widget_get_next_sibling (words);
  GtkWidget *kind = gtk_widget_get_next_sibling (about);
  const gboolean is_described =
      *attachment->description != '\0' && g_strcmp0 (attachment->description, name) != 0;

  gtk_label_set_text (GTK_LABEL (words), name);
  gtk_label_set_text (GTK_LABEL (about), attachment->description);
  gtk_widget_set_visible (about, is_described);
  gtk_label_set_text (GTK_LABEL (kind), detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_next_sibling (kind)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* The names only: the rows look up the rest by their place. */
static void
show_rows (HopsoAttachmentList *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; self->attachments != NULL && i < self->attachments->len; i++)
    gtk_string_list_append (names,
                            ((const HopsoPdfAttachment *) self->attachments->pdata[i])->name);
  g_autoptr (GtkSelectionModel) selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&names))));
  gtk_list_view_set_model (self->list, selection);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* --- the object ------------------------------------------------------------------------------ */

static void
attachments_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoAttachmentList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) attachments =
      hopso_pdf_document_attachments_finish (HOPSO_PDF_DOCUMENT (source), result, &error);

  if (attachments == NULL || HOPSO_PDF_DOCUMENT (source) != self->document)
    return;
  self->attachments = g_steal_pointer (&attachments);
  show_rows (self);
}

static void
forget (HopsoAttachmentList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);
}

/**
 * hopso_attachment_list_set_document:
 * @document: (nullable): what carries them
 */
void
hopso_attachment_list_set_document (HopsoAttachmentList *self, HopsoPdfDocument *document)
{
  g_return_if_fail (HOPSO_IS_ATTACHMENT_LIST (self));

  forget (self);
  gtk_list_view_set_model (self->list, NULL);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
  if (document == NULL)
    return;
  self->document = g_object_ref (document);
  self->cancellable = g_cancellable_new ();
  hopso_pdf_document_attachments_async (document, self->cancellable, attachments_cb,
                                        g_object_ref (self));
}

/**
 * hopso_attachment_list_get_n_items:
 *
 * Returns: how many there are, as far as it is known
 */
guint
hopso_attachment_list_get_n_items (HopsoAttachmentList *self)
{
  g_return_val_if_fail (HOPSO_IS_ATTACHMENT_LIST (self), 0);

  return self->attachments != NULL ? self->attachments->len : 0;
}

static void
hopso_attachment_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_N_ITEMS)
    g_value_set_uint (value, hopso_attachment_list_get_n_items (HOPSO_ATTACHMENT_LIST (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_attachment_list_dispose (GObject *object)
{
  HopsoAttachmentList *self = HOPSO_ATTACHMENT_LIST (object);

  forget (self);
  G_OBJECT_CLASS (hopso_attachment_list_parent_class)->dispose (object);
}

static void
hopso_attachment_list_finalize (GObject *object)
{
  g_clear_pointer (&HOPSO_ATTACHMENT_LIST (object)->attachments, g_ptr_array_unref);
  G_OBJECT_CLASS (hopso_attachment_list_parent_class)->finalize (object);
}

static void
hopso_attachment_list_class_init (HopsoAttachmentListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_attachment_list_dispose;
  object_class->finalize = hopso_attachment_list_finalize;
  object_class->get_property = hopso_attachment_list_get_property;
  properties[PROP_N_ITEMS] =
      g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * HopsoAttachmentList::saved:
   * @index: of the file
   *
   * It is where people wanted it.
   */
  saved_signal = g_signal_new ("saved", HOPSO_TYPE_ATTACHMENT_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hopso_attachment_list_init (HopsoAttachmentList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, NULL));
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Attached files"), -1);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/**
 * hopso_attachment_list_new:
 *
 * Returns: (transfer floating): a list that knows no document
 */
GtkWidget *
hopso_attachment_list_new (void)
{
  return g_object_new (HOPSO_TYPE_ATTACHMENT_LIST, NULL);
}
