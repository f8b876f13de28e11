/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files on their way to becoming papers. A PDF is taken as it is; an office file is converted
 * first, and kept beside its PDF. Each file has a line until it is a paper: what is being done, a
 * way out, and after a failure the reason and another try. What has become a paper is sent by the
 * workspace. Main thread. */

#include "hopso-composer-intake.h"

#include "hopso-converter.h"
#include "hopso-fd.h"
#include "hopso-file-prompt.h"
#include "hopso-workspace-compose.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

struct _HopsoComposerIntake
{
  AdwBin parent_instance;

  HopsoComposition *composition; /* owned */
  HopsoConverter *converter;     /* owned, nullable: no office file yet */
  char *item;                    /* owned, nullable: whose files are being chosen */
  char *paper;                   /* owned, nullable: the paper that is being replaced */

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (HopsoComposerIntake, hopso_composer_intake, ADW_TYPE_BIN)

/* One file. */
typedef struct
{
  gatomicrefcount references;
  HopsoComposerIntake *intake;   /* owned */
  HopsoComposition *composition; /* owned */
  GFile *file;                   /* owned */
  char *name;                    /* owned */
  char *item;                    /* owned, nullable */
  char *paper;                   /* owned, nullable: it is replaced */
  HopsoFd fd;                    /* owned */
  GCancellable *cancellable;     /* owned */
  GtkWidget *row;                /* owned: in the list until the end */
  GtkWidget *retry;              /* borrowed: in the row */
  GtkWidget *cancel;             /* borrowed: in the row */
} Job;

static Job *
job_ref (Job *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

static void
job_unref (Job *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  hopso_fd_close (self->fd);
  g_object_unref (self->intake);
  g_object_unref (self->composition);
  g_object_unref (self->row);
  g_object_unref (self->file);
  g_object_unref (self->cancellable);
  g_free (self->name);
  g_free (self->item);
  g_free (self->paper);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_unref)

static void
say (Job *self, const char *words, gboolean is_over)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), words);
  gtk_widget_set_visible (self->retry, is_over);
  if (is_over)
    gtk_widget_add_css_class (self->row, "attention-text");
  else
    gtk_widget_remove_css_class (self->row, "attention-text");
}

/* The line goes; what is under way goes on to its end. */
static void
end (Job *self)
{
  HopsoComposerIntake *intake = self->intake;

  if (gtk_widget_get_parent (self->row) != GTK_WIDGET (intake->list))
    return;
  g_signal_handlers_disconnect_by_data (self->retry, self);
  g_signal_handlers_disconnect_by_data (self->cancel, self);
  gtk_list_box_remove (intake->list, self->row);
  gtk_widget_set_visible (GTK_WIDGET (intake), hopso_composer_intake_is_busy (intake));
  job_unref (self);
}

static void
fail (Job *self, const char *words)
{
  say (self, words, TRUE);
}

/* --- steps of a file -----------------------------------------------------------------------------
 */

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = hopso_workspace_add_paper_finish (HOPSO_WORKSPACE (source), result, &error);

  if (id != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end (self);
  else
    fail (self, error->message);
}

/* The office file is kept beside what was made from it. */
static void
add (Job *self, int fd, gboolean is_converted)
{
  const HopsoNewPaper paper = {
    .meeting = hopso_composition_get_id (self->composition),
    .agenda_item = self->item,
    .replaces = self->paper,
    .file_name = self->name,
    .fd = fd,
    .original_fd = is_converted ? self->fd : -1,
    .original_name = is_converted ? self->name : NULL,
  };

  say (self, _ ("Being put into the meeting"), FALSE);
  hopso_workspace_add_paper_async (hopso_composition_get_workspace (self->composition), &paper,
                                   self->cancellable, added_cb, job_ref (self));
}

static void
converted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoConverted) converted =
      hopso_converter_convert_finish (HOPSO_CONVERTER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end (self);
  else if (converted == NULL)
    fail (self, error->message);
  else
    add (self, converted->fd, TRUE);
}

static void
progress_cb (HopsoConverterStage stage, guint percent, gpointer user_data)
{
  Job *self = user_data;
  const char *const stages[] = { _ ("Waits for its turn"), _ ("Being read"),
                                 _ ("Being converted to PDF"), _ ("Being checked") };
  g_autofree char *words =
      percent > 0 ? g_strdup_printf ("%s · %u %%", stages[MIN ((guint) stage, 3)], percent)
                  : g_strdup (stages[MIN ((guint) stage, 3)]);

  say (self, words, FALSE);
}

static void
convert (Job *self)
{
  HopsoComposerIntake *intake = self->intake;
  const HopsoOfficeSource source = { self->fd, self->name };

  if (intake->converter == NULL)
    intake->converter = hopso_converter_new (
        hopso_workspace_get_pdf_client (hopso_composition_get_workspace (self->composition)));
  say (self, _ ("Waits for its turn"), FALSE);
  hopso_converter_convert_async (intake->converter, &source, progress_cb, self, self->cancellable,
                                 converted_cb, job_ref (self));
}

/* The header may stand a little behind the beginning (ISO 32000-1, Annex H.3, note 13). */
static gboolean
is_pdf (int fd)
{
  char head[1024];
  const gssize n = pread (fd, head, sizeof head, 0);

  return n > 0 && memmem (head, (gsize) n, "%PDF-", 5) != NULL;
}

static void
start (Job *self)
{
  g_autofree char *path = g_file_get_path (self->file);
  g_autofree char *words = NULL;

  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  hopso_fd_close (self->fd);
  self->fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  if (path == NULL)
    fail (self, _ ("The file is not on this computer. Copy it here first."));
  else if (self->fd < 0)
    {
      words = g_strdup_printf (_ ("The file cannot be read: %s"), g_strerror (errno));
      fail (self, words);
    }
  else if (is_pdf (self->fd))
    add (self, self->fd, FALSE);
  else if (hopso_converter_is_office_file (self->name))
    convert (self);
  else
    fail (self, _ ("This is neither a PDF nor an office file. Choose another one."));
}

/* --- the line ------------------------------------------------------------------------------------
 */

static void
cancel_cb (GtkWidget *button, Job *self)
{
  g_autoptr (Job) held = job_ref (self);

  g_cancellable_cancel (self->cancellable);
  end (self);
}

static void
retry_cb (GtkWidget *button, Job *self)
{
  start (self);
}

static GtkWidget *
add_button (GtkWidget *row, const char *label, const char *name)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *words = g_strdup_printf ("%s: %s", label, name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

/* The list holds the job as long as its line is there. */
static void
make_row (Job *self)
{
  self->row = g_object_ref_sink (adw_action_row_new ());
  g_object_set (self->row, "use-markup", FALSE, "title", self->name, "icon-name",
                "x-office-document-symbolic", NULL);
  self->retry = add_button (self->row, _ ("Try again"), self->name);
  self->cancel = add_button (self->row, _ ("Cancel"), self->name);
  g_signal_connect (self->retry, "clicked", G_CALLBACK (retry_cb), self);
  g_signal_connect (self->cancel, "clicked", G_CALLBACK (cancel_cb), self);
  g_object_set_data (G_OBJECT (self->row), "job", job_ref (self));
  gtk_list_box_append (self->intake->list, self->row);
  gtk_widget_set_visible (GTK_WIDGET (self->intake), TRUE);
}

static void
take (HopsoComposerIntake *self, GFile *file, const char *item, const char *paper)
{
  g_autoptr (Job) job = g_new0 (Job, 1);

  g_atomic_ref_count_init (&job->references);
  job->intake = g_object_ref (self);
  job->composition = g_object_ref (self->composition);
  job->file = g_object_ref (file);
  job->name = g_file_get_basename (file);
  job->item = g_strdup (item);
  job->paper = g_strdup (paper);
  job->fd = -1;
  make_row (job);
  start (job);
}

/**
 * hopso_composer_intake_add:
 * @file: becomes a paper
 * @item_id: (nullable): of an item; %NULL: it belongs to the whole meeting
 */
void
hopso_composer_intake_add (HopsoComposerIntake *self, GFile *file, const char *item_id)
{
  g_return_if_fail (HOPSO_IS_COMPOSER_INTAKE (self));

  take (self, file, item_id, NULL);
}

/* --- choosing ------------------------------------------------------------------------------------
 */

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposerIntake) self = user_data;
  g_autoptr (GListModel) files = hopso_file_prompt_open_many_finish (result, NULL);

  if (self->composition == NULL)
    return;
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      take (self, file, self->item, self->paper);
    }
}

static void
choose (HopsoComposerIntake *self, const char *item, const char *paper)
{
  static const char *const patterns[] = { "*.pdf", "*.PDF",  "*.docx", "*.doc", "*.odt",
                                          "*.rtf", "*.xlsx", "*.xls",  "*.ods", "*.pptx",
                                          "*.ppt", "*.odp",  NULL };
  const HopsoFilePrompt prompt = { .title = _ ("Choose papers"),
                                   .verb = _ ("Choose"),
                                   .filter_name = _ ("PDF and office files"),
                                   .patterns = patterns };

  g_free (self->item);
  g_free (self->paper);
  self->item = g_strdup (item);
  self->paper = g_strdup (paper);
  hopso_file_prompt_open_many_async (&prompt, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                     NULL, chosen_cb, g_object_ref (self));
}

/**
 * hopso_composer_intake_choose:
 * @item_id: (nullable): of an item; %NULL: they belong to the whole meeting
 *
 * Asks for files that become papers.
 */
void
hopso_composer_intake_choose (HopsoComposerIntake *self, const char *item_id)
{
  g_return_if_fail (HOPSO_IS_COMPOSER_INTAKE (self));

  choose (self, item_id, NULL);
}

static void
file_wanted_cb (HopsoComposerIntake *self, const char *paper_id)
{
  choose (self, NULL, paper_id);
}

/* --- the widget ----------------------------------------------------------------------------------
 */

/**
 * hopso_composer_intake_is_busy:
 *
 * Returns: whether there are files that are no papers yet
 */
gboolean
hopso_composer_intake_is_busy (HopsoComposerIntake *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSER_INTAKE (self), FALSE);

  return gtk_list_box_get_row_at_index (self->list, 0) != NULL;
}

/* The composer is left: nobody looks at the lines any more. */
static void
hopso_composer_intake_unroot (GtkWidget *widget)
{
  HopsoComposerIntake *self = HOPSO_COMPOSER_INTAKE (widget);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    end (g_object_get_data (G_OBJECT (row), "job"));
  GTK_WIDGET_CLASS (hopso_composer_intake_parent_class)->unroot (widget);
}

static void
hopso_composer_intake_dispose (GObject *object)
{
  HopsoComposerIntake *self = HOPSO_COMPOSER_INTAKE (object);

  g_clear_object (&self->converter);
  g_clear_object (&self->composition);
  G_OBJECT_CLASS (hopso_composer_intake_parent_class)->dispose (object);
}

static void
hopso_composer_intake_finalize (GObject *object)
{
  HopsoComposerIntake *self = HOPSO_COMPOSER_INTAKE (object);

  g_free (self->item);
  g_free (self->paper);
  G_OBJECT_CLASS (hopso_composer_intake_parent_class)->finalize (object);
}

static void
hopso_composer_intake_class_init (HopsoComposerIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_composer_intake_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_composer_intake_finalize;
  GTK_WIDGET_CLASS (klass)->unroot = hopso_composer_intake_unroot;
}

static void
hopso_composer_intake_init (HopsoComposerIntake *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Files on their way"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hopso_composer_intake_new:
 * @composition: the draft
 *
 * Returns: (transfer floating): a list without files
 */
GtkWidget *
hopso_composer_intake_new (HopsoComposition *composition)
{
  HopsoComposerIntake *self = g_object_new (HOPSO_TYPE_COMPOSER_INTAKE, NULL);

  self->composition = g_object_ref (composition);
  g_signal_connect_object (composition, "file-wanted", G_CALLBACK (file_wanted_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
