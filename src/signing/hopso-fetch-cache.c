/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Revocation lists, answers of OCSP and authorities' certificates that were fetched, one file each,
 * so that the next check asks nobody and one without a network has something to go by. Everything
 * in it is signed by somebody else and judged again whenever it is used: the digest in front finds
 * what the disk has broken, not what somebody forged. An entry appears whole or not at all;
 * programs of the same person may share the folder. Blocks; any one thread at a time.
 *
 * A file: 8 bytes of magic, 8 until when it is fresh (big end first, seconds since 1970), 32 of
 * SHA-256 over those 16 and what follows; then the bytes. */

#include "hopso-fetch-cache.h"

#include "hopso-digest.h"
#include "hopso-fd.h"
#include "hopso-file-replace.h"
#include "hopso-folder.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MAGIC       "HopsoM1\n"
#define MARKED_SIZE 16
#define HEADER_SIZE 48
#define MAX_ENTRY   (32 * 1024 * 1024)
#define MAX_ENTRIES 4096
#define DAY         86400

struct _HopsoFetchCache
{
  GObject parent_instance;

  char *folder; /* owned */
  guint64 max_size;
};

G_DEFINE_FINAL_TYPE (HopsoFetchCache, hopso_fetch_cache, G_TYPE_OBJECT)

static void
hopso_fetch_cache_finalize (GObject *object)
{
  HopsoFetchCache *self = HOPSO_FETCH_CACHE (object);

  g_free (self->folder);
  G_OBJECT_CLASS (hopso_fetch_cache_parent_class)->finalize (object);
}

static void
hopso_fetch_cache_class_init (HopsoFetchCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_fetch_cache_finalize;
}

static void
hopso_fetch_cache_init (HopsoFetchCache *self)
{
}

/**
 * hopso_fetch_cache_new:
 * @folder: made when something is first kept
 * @max_size: of all entries together, in bytes
 *
 * Returns: (transfer full): a cache
 */
HopsoFetchCache *
hopso_fetch_cache_new (const char *folder, guint64 max_size)
{
  HopsoFetchCache *self = g_object_new (HOPSO_TYPE_FETCH_CACHE, NULL);

  self->folder = g_strdup (folder);
  self->max_size = max_size;
  return self;
}

/**
 * hopso_fetch_cache_new_own:
 *
 * Returns: (transfer full): the cache of this person, below XDG_CACHE_HOME
 */
HopsoFetchCache *
hopso_fetch_cache_new_own (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "hopso", "material", NULL);

  return hopso_fetch_cache_new (folder, HOPSO_FETCH_CACHE_SIZE);
}

/* Keys are addresses and questions of any length. */
static char *
dup_path (HopsoFetchCache *self, const char *key)
{
  g_autoptr (GBytes) bytes = g_bytes_new (key, strlen (key));
  g_autofree char *name = hopso_sha256_hex (bytes);

  return g_build_filename (self->folder, name, NULL);
}

static GBytes *
digest (const guint8 *marked, GBytes *bytes)
{
  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA256);
  gsize size;
  const guint8 *start = g_bytes_get_data (bytes, &size);

  hopso_digester_update (digester, marked, MARKED_SIZE);
  hopso_digester_update (digester, start, size);
  return hopso_digester_finish (digester);
}

static GBytes *
open_entry (GBytes *file, gint64 *fresh_until)
{
  gsize size;
  const guint8 *start = g_bytes_get_data (file, &size);
  guint64 time;

  if (size < HEADER_SIZE || memcmp (start, MAGIC, strlen (MAGIC)) != 0)
    return NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_from_bytes (file, HEADER_SIZE, size - HEADER_SIZE);
  g_autoptr (GBytes) ours = digest (start, bytes);
  if (memcmp (g_bytes_get_data (ours, NULL), start + MARKED_SIZE, HEADER_SIZE - MARKED_SIZE) != 0)
    return NULL;
  memcpy (&time, start + strlen (MAGIC), sizeof time);
  *fresh_until = (gint64) GUINT64_FROM_BE (time);
  return g_steal_pointer (&bytes);
}

/**
 * hopso_fetch_cache_find:
 * @key: what it was kept under
 * @fresh_until: (out): until when nothing newer need be fetched
 *
 * Returns: (transfer full) (nullable): what was kept, fresh or not
 */
GBytes *
hopso_fetch_cache_find (HopsoFetchCache *self, const char *key, gint64 *fresh_until)
{
  g_return_val_if_fail (HOPSO_IS_FETCH_CACHE (self), NULL);

  g_autofree char *path = dup_path (self, key);
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  g_autoptr (GError) error = NULL;

  if (fd < 0)
    return NULL;
  g_autoptr (GBytes) file = hopso_fd_read_all (fd, HEADER_SIZE + MAX_ENTRY, &error);
  GBytes *bytes = file != NULL ? open_entry (file, fresh_until) : NULL;
  if (bytes == NULL)
    {
      g_debug ("an entry is damaged and dropped");
      g_unlink (path);
    }
  return bytes;
}

/* --- keeping --------------------------------------------------------------------------------- */

typedef struct
{
  char *path; /* owned */
  guint64 size;
  gint64 written;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->path);
  g_free (entry);
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  const Entry *one = *(Entry *const *) a, *other = *(Entry *const *) b;

  return one->written < other->written ? -1 : one->written > other->written;
}

/* What a writer left that was killed has a name of its own, with a dot in front. */
static gboolean
is_left_over (const char *name, gint64 written)
{
  return name[0] == '.' && g_get_real_time () / G_USEC_PER_SEC - written > DAY;
}

static GPtrArray *
list_entries (HopsoFetchCache *self, guint64 *total)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  *total = 0;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      GStatBuf status;

      if (g_lstat (path, &status) != 0 || !S_ISREG (status.st_mode))
        continue;
      if (is_left_over (name, status.st_mtime))
        g_unlink (path);
      else if (name[0] != '.')
        {
          Entry *entry = g_new0 (Entry, 1);

          entry->path = g_steal_pointer (&path);
          entry->size = (guint64) status.st_size;
          entry->written = status.st_mtime;
          *total += entry->size;
          g_ptr_array_add (entries, entry);
        }
    }
  return entries;
}

/* The oldest go first. Another program may have taken one away meanwhile. */
static void
make_room (HopsoFetchCache *self, guint64 needed)
{
  guint64 total;
  g_autoptr (GPtrArray) entries = list_entries (self, &total);
  guint n_left = entries->len;

  g_ptr_array_sort (entries, compare_age);
  for (guint i = 0; i < entries->len && (total + needed > self->max_size || n_left >= MAX_ENTRIES);
       i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);

      g_unlink (entry->path);
      total -= entry->size;
      n_left--;
    }
}

static gboolean
write_entry (const char *path, const guint8 *header, GBytes *bytes, GError **error)
{
  g_autoptr (HopsoFileReplace) replace = hopso_file_replace_begin (path, 0600, error);
  gsize size;
  const guint8 *start = g_bytes_get_data (bytes, &size);

  if (replace == NULL)
    return FALSE;
  return hopso_fd_write_at (hopso_file_replace_get_fd (replace), 0, header, HEADER_SIZE, error) &&
         hopso_fd_write_at (hopso_file_replace_get_fd (replace), HEADER_SIZE, start, size, error) &&
         hopso_file_replace_commit (replace, error);
}

/**
 * hopso_fetch_cache_keep:
 * @key: how it will be found
 * @bytes: what was fetched
 * @fresh_until: until when nothing newer need be fetched
 *
 * Replaces what was there under the same key. The oldest entries go where there is no room.
 *
 * Returns: %FALSE with @error when it could not be written, or is too large
 */
gboolean
hopso_fetch_cache_keep (
    HopsoFetchCache *self, const char *key, GBytes *bytes, gint64 fresh_until, GError **error)
{
  g_return_val_if_fail (HOPSO_IS_FETCH_CACHE (self), FALSE);

  g_autofree char *path = dup_path (self, key);
  guint64 size = HEADER_SIZE + g_bytes_get_size (bytes);
  guint64 time = GUINT64_TO_BE ((guint64) fresh_until);
  guint8 header[HEADER_SIZE] = MAGIC;

  if (g_bytes_get_size (bytes) > MAX_ENTRY || size > self->max_size)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                           "this is too large to be kept");
      return FALSE;
    }
  memcpy (header + strlen (MAGIC), &time, sizeof time);
  g_autoptr (GBytes) sum = digest (header, bytes);
  memcpy (header + MARKED_SIZE, g_bytes_get_data (sum, NULL), HEADER_SIZE - MARKED_SIZE);
  if (!hopso_folder_make (self->folder, error))
    return FALSE;
  make_room (self, size);
  return write_entry (path, header, bytes, error);
}
