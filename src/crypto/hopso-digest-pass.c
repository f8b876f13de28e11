/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many digests of one file for the price of one: all parts begin with the file, so their digests
 * are the same until each comes to its hole; there the digest forks. The file is read in windows
 * and never mapped. One thread at a time. */

#include "hopso-digest-pass.h"

#include "hopso-fd.h"

#include <string.h>

#define WINDOW (1024 * 1024)

typedef struct
{
  guint64 range[4];
  HopsoDigester *tail; /* owned, nullable: before its hole */
  GBytes *digest;      /* owned, nullable: before the end of the pass */
} Part;

struct _HopsoDigestPass
{
  GArray *parts; /* owned; of Part */
  HopsoHash hash;
  guint64 size;
};

static void
clear_part (gpointer data)
{
  Part *part = data;

  g_clear_pointer (&part->tail, hopso_digester_free);
  g_clear_pointer (&part->digest, g_bytes_unref);
}

/**
 * hopso_digest_pass_new:
 * @hash: of all digests
 * @file_size: of the file
 *
 * Returns: (transfer full): a pass for the digest of the whole file
 */
HopsoDigestPass *
hopso_digest_pass_new (HopsoHash hash, guint64 file_size)
{
  HopsoDigestPass *self = g_new0 (HopsoDigestPass, 1);

  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, clear_part);
  self->hash = hash;
  self->size = file_size;
  hopso_digest_pass_add (self, (const guint64[]){ 0, file_size, file_size, 0 });
  return self;
}

/**
 * hopso_digest_pass_add:
 * @range: offset and length of both ranges; the second may be empty
 *
 * Ranges that do not begin with the file, lie outside of it or overlap are passed over: whoever
 * needs their digest looks it up in vain.
 */
void
hopso_digest_pass_add (HopsoDigestPass *self, const guint64 range[4])
{
  Part part = { .tail = NULL };

  if (range[0] != 0 || range[1] > range[2] || range[2] > self->size ||
      range[3] > self->size - range[2])
    return;
  memcpy (part.range, range, sizeof (part.range));
  g_array_append_val (self->parts, part);
}

/* How far one may read at once so that each part wants all of it or nothing. */
static guint64
find_stop (HopsoDigestPass *self, guint64 at, guint64 end)
{
  guint64 stop = MIN (at + WINDOW, end);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const guint64 *range = g_array_index (self->parts, Part, i).range;
      const guint64 borders[] = { range[1], range[2], range[2] + range[3] };

      for (guint j = 0; j < G_N_ELEMENTS (borders); j++)
        if (borders[j] > at && borders[j] < stop)
          stop = borders[j];
    }
  return stop;
}

static void
fork_at (HopsoDigestPass *self, HopsoDigester *trunk, guint64 at)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);

      if (part->tail == NULL && part->range[1] == at)
        part->tail = hopso_digester_copy (trunk);
    }
}

static void
update_tails (HopsoDigestPass *self, guint64 at, const guint8 *bytes, gsize size)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);

      if (part->tail != NULL && at >= part->range[2] && at < part->range[2] + part->range[3])
        hopso_digester_update (part->tail, bytes, size);
    }
}

/**
 * hopso_digest_pass_run:
 * @fd: (transfer none): the file; its position is not touched
 *
 * Reads the file, once.
 *
 * Returns: %FALSE with @error when it cannot be read
 */
gboolean
hopso_digest_pass_run (HopsoDigestPass *self, int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (HopsoDigester) trunk = hopso_digester_new (self->hash);
  g_autofree guint8 *window = g_malloc (WINDOW);
  guint64 trunk_end = 0;
  guint64 end = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const guint64 *range = g_array_index (self->parts, Part, i).range;

      trunk_end = MAX (trunk_end, range[1]);
      end = MAX (end, MAX (range[1], range[2] + range[3]));
    }
  fork_at (self, trunk, 0);
  for (guint64 at = 0; at < end;)
    {
      const guint64 stop = find_stop (self, at, end);
      const gsize size = (gsize) (stop - at);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !hopso_fd_read_at (fd, at, window, size, error))
        return FALSE;
      update_tails (self, at, window, size);
      if (at < trunk_end)
        hopso_digester_update (trunk, window, size);
      at = stop;
      fork_at (self, trunk, at);
    }
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);

      part->digest = hopso_digester_finish (part->tail);
      g_clear_pointer (&part->tail, hopso_digester_free);
    }
  return TRUE;
}

/**
 * hopso_digest_pass_get_whole:
 *
 * Returns: (transfer none): the digest of the whole file, after the pass
 */
GBytes *
hopso_digest_pass_get_whole (HopsoDigestPass *self)
{
  return g_array_index (self->parts, Part, 0).digest;
}

/**
 * hopso_digest_pass_lookup:
 * @hash: that is wanted
 * @range: of which part
 *
 * Returns: (transfer none) (nullable): the digest, if the pass made it
 */
GBytes *
hopso_digest_pass_lookup (HopsoDigestPass *self, HopsoHash hash, const guint64 range[4])
{
  for (guint i = 0; hash == self->hash && i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);

      if (memcmp (part->range, range, sizeof (part->range)) == 0)
        return part->digest;
    }
  return NULL;
}

/**
 * hopso_digest_pass_free:
 * @self: (transfer full): a pass
 */
void
hopso_digest_pass_free (HopsoDigestPass *self)
{
  g_array_unref (self->parts);
  g_free (self);
}
