/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many files to check: folders are looked through for PDFs, each file is opened and verified, a
 * few at a time, and the list tells how far it has come. Nothing of a file is kept but its report.
 * Main thread; reading and checking are done elsewhere. */

#include "hopso-verify-list.h"

#include "hopso-report-csv.h"

#include <gio/gfiledescriptorbased.h>
#include <glib/gi18n-lib.h>

#define MAX_RUNNING 2u
#define MAX_FILES   5000u
#define MAX_DEPTH   12u
#define BATCH       100

struct _HopsoVerifyList
{
  GObject parent_instance;

  HopsoVerifier *verifier;   /* owned */
  GListStore *items;         /* owned; HopsoVerifyItem */
  GCancellable *cancellable; /* owned: of what is running now */
  guint next;                /* the item that has its turn next */
  guint n_running;
  guint n_folders; /* being looked through */
};

G_DEFINE_FINAL_TYPE (HopsoVerifyList, hopso_verify_list, G_TYPE_OBJECT)

static guint progress_signal;

static void start_more (HopsoVerifyList *self);

/* A file on its way through the verifier, or a folder that is looked through. */
typedef struct
{
  HopsoVerifyList *list;     /* owned */
  HopsoVerifyItem *item;     /* owned, nullable: a folder */
  GCancellable *cancellable; /* owned */
  GFile *folder;             /* owned, nullable: a file */
  guint depth;
} Step;

static Step *
step_new (HopsoVerifyList *list, HopsoVerifyItem *item)
{
  Step *self = g_new0 (Step, 1);

  self->list = g_object_ref (list);
  self->item = item != NULL ? g_object_ref (item) : NULL;
  self->cancellable = g_object_ref (list->cancellable);
  return self;
}

static void
step_free (Step *self)
{
  g_object_unref (self->list);
  g_clear_object (&self->item);
  g_object_unref (self->cancellable);
  g_clear_object (&self->folder);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static void
hopso_verify_list_finalize (GObject *object)
{
  HopsoVerifyList *self = HOPSO_VERIFY_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->verifier);
  g_object_unref (self->items);
  G_OBJECT_CLASS (hopso_verify_list_parent_class)->finalize (object);
}

static void
hopso_verify_list_class_init (HopsoVerifyListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_verify_list_finalize;
  progress_signal = g_signal_new ("progress", HOPSO_TYPE_VERIFY_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_verify_list_init (HopsoVerifyList *self)
{
  self->items = g_list_store_new (HOPSO_TYPE_VERIFY_ITEM);
  self->cancellable = g_cancellable_new ();
}

/**
 * hopso_verify_list_new:
 * @verifier: (transfer none): does the work
 *
 * Returns: (transfer full): no file yet
 */
HopsoVerifyList *
hopso_verify_list_new (HopsoVerifier *verifier)
{
  HopsoVerifyList *self = g_object_new (HOPSO_TYPE_VERIFY_LIST, NULL);

  self->verifier = g_object_ref (verifier);
  return self;
}

/**
 * hopso_verify_list_get_items:
 *
 * Returns: (transfer none): the files, as #HopsoVerifyItem
 */
GListModel *
hopso_verify_list_get_items (HopsoVerifyList *self)
{
  g_return_val_if_fail (HOPSO_IS_VERIFY_LIST (self), NULL);

  return G_LIST_MODEL (self->items);
}

/* --- one file -------------------------------------------------------------------------------- */

/* What belongs to a list that was stopped or cleared meanwhile counts no more. */
static void
end_step (Step *step, HopsoSignatureReport *report, HopsoVerifyState otherwise)
{
  HopsoVerifyList *self = step->list;

  self->n_running--;
  if (!g_cancellable_is_cancelled (step->cancellable))
    {
      if (report != NULL)
        hopso_verify_item_set_report (step->item, report);
      else
        hopso_verify_item_set_state (step->item, otherwise);
    }
  start_more (self);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSignatureReport) report =
      hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);

  end_step (step, report,
            g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_ENCRYPTED)
                ? HOPSO_VERIFY_STATE_PROTECTED
                : HOPSO_VERIFY_STATE_UNREADABLE);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, NULL);
  GCancellable *cancellable = step->cancellable;
  HopsoVerifier *verifier = step->list->verifier;

  if (stream == NULL || !G_IS_FILE_DESCRIPTOR_BASED (stream))
    {
      end_step (step, NULL, HOPSO_VERIFY_STATE_UNREADABLE);
      return;
    }
  hopso_verifier_verify_async (
      verifier, g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (stream)),
      HOPSO_VERIFY_NORMAL, cancellable, verified_cb, g_steal_pointer (&step));
}

static void
start_more (HopsoVerifyList *self)
{
  while (self->n_running < MAX_RUNNING &&
         self->next < g_list_model_get_n_items (G_LIST_MODEL (self->items)))
    {
      g_autoptr (HopsoVerifyItem) item =
          g_list_model_get_item (G_LIST_MODEL (self->items), self->next++);

      if (hopso_verify_item_get_state (item) != HOPSO_VERIFY_STATE_WAITING)
        continue;
      self->n_running++;
      hopso_verify_item_set_state (item, HOPSO_VERIFY_STATE_RUNNING);
      g_file_read_async (hopso_verify_item_get_file (item), G_PRIORITY_DEFAULT, self->cancellable,
                         opened_cb, step_new (self, item));
    }
  g_signal_emit (self, progress_signal, 0);
}

/* Of what is no file, such as a pipe, nobody waits for the end. */
static void
add_file (HopsoVerifyList *self, GFile *file, gboolean is_regular)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autoptr (HopsoVerifyItem) item = NULL;

  if (n >= MAX_FILES)
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HopsoVerifyItem) other = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_file_equal (hopso_verify_item_get_file (other), file))
        return;
    }
  item = hopso_verify_item_new (file);
  if (!is_regular)
    hopso_verify_item_set_state (item, HOPSO_VERIFY_STATE_UNREADABLE);
  g_list_store_append (self->items, item);
}

/* --- folders --------------------------------------------------------------------------------- */

static void look_through (HopsoVerifyList *self, GFile *folder, guint depth);

static void
take_entry (Step *step, GFileInfo *entry)
{
  const char *name = g_file_info_get_name (entry);
  g_autoptr (GFile) file = g_file_get_child (step->folder, name);
  g_autofree char *folded = g_ascii_strdown (name, -1);

  if (g_file_info_get_file_type (entry) == G_FILE_TYPE_DIRECTORY && step->depth < MAX_DEPTH)
    look_through (step->list, file, step->depth + 1);
  else if (g_file_info_get_file_type (entry) == G_FILE_TYPE_REGULAR &&
           g_str_has_suffix (folded, ".pdf"))
    add_file (step->list, file, TRUE);
}

static void
end_folder (Step *step)
{
  step->list->n_folders--;
  start_more (step->list);
}

static void
entries_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  GCancellable *cancellable = step->cancellable;
  GList *entries = g_file_enumerator_next_files_finish (G_FILE_ENUMERATOR (source), result, NULL);
  const gboolean is_more = entries != NULL && !g_cancellable_is_cancelled (cancellable);

  for (GList *entry = entries; entry != NULL; entry = entry->next)
    if (is_more)
      take_entry (step, entry->data);
  g_list_free_full (entries, g_object_unref);
  if (!is_more)
    {
      end_folder (step);
      return;
    }
  start_more (step->list);
  g_file_enumerator_next_files_async (G_FILE_ENUMERATOR (source), BATCH, G_PRIORITY_DEFAULT,
                                      cancellable, entries_cb, g_steal_pointer (&step));
}

static void
folder_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  GCancellable *cancellable = step->cancellable;
  g_autoptr (GFileEnumerator) enumerator =
      g_file_enumerate_children_finish (G_FILE (source), result, NULL);

  if (enumerator == NULL)
    {
      end_folder (step);
      return;
    }
  g_file_enumerator_next_files_async (enumerator, BATCH, G_PRIORITY_DEFAULT, cancellable,
                                      entries_cb, g_steal_pointer (&step));
}

/* Links are not followed: a folder may contain itself. */
static void
look_through (HopsoVerifyList *self, GFile *folder, guint depth)
{
  Step *step = step_new (self, NULL);

  step->folder = g_object_ref (folder);
  step->depth = depth;
  self->n_folders++;
  g_file_enumerate_children_async (
      folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
      G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, G_PRIORITY_DEFAULT, self->cancellable, folder_cb, step);
}

static void
kind_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);
  const gboolean is_folder =
      info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY;

  if (g_cancellable_is_cancelled (step->cancellable))
    {
      end_folder (step);
      return;
    }
  if (is_folder)
    look_through (step->list, G_FILE (source), 0);
  else
    add_file (step->list, G_FILE (source),
              info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR);
  end_folder (step);
}

/**
 * hopso_verify_list_add:
 * @file: (transfer none): a file, or a folder whose PDFs are meant
 *
 * Checks it when its turn comes. A file that is in the list already is not added twice.
 */
void
hopso_verify_list_add (HopsoVerifyList *self, GFile *file)
{
  g_return_if_fail (HOPSO_IS_VERIFY_LIST (self));

  self->n_folders++;
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, self->cancellable, kind_cb, step_new (self, NULL));
}

/* --- stopping -------------------------------------------------------------------------------- */

/**
 * hopso_verify_list_stop:
 *
 * Gives up what is running and what waits. What has been found stays.
 */
void
hopso_verify_list_stop (HopsoVerifyList *self)
{
  g_return_if_fail (HOPSO_IS_VERIFY_LIST (self));

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->next = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  for (guint i = 0; i < self->next; i++)
    {
      g_autoptr (HopsoVerifyItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      const HopsoVerifyState state = hopso_verify_item_get_state (item);

      if (state == HOPSO_VERIFY_STATE_WAITING || state == HOPSO_VERIFY_STATE_RUNNING)
        hopso_verify_item_set_state (item, HOPSO_VERIFY_STATE_STOPPED);
    }
  g_signal_emit (self, progress_signal, 0);
}

/**
 * hopso_verify_list_clear:
 *
 * Stops, and forgets all files.
 */
void
hopso_verify_list_clear (HopsoVerifyList *self)
{
  g_return_if_fail (HOPSO_IS_VERIFY_LIST (self));

  hopso_verify_list_stop (self);
  g_list_store_remove_all (self->items);
  self->next = 0;
  g_signal_emit (self, progress_signal, 0);
}

/* --- how far it is --------------------------------------------------------------------------- */

/**
 * hopso_verify_list_is_busy:
 *
 * Returns: whether something is being looked for or checked
 */
gboolean
hopso_verify_list_is_busy (HopsoVerifyList *self)
{
  g_return_val_if_fail (HOPSO_IS_VERIFY_LIST (self), FALSE);

  return self->n_folders > 0 || hopso_verify_list_get_n_finished (self) <
                                    g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

/**
 * hopso_verify_list_get_n_finished:
 *
 * Returns: how many files have been checked, could not be read, or were given up
 */
guint
hopso_verify_list_get_n_finished (HopsoVerifyList *self)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (HopsoVerifyItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      n += hopso_verify_item_get_state (item) >= HOPSO_VERIFY_STATE_DONE;
    }
  return n;
}

/**
 * hopso_verify_list_count:
 * @verdict: a verdict
 *
 * Returns: how many files have it
 */
guint
hopso_verify_list_count (HopsoVerifyList *self, HopsoVerdict verdict)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (HopsoVerifyItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      HopsoSignatureReport *report = hopso_verify_item_get_report (item);

      n += report != NULL && hopso_signature_report_get_verdict (report) == verdict;
    }
  return n;
}

/**
 * hopso_verify_list_to_csv:
 *
 * Returns: (transfer full): all files as a table for spreadsheets
 */
GString *
hopso_verify_list_to_csv (HopsoVerifyList *self)
{
  GString *table = hopso_report_csv_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (HopsoVerifyItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      g_autofree char *path = g_file_get_parse_name (hopso_verify_item_get_file (item));
      HopsoSignatureReport *report = hopso_verify_item_get_report (item);

      if (report != NULL)
        hopso_report_csv_add (table, path, report);
      else
        hopso_report_csv_add_failure (table, path,
                                      hopso_verify_item_get_state (item) ==
                                              HOPSO_VERIFY_STATE_UNREADABLE
                                          ? _ ("The file is damaged or not a PDF")
                                          : _ ("Stopped"));
    }
  return table;
}
