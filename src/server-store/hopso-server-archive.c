/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading a backup, from whom nobody knows: exactly the parts that we write, in exactly their
 * order, each held against its digest before anything is believed. The names in it are compared,
 * never used as paths. Any thread that may wait. */

#include "hopso-server-archive-private.h"

#include "hopso-fd.h"
#include "hopso-server-blobs.h"
#include "hopso-server-store-error.h"
#include "hopso-server-tar.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ABOUT 4096
#define MAX_SUMS  (256 * 1024 * 1024)

struct _HopsoServerArchive
{
  HopsoFd fd; /* owned */
  guint64 size;
  char *about; /* owned, nullable: not read yet */
  HopsoServerArchivePart database;
  GArray *blobs; /* owned: HopsoServerArchivePart, by digest */
};

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  g_autofree char *why = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error_literal (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED, why);
  return FALSE;
}

/* The header of the next part, whose bytes are all there; the end has no name. */
static gboolean
read_header (HopsoServerArchive *self, guint64 at, HopsoServerTarEntry *entry, GError **error)
{
  guint8 block[HOPSO_SERVER_TAR_BLOCK];

  if (at + sizeof block > self->size)
    return fail (error, "%s",
                 at == 0 ? _ ("This is no backup of a HopSo server") : _ ("The backup is cut off"));
  if (!hopso_fd_read_at (self->fd, at, block, sizeof block, error))
    return FALSE;
  memset (entry, 0, sizeof *entry);
  if (hopso_server_tar_is_end (block) && at > 0)
    return TRUE;
  if (!hopso_server_tar_read_header (block, entry))
    return fail (error, "%s",
                 at == 0 ? _ ("This is no backup of a HopSo server") : _ ("The backup is damaged"));
  if (hopso_server_tar_get_padded (entry->size) > self->size - at - sizeof block)
    return fail (error, "%s", _ ("The backup is cut off"));
  return TRUE;
}

/* What fills up a part's last block, and the archive's end, is nothing. */
static gboolean
check_zeros (HopsoServerArchive *self, guint64 at, gsize size, GError **error)
{
  guint8 block[2 * HOPSO_SERVER_TAR_BLOCK];

  g_assert (size <= sizeof block);
  if (!hopso_fd_read_at (self->fd, at, block, size, error))
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if (block[i] != 0)
      return fail (error, "%s", _ ("The backup is damaged"));
  return TRUE;
}

/* The next part must be the one of that name. */
static gboolean
take_part (HopsoServerArchive *self,
           guint64 *at,
           const char *name,
           HopsoServerArchivePart *part,
           HopsoServerWatch *watch,
           GError **error)
{
  HopsoServerTarEntry entry;

  if (!read_header (self, *at, &entry, error))
    return FALSE;
  if (strcmp (entry.name, name) != 0)
    return fail (error, "%s",
                 *at == 0 ? _ ("This is no backup of a HopSo server")
                          : _ ("There is something in the backup that does not belong"
                               " there, or something is missing"));
  part->at = *at + HOPSO_SERVER_TAR_BLOCK;
  part->size = entry.size;

  const HopsoServerStream stream = { self->fd, part->at, -1, 0, part->size };
  g_autofree char *digest = hopso_server_stream_run (&stream, watch, error);
  if (digest == NULL)
    return FALSE;
  g_strlcpy (part->digest, digest, sizeof part->digest);
  *at = part->at + hopso_server_tar_get_padded (part->size);
  return check_zeros (self, part->at + part->size, (gsize) (*at - part->at - part->size), error);
}

static char *
read_text (HopsoServerArchive *self, const HopsoServerArchivePart *part, gsize max, GError **error)
{
  g_autofree char *text = part->size > max ? NULL : g_malloc (part->size + 1);

  if (text == NULL)
    {
      fail (error, "%s", _ ("The backup is damaged"));
      return NULL;
    }
  if (!hopso_fd_read_at (self->fd, part->at, text, part->size, error))
    return NULL;
  text[part->size] = '\0';
  return g_steal_pointer (&text);
}

/* It is shown on terminals. */
static gboolean
is_plain (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (*text != '\n' && g_unichar_iscntrl (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

static gboolean
read_about (HopsoServerArchive *self, const HopsoServerArchivePart *part, GError **error)
{
  self->about = read_text (self, part, MAX_ABOUT, error);
  if (self->about == NULL)
    return FALSE;
  if (strlen (self->about) != part->size || !is_plain (self->about) ||
      !g_str_has_prefix (self->about, HOPSO_ARCHIVE_WORD))
    return fail (error, "%s", _ ("This is no backup of a HopSo server"));
  if (strtol (self->about + strlen (HOPSO_ARCHIVE_WORD), NULL, 10) <= HOPSO_ARCHIVE_FORMAT)
    return TRUE;
  g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_TOO_NEW, "%s",
               _ ("The backup was made by a newer version of hopso-server; use that one"));
  return FALSE;
}

static gboolean
is_digest (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* Digests in the order of the alphabet, so that none comes twice. */
static gboolean
take_blob (HopsoServerArchive *self,
           guint64 *at,
           const HopsoServerTarEntry *entry,
           GString *sums,
           HopsoServerWatch *watch,
           GError **error)
{
  const char *slash = strrchr (entry->name, '/');
  const char *digest = slash == NULL ? "" : slash + 1;
  const HopsoServerArchivePart *last =
      self->blobs->len == 0
          ? NULL
          : &g_array_index (self->blobs, HopsoServerArchivePart, self->blobs->len - 1);
  HopsoServerArchivePart part;

  if (!is_digest (digest) || (last != NULL && strcmp (digest, last->digest) <= 0))
    return fail (error, "%s",
                 _ ("There is something in the backup that does not belong there, or"
                    " something is missing"));
  if (entry->size > HOPSO_SERVER_MAX_BLOB)
    return fail (error, "%s", _ ("A paper in the backup is too large"));

  g_autofree char *name = hopso_server_archive_dup_blob_name (digest);
  if (!take_part (self, at, name, &part, watch, error))
    return FALSE;
  if (strcmp (part.digest, digest) != 0)
    return fail (error, _ ("The paper %s in the backup is damaged"), digest);
  hopso_server_archive_add_sum (sums, digest, name);
  g_array_append_val (self->blobs, part);
  return TRUE;
}

static gboolean
take_blobs (
    HopsoServerArchive *self, guint64 *at, GString *sums, HopsoServerWatch *watch, GError **error)
{
  HopsoServerTarEntry entry;

  for (;;)
    {
      if (!read_header (self, *at, &entry, error))
        return FALSE;
      if (!g_str_has_prefix (entry.name, HOPSO_ARCHIVE_BLOBS))
        return TRUE;
      if (!take_blob (self, at, &entry, sums, watch, error))
        return FALSE;
    }
}

/* The list at the end was made from what was written; ours is made from what is there. */
static gboolean
take_sums (HopsoServerArchive *self,
           guint64 *at,
           const GString *expected,
           HopsoServerWatch *watch,
           GError **error)
{
  HopsoServerArchivePart part;
  HopsoServerTarEntry end;

  if (!take_part (self, at, HOPSO_ARCHIVE_SUMS, &part, watch, error))
    return FALSE;

  g_autofree char *sums = read_text (self, &part, MAX_SUMS, error);
  if (sums == NULL)
    return FALSE;
  if (part.size != expected->len || memcmp (sums, expected->str, expected->len) != 0)
    return fail (error, "%s", _ ("The backup is damaged"));
  if (!read_header (self, *at, &end, error))
    return FALSE;
  if (end.name[0] != '\0' || self->size != *at + 2 * HOPSO_SERVER_TAR_BLOCK)
    return fail (error, "%s",
                 _ ("There is something in the backup that does not belong there, or"
                    " something is missing"));
  return check_zeros (self, *at, 2 * HOPSO_SERVER_TAR_BLOCK, error);
}

static gboolean
take_all (HopsoServerArchive *self, HopsoServerWatch *watch, GError **error)
{
  g_autoptr (GString) sums = g_string_new (NULL);
  HopsoServerArchivePart about;
  guint64 at = 0;

  if (!take_part (self, &at, HOPSO_ARCHIVE_ABOUT, &about, watch, error) ||
      !read_about (self, &about, error) ||
      !take_part (self, &at, HOPSO_ARCHIVE_DATABASE, &self->database, watch, error))
    return FALSE;
  hopso_server_archive_add_sum (sums, about.digest, HOPSO_ARCHIVE_ABOUT);
  hopso_server_archive_add_sum (sums, self->database.digest, HOPSO_ARCHIVE_DATABASE);
  return take_blobs (self, &at, sums, watch, error) && take_sums (self, &at, sums, watch, error);
}

/**
 * hopso_server_archive_open:
 * @path: a file from anywhere
 * @watch: who looks on
 *
 * Reads it from its first byte to its last.
 *
 * Returns: (transfer full): the backup, or %NULL with @error: %HOPSO_SERVER_STORE_ERROR_DAMAGED
 *   when it is none or not whole
 */
HopsoServerArchive *
hopso_server_archive_open (const char *path, HopsoServerWatch *watch, GError **error)
{
  g_autoptr (HopsoServerArchive) self = g_new0 (HopsoServerArchive, 1);

  self->blobs = g_array_new (FALSE, FALSE, sizeof (HopsoServerArchivePart));
  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (self->fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
                   g_strerror (errno));
      return NULL;
    }
  if (!hopso_fd_get_size (self->fd, &self->size, error))
    return NULL;
  watch->total = self->size;
  watch->done = 0;
  return take_all (self, watch, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * hopso_server_archive_free:
 * @self: (transfer full): a backup
 */
void
hopso_server_archive_free (HopsoServerArchive *self)
{
  hopso_fd_close (self->fd);
  g_array_unref (self->blobs);
  g_free (self->about);
  g_free (self);
}

/**
 * hopso_server_archive_get_size:
 *
 * Returns: the bytes of the whole file
 */
guint64
hopso_server_archive_get_size (HopsoServerArchive *self)
{
  return self->size;
}

/**
 * hopso_server_archive_get_about:
 *
 * Returns: (transfer none): lines for people: which server, when, with which program
 */
const char *
hopso_server_archive_get_about (HopsoServerArchive *self)
{
  return self->about;
}

/**
 * hopso_server_archive_count_blobs:
 *
 * Returns: how many papers' bytes are in it
 */
guint
hopso_server_archive_count_blobs (HopsoServerArchive *self)
{
  return self->blobs->len;
}

/**
 * hopso_server_archive_get_blobs:
 *
 * Returns: (transfer none) (element-type HopsoServerArchivePart): them all, by digest
 */
const GArray *
hopso_server_archive_get_blobs (HopsoServerArchive *self)
{
  return self->blobs;
}

static int
compare_digests (const void *a, const void *b)
{
  return strcmp (a, ((const HopsoServerArchivePart *) b)->digest);
}

/**
 * hopso_server_archive_has_blob:
 *
 * Returns: whether the bytes with this digest are in it
 */
gboolean
hopso_server_archive_has_blob (HopsoServerArchive *self, const char *digest)
{
  return bsearch (digest, self->blobs->data, self->blobs->len, sizeof (HopsoServerArchivePart),
                  compare_digests) != NULL;
}

/**
 * hopso_server_archive_extract:
 * @part: one of its parts
 * @to: an empty file
 * @watch: who looks on
 *
 * Returns: %FALSE with @error, also when the file is another one by now
 */
gboolean
hopso_server_archive_extract (HopsoServerArchive *self,
                              const HopsoServerArchivePart *part,
                              int to,
                              HopsoServerWatch *watch,
                              GError **error)
{
  const HopsoServerStream stream = { self->fd, part->at, to, 0, part->size };
  g_autofree char *digest = hopso_server_stream_run (&stream, watch, error);

  if (digest == NULL)
    return FALSE;
  return strcmp (digest, part->digest) == 0 ||
         fail (error, "%s", _ ("The backup was changed while it was read"));
}

/**
 * hopso_server_archive_extract_database:
 * @path: a file that is not there yet
 * @watch: who looks on
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_archive_extract_database (HopsoServerArchive *self,
                                       const char *path,
                                       HopsoServerWatch *watch,
                                       GError **error)
{
  g_auto (HopsoFd) fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0)
    return hopso_server_archive_extract (self, &self->database, fd, watch, error);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}
