/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is to be extended later: an entry is written before the signed document gets its name, so
 * that no crash loses it; whoever reads the list holds the digest against the document, so that an
 * entry without its document does no harm. Any thread. */

#include "hopso-due-list.h"

#include "hopso-file-replace.h"

#include <glib/gstdio.h>
#include <string.h>

#define GROUP       "due"
#define SUFFIX      ".due"
#define FIRST_PAUSE 60 /* seconds, then twice that, and so on */
#define MAX_PAUSE   (6 * 3600)
#define MAX_ENTRIES 10000

struct _HopsoDueList
{
  GObject parent_instance;

  char *folder; /* owned */
};

G_DEFINE_FINAL_TYPE (HopsoDueList, hopso_due_list, G_TYPE_OBJECT)

static void
hopso_due_list_finalize (GObject *object)
{
  g_free (HOPSO_DUE_LIST (object)->folder);
  G_OBJECT_CLASS (hopso_due_list_parent_class)->finalize (object);
}

static void
hopso_due_list_class_init (HopsoDueListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_due_list_finalize;
}

static void
hopso_due_list_init (HopsoDueList *self)
{
}

/**
 * hopso_due_free:
 *
 * Frees it.
 */
void
hopso_due_free (HopsoDue *self)
{
  g_free (self->name);
  g_free (self->subject);
  g_free (self->sha256);
  g_free (self->tsa_url);
  g_free (self);
}

/**
 * hopso_due_list_new:
 * @folder: where the entries are; made when the first comes
 *
 * Returns: (transfer full): a list
 */
HopsoDueList *
hopso_due_list_new (const char *folder)
{
  HopsoDueList *self = g_object_new (HOPSO_TYPE_DUE_LIST, NULL);

  self->folder = g_strdup (folder);
  return self;
}

/**
 * hopso_due_list_new_own:
 *
 * Returns: (transfer full): the list of the person's files, whatever account they belong to
 */
HopsoDueList *
hopso_due_list_new_own (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "hopso", "due", NULL);

  return hopso_due_list_new (folder);
}

static char *
dup_path (HopsoDueList *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static gboolean
write_entry (HopsoDueList *self, const HopsoDue *due, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = dup_path (self, due->name);
  g_autofree char *text = NULL;
  gsize size;

  g_key_file_set_string (file, GROUP, "subject", due->subject);
  g_key_file_set_string (file, GROUP, "sha256", due->sha256);
  g_key_file_set_string (file, GROUP, "level", hopso_signature_level_get_name (due->level));
  if (due->tsa_url != NULL)
    g_key_file_set_string (file, GROUP, "authority", due->tsa_url);
  g_key_file_set_int64 (file, GROUP, "next-try", due->next_try);
  g_key_file_set_uint64 (file, GROUP, "tries", due->n_tries);
  text = g_key_file_to_data (file, &size, NULL);
  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s cannot be made", self->folder);
      return FALSE;
    }
  return hopso_file_replace_bytes (path, 0600, text, size, error);
}

/**
 * hopso_due_list_add:
 * @subject: what was signed
 * @sha256: of the signed document
 * @level: what it shall have
 * @tsa_url: (nullable): the timestamp authority
 *
 * Adds an entry, in place of an older one about the same.
 *
 * Returns: %FALSE with @error when it is not durable
 */
gboolean
hopso_due_list_add (HopsoDueList *self,
                    const char *subject,
                    const char *sha256,
                    HopsoSignatureLevel level,
                    const char *tsa_url,
                    GError **error)
{
  g_return_val_if_fail (HOPSO_IS_DUE_LIST (self), FALSE);

  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, subject, -1);
  g_autofree char *name = g_strconcat (digest, SUFFIX, NULL);
  const HopsoDue due = { name, (char *) subject, (char *) sha256, level, (char *) tsa_url, 0, 0 };

  return write_entry (self, &due, error);
}

static gboolean
read_level (const char *name, HopsoSignatureLevel *level)
{
  for (guint i = HOPSO_SIGNATURE_LEVEL_B_T; i <= HOPSO_SIGNATURE_LEVEL_B_LTA; i++)
    if (g_strcmp0 (name, hopso_signature_level_get_name ((HopsoSignatureLevel) i)) == 0)
      {
        *level = (HopsoSignatureLevel) i;
        return TRUE;
      }
  return FALSE;
}

/* %NULL: somebody wrote something else there. */
static HopsoDue *
read_entry (HopsoDueList *self, const char *name)
{
  g_autofree char *path = dup_path (self, name);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (HopsoDue) due = g_new0 (HopsoDue, 1);
  g_autofree char *level = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return NULL;
  due->name = g_strdup (name);
  due->subject = g_key_file_get_string (file, GROUP, "subject", NULL);
  due->sha256 = g_key_file_get_string (file, GROUP, "sha256", NULL);
  due->tsa_url = g_key_file_get_string (file, GROUP, "authority", NULL);
  due->next_try = g_key_file_get_int64 (file, GROUP, "next-try", NULL);
  due->n_tries = (guint) g_key_file_get_uint64 (file, GROUP, "tries", NULL);
  level = g_key_file_get_string (file, GROUP, "level", NULL);
  if (due->subject == NULL || due->sha256 == NULL || !read_level (level, &due->level))
    return NULL;
  return g_steal_pointer (&due);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const HopsoDue *one = *(HopsoDue *const *) a;
  const HopsoDue *other = *(HopsoDue *const *) b;

  if (one->next_try != other->next_try)
    return one->next_try < other->next_try ? -1 : 1;
  return strcmp (one->name, other->name);
}

/**
 * hopso_due_list_read:
 *
 * Returns: (transfer full) (element-type HopsoDue): all entries, the first to be tried first
 */
GPtrArray *
hopso_due_list_read (HopsoDueList *self)
{
  g_return_val_if_fail (HOPSO_IS_DUE_LIST (self), NULL);

  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_due_free);
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && entries->len < MAX_ENTRIES && (name = g_dir_read_name (dir)) != NULL)
    {
      HopsoDue *due = g_str_has_suffix (name, SUFFIX) ? read_entry (self, name) : NULL;

      if (due != NULL)
        g_ptr_array_add (entries, due);
    }
  g_ptr_array_sort (entries, compare);
  return entries;
}

/**
 * hopso_due_list_postpone:
 * @due: what could not be had
 * @now: seconds since 1970
 *
 * Tries again later: after a minute, two, four, at most six hours.
 *
 * Returns: %FALSE with @error when that could not be written
 */
gboolean
hopso_due_list_postpone (HopsoDueList *self, const HopsoDue *due, gint64 now, GError **error)
{
  g_return_val_if_fail (HOPSO_IS_DUE_LIST (self), FALSE);

  HopsoDue later = *due;
  gint64 pause = (gint64) FIRST_PAUSE << MIN (due->n_tries, 20);

  later.n_tries++;
  later.next_try = now + MIN (pause, MAX_PAUSE);
  return write_entry (self, &later, error);
}

/**
 * hopso_due_list_remove:
 * @due: what is done, or never will be
 */
void
hopso_due_list_remove (HopsoDueList *self, const HopsoDue *due)
{
  g_return_if_fail (HOPSO_IS_DUE_LIST (self));

  g_autofree char *path = dup_path (self, due->name);
  g_unlink (path);
}
