/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A HopsoReader with a form: what can be filled is found out when a document is shown; what is
 * filled in is remembered at once, so that neither a crash nor closing loses it; and saved where
 * the file lies, or as a copy. A paper of the workspace is never changed. Main thread. */

#include "hopso-reader-private.h"

#include "hopso-alert.h"
#include "hopso-file-prompt.h"
#include "hopso-form-filler.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DRAFT "filled"

/* So soon after the last letter. */
#define REST_MS 400

/* A saving under way. */
typedef struct
{
  HopsoReader *reader; /* owned */
  char *path;          /* owned, nullable: of a copy; without it the file itself */
} Saving;

static void
saving_free (Saving *self)
{
  g_object_unref (self->reader);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static Saving *
saving_new (HopsoReader *reader, char *path)
{
  Saving *self = g_new0 (Saving, 1);

  self->reader = g_object_ref (reader);
  self->path = path;
  return self;
}

static GtkWindow *
get_window (HopsoReader *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* --- what is remembered --------------------------------------------------------------------------
 */

static void
keep_draft (HopsoReader *self)
{
  g_autoptr (GVariant) values = NULL;
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->draft_rest, g_source_remove);
  if (self->draft == NULL)
    return;
  values = g_variant_ref_sink (hopso_form_draft_to_variant (self->draft));
  if (hopso_form_draft_get_is_changed (self->draft))
    text = g_variant_print (values, FALSE);
  hopso_reader_remember (self, DRAFT, text);
}

static gboolean
rest_cb (gpointer user_data)
{
  HopsoReader *self = user_data;

  self->draft_rest = 0;
  keep_draft (self);
  return G_SOURCE_REMOVE;
}

static void
draft_changed_cb (HopsoReader *self)
{
  g_clear_handle_id (&self->draft_rest, g_source_remove);
  self->draft_rest = g_timeout_add (REST_MS, rest_cb, self);
}

static void
restore_draft (HopsoReader *self)
{
  g_autofree char *text = hopso_reader_dup_remembered (self, DRAFT);
  g_autoptr (GVariant) values = NULL;

  if (text != NULL)
    values = g_variant_parse (G_VARIANT_TYPE ("a(sas)"), text, NULL, NULL, NULL);
  if (values != NULL)
    hopso_form_draft_take_variant (self->draft, values);
}

/* --- beginning and end ---------------------------------------------------------------------------
 */

static void
begin_form (HopsoReader *self, HopsoForm *form)
{
  if (!hopso_form_can_fill (form) && hopso_form_get_obstacle (form) == NULL &&
      !hopso_form_is_hidden (form))
    return;
  self->draft = hopso_form_draft_new (form);
  restore_draft (self);
  hopso_page_view_set_draft (self->view, self->draft);
  hopso_fill_bar_set_draft (self->fill_bar, self->draft,
                            self->file != NULL && g_file_is_native (self->file) &&
                                hopso_form_can_fill (form));
  gtk_revealer_set_reveal_child (self->fill_revealer, TRUE);
  g_signal_connect_object (self->draft, "changed", G_CALLBACK (draft_changed_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->filled_words != NULL)
    hopso_fill_bar_tell (self->fill_bar, self->filled_words);
  g_clear_pointer (&self->filled_words, g_free);
}

/* A form that cannot be read is no form; the pages are there all the same. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoForm) form =
      hopso_form_filler_read_finish (HOPSO_FORM_FILLER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->filling);
  if (form != NULL && self->fd >= 0)
    {
      hopso_layer_list_set_form (self->layers, form);
      begin_form (self, form);
    }
  else if (error != NULL)
    g_debug ("The form cannot be read: %s", error->message);
}

/* Finds out whether what is shown is a form. */
void
hopso_reader_begin_filling (HopsoReader *self)
{
  hopso_reader_end_filling (self);
  g_clear_object (&self->filler);
  self->filler = hopso_form_filler_new (self->client);
  self->filling = g_cancellable_new ();
  hopso_form_filler_read_async (self->filler, self->fd, self->filling, read_cb,
                                g_object_ref (self));
}

/* Lets go of the form; what was filled in is remembered. */
void
hopso_reader_end_filling (HopsoReader *self)
{
  g_cancellable_cancel (self->filling);
  g_clear_object (&self->filling);
  keep_draft (self);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_func (self->draft, draft_changed_cb, self);
  hopso_page_view_set_draft (self->view, NULL);
  hopso_fill_bar_set_draft (self->fill_bar, NULL, FALSE);
  gtk_revealer_set_reveal_child (self->fill_revealer, FALSE);
  g_clear_object (&self->draft);
}

/* --- saving --------------------------------------------------------------------------------------
 */

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL);
}

static void
tell_not_saved (HopsoReader *self, const GError *error)
{
  g_autoptr (HopsoAlert) alert =
      hopso_alert_new (_ ("The form could not be saved"), hopso_pdf_client_error_get_words (error),
                       _ ("Go on filling in"));

  if (get_window (self) != NULL)
    hopso_alert_ask_async (alert, get_window (self), NULL, told_cb, NULL);
}

/* The file holds it now: it is opened again as it is, and nothing waits any more. */
static void
reopen (HopsoReader *self)
{
  hopso_reader_remember (self, DRAFT, NULL);
  g_clear_handle_id (&self->draft_rest, g_source_remove);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_func (self->draft, draft_changed_cb, self);
  hopso_page_view_set_draft (self->view, NULL);
  g_clear_object (&self->draft);
  self->filled_words = g_strdup (_ ("Saved into the file."));
  hopso_page_view_get_place (self->view, &self->next_place);
  self->has_next_place = TRUE;
  hopso_reader_load_file (self, NULL);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  HopsoReader *self = saving->reader;
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_form_filler_fill_finish (HOPSO_FORM_FILLER (source), result, &error);

  if (self->draft == NULL)
    {
      g_signal_emit_by_name (self, "save-ended", FALSE);
      return;
    }
  hopso_fill_bar_set_busy (self->fill_bar, FALSE);
  if (fd < 0)
    tell_not_saved (self, error);
  else if (saving->path == NULL)
    reopen (self);
  else
    {
      g_autofree char *name = g_filename_display_basename (saving->path);
      g_autofree char *words = g_strdup_printf (_ ("The filled copy is “%s”."), name);

      hopso_fill_bar_tell (self->fill_bar, words);
    }
  g_signal_emit_by_name (self, "save-ended", fd >= 0);
}

/* Takes the saving. */
static void
save (Saving *saving)
{
  HopsoReader *self = saving->reader;
  g_autofree char *own = saving->path == NULL ? g_file_get_path (self->file) : NULL;
  const HopsoFormOrder order = { .fd = self->fd,
                                 .form = hopso_form_draft_get_form (self->draft),
                                 .values = hopso_form_draft_to_variant (self->draft),
                                 .output_path = own != NULL ? own : saving->path,
                                 .replaced_digest = own != NULL ? self->digest : NULL };

  keep_draft (self);
  hopso_fill_bar_set_busy (self->fill_bar, TRUE);
  hopso_form_filler_fill_async (self->filler, &order, NULL, filled_cb, saving);
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) self = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && self->draft != NULL)
    save (saving_new (self, g_steal_pointer (&path)));
  else
    g_signal_emit_by_name (self, "save-ended", FALSE);
}

static char *
dup_suggested_name (HopsoReader *self)
{
  HopsoPaper *paper = self->workspace != NULL && self->paper_id != NULL
                          ? hopso_workspace_lookup_paper (self->workspace, self->paper_id)
                          : NULL;
  g_autofree char *own = self->file != NULL ? g_file_get_basename (self->file) : NULL;
  const char *name = paper != NULL ? hopso_paper_get_file_name (paper) : own;
  g_autofree char *stem = g_strdup (name != NULL ? name : "bieu-mau");

  if (g_str_has_suffix (stem, ".pdf"))
    stem[strlen (stem) - 4] = '\0';
  return g_strconcat (stem, "-da-dien.pdf", NULL);
}

static void
ask_place (HopsoReader *self)
{
  static const char *const patterns[] = { "*.pdf", NULL };
  g_autofree char *name = dup_suggested_name (self);
  const HopsoFilePrompt prompt = { .title = _ ("Save the filled copy"),
                                   .verb = _ ("Save"),
                                   .filter_name = _ ("PDF documents"),
                                   .patterns = patterns,
                                   .suggested_name = name };

  hopso_file_prompt_save_async (&prompt, get_window (self), NULL, place_chosen_cb,
                                g_object_ref (self));
}

static void
save_after_warning (HopsoReader *self, gboolean is_copy)
{
  if (is_copy)
    ask_place (self);
  else
    save (saving_new (self, NULL));
}

static void
warned (HopsoReader *self, HopsoAlert *alert, GAsyncResult *result, gboolean is_copy)
{
  if (hopso_alert_ask_finish (alert, result, NULL) && self->draft != NULL)
    save_after_warning (self, is_copy);
  else
    g_signal_emit_by_name (self, "save-ended", FALSE);
}

static void
warned_copy_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) self = user_data;

  warned (self, HOPSO_ALERT (source), result, TRUE);
}

static void
warned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) self = user_data;

  warned (self, HOPSO_ALERT (source), result, FALSE);
}

/* Who signed did not see what is filled in now: people are asked whether they mean it. */
static void
begin_saving (HopsoReader *self, gboolean is_copy)
{
  g_autoptr (HopsoAlert) alert = NULL;

  if (self->draft == NULL || !hopso_form_draft_get_is_changed (self->draft))
    return;
  if (!hopso_form_is_signed (hopso_form_draft_get_form (self->draft)))
    {
      save_after_warning (self, is_copy);
      return;
    }
  alert = hopso_alert_new (
      _ ("Fill in a signed document?"),
      _ ("The signatures stay valid, but whoever checks them is told that the form was filled in "
         "after signing."),
      _ ("Save the filled form"));
  hopso_alert_ask_async (alert, get_window (self), NULL, is_copy ? warned_copy_cb : warned_cb,
                         g_object_ref (self));
}

/**
 * hopso_reader_has_unsaved:
 *
 * Returns: whether something is filled in that no file holds
 */
gboolean
hopso_reader_has_unsaved (HopsoReader *self)
{
  g_return_val_if_fail (HOPSO_IS_READER (self), FALSE);

  return self->draft != NULL && hopso_form_draft_get_is_changed (self->draft);
}

/**
 * hopso_reader_save_filled:
 *
 * Saves what is filled in; people may be asked where to. "save-ended" follows.
 *
 * Returns: whether there is anything to save
 */
gboolean
hopso_reader_save_filled (HopsoReader *self)
{
  g_return_val_if_fail (HOPSO_IS_READER (self), FALSE);

  if (!hopso_reader_has_unsaved (self))
    return FALSE;
  begin_saving (self, self->file == NULL || !g_file_is_native (self->file));
  return TRUE;
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);

  begin_saving (self, !g_str_equal (name, "reader.fill-save") || self->file == NULL);
}

/* --- undo ----------------------------------------------------------------------------------------
 */

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);
  const char *field = NULL;

  if (self->draft != NULL)
    field = g_str_equal (name, "reader.fill-undo") ? hopso_form_draft_undo (self->draft)
                                                   : hopso_form_draft_redo (self->draft);
  if (field != NULL)
    hopso_page_view_reveal_field (self->view, field);
}

/* The actions and their keys, for the widget's class. */
void
hopso_reader_install_filling (GtkWidgetClass *class)
{
  const GdkModifierType control = GDK_CONTROL_MASK;

  gtk_widget_class_install_action (class, "reader.fill-save", NULL, save_action);
  gtk_widget_class_install_action (class, "reader.fill-save-copy", NULL, save_action);
  gtk_widget_class_install_action (class, "reader.fill-undo", NULL, undo_action);
  gtk_widget_class_install_action (class, "reader.fill-redo", NULL, undo_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_z, control, "reader.fill-undo", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_z, control | GDK_SHIFT_MASK,
                                       "reader.fill-redo", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_y, control, "reader.fill-redo", NULL);
}
