/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Secrets in memory: mapped apart from the heap, locked against swapping where the limit allows,
 * left out of core dumps, wiped at the end. Usable from any thread. */

#include "hopso-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct _HopsoSecret
{
  gatomicrefcount count;
  guint8 *bytes; /* owned: a mapping of its own, with a zero byte after the last */
  gsize size;    /* of the secret */
  gsize mapped;  /* of the mapping */
};

/**
 * hopso_secret_wipe:
 * @bytes: (array length=size) (nullable): memory that held a secret
 * @size: how many bytes
 *
 * Overwrites in a way that the compiler may not leave out.
 */
void
hopso_secret_wipe (void *bytes, gsize size)
{
  if (bytes != NULL && size > 0)
    explicit_bzero (bytes, size);
}

/**
 * hopso_secret_wipe_string:
 * @string: (transfer full) (nullable): a string that held a secret
 *
 * Wipes and frees it.
 */
void
hopso_secret_wipe_string (char *string)
{
  if (string != NULL)
    hopso_secret_wipe (string, strlen (string));
  g_free (string);
}

/**
 * hopso_secret_new:
 * @bytes: (array length=size): the secret; the caller wipes its own copy
 * @size: how many bytes
 *
 * Returns: (transfer full): a copy in guarded memory
 */
HopsoSecret *
hopso_secret_new (const void *bytes, gsize size)
{
  HopsoSecret *self = g_new0 (HopsoSecret, 1);
  gsize page = (gsize) sysconf (_SC_PAGESIZE);

  g_atomic_ref_count_init (&self->count);
  self->size = size;
  self->mapped = (size + 1 + page - 1) / page * page;
  self->bytes =
      mmap (NULL, self->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (self->bytes == MAP_FAILED)
    g_error ("no memory left for a secret");
  /* A refused lock (RLIMIT_MEMLOCK) leaves the other two protections. */
  (void) mlock (self->bytes, self->mapped);
  (void) madvise (self->bytes, self->mapped, MADV_DONTDUMP);
  if (size > 0)
    memcpy (self->bytes, bytes, size);
  return self;
}

/**
 * hopso_secret_new_from_string:
 * @string: the secret, UTF-8
 *
 * Returns: (transfer full): a copy in guarded memory, without the closing zero byte
 */
HopsoSecret *
hopso_secret_new_from_string (const char *string)
{
  return hopso_secret_new (string, strlen (string));
}

/**
 * hopso_secret_ref:
 *
 * Returns: (transfer full): @self
 */
HopsoSecret *
hopso_secret_ref (HopsoSecret *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

/**
 * hopso_secret_unref:
 * @self: (transfer full): a secret; wiped with the last reference
 */
void
hopso_secret_unref (HopsoSecret *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  hopso_secret_wipe (self->bytes, self->mapped);
  munmap (self->bytes, self->mapped);
  g_free (self);
}

/**
 * hopso_secret_get_bytes:
 * @size: (out) (optional): how many
 *
 * Returns: (transfer none): the secret, for as long as the reference is held
 */
const guint8 *
hopso_secret_get_bytes (HopsoSecret *self, gsize *size)
{
  if (size != NULL)
    *size = self->size;
  return self->bytes;
}

/**
 * hopso_secret_get_string:
 *
 * Returns: (transfer none): the secret with a zero byte after it
 */
const char *
hopso_secret_get_string (HopsoSecret *self)
{
  return (const char *) self->bytes;
}
