/* SPDX-License-Identifier: GPL-3.0-or-later */

/* After the first sign-in: the code that brings documents and notes to another computer. It can be
 * printed, saved or copied; going on takes a tick, so that nobody passes it by. The server does not
 * know the code, and it is not shown again. Main thread. */

#include "hopso-recovery-page.h"

#include "hopso-file-prompt.h"
#include "hopso-file-replace.h"
#include "hopso-secret.h"

#include <glib/gi18n.h>
#include <string.h>

#define PRINT_FONT "Sans 12"

struct _HopsoRecoveryPage
{
  AdwBin parent_instance;

  char *code;  /* owned, wiped */
  char *sheet; /* owned, wiped: what is printed and saved */

  GtkLabel *code_label;
  GtkLabel *result_label;
  GtkButton *print_button;
  GtkCheckButton *kept_button;
};

G_DEFINE_FINAL_TYPE (HopsoRecoveryPage, hopso_recovery_page, ADW_TYPE_BIN)

static guint done_signal;

static void
show_result (HopsoRecoveryPage *self, const char *words)
{
  gtk_label_set_label (self->result_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->result_label), TRUE);
}

static GtkWindow *
get_window (HopsoRecoveryPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
copy_cb (HopsoRecoveryPage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->code);
  show_result (self, _ ("Copied. Paste it where only you can read it."));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoRecoveryPage) self = HOPSO_RECOVERY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, &error);
  g_autofree char *words = NULL;

  if (file == NULL)
    return;
  if (g_file_peek_path (file) != NULL &&
      hopso_file_replace_bytes (g_file_peek_path (file), 0600, self->sheet, strlen (self->sheet),
                                &error))
    {
      show_result (self, _ ("Saved. Keep the file outside this computer."));
      return;
    }
  words = g_strdup_printf (_ ("The code was not saved: %s"),
                           error != NULL ? error->message : _ ("choose a folder of this computer"));
  show_result (self, words);
}

static void
save_cb (HopsoRecoveryPage *self)
{
  HopsoFilePrompt prompt = { .title = _ ("Save the recovery code"),
                             .verb = _ ("_Save"),
                             .suggested_name = _ ("HopSo recovery code.txt") };

  hopso_file_prompt_save_async (&prompt, get_window (self), NULL, saved_cb, g_object_ref (self));
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  HopsoRecoveryPage *self = HOPSO_RECOVERY_PAGE (user_data);
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string (PRINT_FONT);

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, self->sheet, -1);
  pango_cairo_show_layout (gtk_print_context_get_cairo_context (context), layout);
  pango_font_description_free (font);
}

static void
print_done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
  HopsoRecoveryPage *self = HOPSO_RECOVERY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  gtk_print_operation_get_error (operation, &error);
  if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    show_result (self, _ ("Sent to the printer. Lock the sheet away."));
  else if (error != NULL)
    {
      words = g_strdup_printf (_ ("The code was not printed: %s"), error->message);
      show_result (self, words);
    }
}

static void
print_cb (HopsoRecoveryPage *self)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();

  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_job_name (operation, "HopSo");
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_object (operation, "draw-page", G_CALLBACK (draw_page_cb), self, 0);
  g_signal_connect_object (operation, "done", G_CALLBACK (print_done_cb), self, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, get_window (self),
                           NULL);
}

static void
go_on_cb (HopsoRecoveryPage *self)
{
  g_signal_emit (self, done_signal, 0);
}

/* Not the code itself: the focus would select it. */
static void
hopso_recovery_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hopso_recovery_page_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (HOPSO_RECOVERY_PAGE (widget)->print_button));
}

static void
hopso_recovery_page_finalize (GObject *object)
{
  HopsoRecoveryPage *self = HOPSO_RECOVERY_PAGE (object);

  hopso_secret_wipe_string (self->code);
  hopso_secret_wipe_string (self->sheet);
  G_OBJECT_CLASS (hopso_recovery_page_parent_class)->finalize (object);
}

static void
hopso_recovery_page_class_init (HopsoRecoveryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hopso_recovery_page_finalize;
  widget_class->map = hopso_recovery_page_map;
  done_signal = g_signal_new ("done", HOPSO_TYPE_RECOVERY_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/hopso-recovery-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoRecoveryPage, code_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoRecoveryPage, result_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoRecoveryPage, print_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoRecoveryPage, kept_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_on_cb);
}

static void
hopso_recovery_page_init (HopsoRecoveryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_recovery_page_new:
 * @code: the recovery code
 * @login: the account it belongs to
 * @server_url: its server
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
hopso_recovery_page_new (const char *code, const char *login, const char *server_url)
{
  HopsoRecoveryPage *self = g_object_new (HOPSO_TYPE_RECOVERY_PAGE, NULL);

  self->code = g_strdup (code);
  self->sheet =
      g_strdup_printf (_ ("HopSo recovery code\n\nServer: %s\nAccount: %s\n\n%s\n\nWith this code "
                          "your documents and notes can be opened on another computer. Keep this "
                          "sheet under lock and key. The server does not know the code.\n"),
                       server_url, login, code);
  gtk_label_set_label (self->code_label, code);
  return GTK_WIDGET (self);
}
