/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How often who may ask: each name has a bucket that so many requests empty and that fills again
 * by the minute. The figures are far above what an office of three hundred does and far below
 * what hurts. Guarded by a lock, any thread. */

#include "hopso-server-limits.h"

#include <string.h>

/* A full bucket is as good as none; how often is looked for them when there are too many, µs. */
#define SWEEP_PAUSE G_USEC_PER_SEC

typedef struct
{
  double level; /* requests that are left */
  gint64 at;    /* when that was so, µs */
} Bucket;

typedef struct
{
  const char *name;
  guint size; /* 0: no limit */
  guint per_minute;
  GHashTable *buckets; /* owned: name → bucket */
  gint64 swept;
} Table;

struct _HopsoServerLimits
{
  GMutex lock;
  Table tables[HOPSO_SERVER_N_LIMITS]; /* guarded by lock */
};

static const Table defaults[HOPSO_SERVER_N_LIMITS] = {
  [HOPSO_SERVER_LIMIT_ADDRESS] = { "address", 12000, 60000 },
  [HOPSO_SERVER_LIMIT_SESSION] = { "session", 3000, 1200 },
  [HOPSO_SERVER_LIMIT_PERSON] = { "person", 3000, 3000 },
  [HOPSO_SERVER_LIMIT_UPLOAD] = { "upload", 600, 600 },
  [HOPSO_SERVER_LIMIT_RECOVERY] = { "recovery", 20, 6 },
};

/**
 * hopso_server_limits_new:
 *
 * Returns: (transfer full): the usual limits
 */
HopsoServerLimits *
hopso_server_limits_new (void)
{
  HopsoServerLimits *self = g_new0 (HopsoServerLimits, 1);

  g_mutex_init (&self->lock);
  for (guint i = 0; i < HOPSO_SERVER_N_LIMITS; i++)
    {
      self->tables[i] = defaults[i];
      self->tables[i].buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    }
  return self;
}

/**
 * hopso_server_limits_free:
 * @self: (transfer full): limits
 */
void
hopso_server_limits_free (HopsoServerLimits *self)
{
  for (guint i = 0; i < HOPSO_SERVER_N_LIMITS; i++)
    g_hash_table_unref (self->tables[i].buckets);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * hopso_server_limits_set:
 * @text: "NAME=SIZE,PER-MINUTE", or "NAME=0" for no limit
 *
 * Returns: %FALSE with @error when it is no such thing
 */
gboolean
hopso_server_limits_set (HopsoServerLimits *self, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, "=,", 4);
  guint n_words = g_strv_length (words);
  guint64 size = 0;
  guint64 per_minute = 0;
  gboolean is_right =
      (n_words == 2 && strcmp (words[1], "0") == 0) ||
      (n_words == 3 && g_ascii_string_to_unsigned (words[1], 10, 1, 1000000, &size, NULL) &&
       g_ascii_string_to_unsigned (words[2], 10, 1, 1000000, &per_minute, NULL));

  for (guint i = 0; is_right && i < HOPSO_SERVER_N_LIMITS; i++)
    if (strcmp (words[0], self->tables[i].name) == 0)
      {
        g_mutex_lock (&self->lock);
        self->tables[i].size = (guint) size;
        self->tables[i].per_minute = (guint) per_minute;
        g_mutex_unlock (&self->lock);
        return TRUE;
      }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "“%s” is no limit", text);
  return FALSE;
}

static void
fill (const Table *table, Bucket *bucket, gint64 now)
{
  double seconds = (double) (now - bucket->at) / G_USEC_PER_SEC;

  bucket->level = MIN (bucket->level + seconds * table->per_minute / 60, table->size);
  bucket->at = now;
}

/* Made-up names must not fill the memory: first the full buckets go, then any one. */
static void
make_room (Table *table, gint64 now)
{
  GHashTableIter iter;
  gpointer bucket;

  if (g_hash_table_size (table->buckets) < HOPSO_SERVER_LIMITS_MAX_NAMES)
    return;
  if (now - table->swept >= SWEEP_PAUSE)
    {
      table->swept = now;
      g_hash_table_iter_init (&iter, table->buckets);
      while (g_hash_table_iter_next (&iter, NULL, &bucket))
        {
          fill (table, bucket, now);
          if (((Bucket *) bucket)->level >= table->size)
            g_hash_table_iter_remove (&iter);
        }
    }
  g_hash_table_iter_init (&iter, table->buckets);
  if (g_hash_table_size (table->buckets) >= HOPSO_SERVER_LIMITS_MAX_NAMES &&
      g_hash_table_iter_next (&iter, NULL, NULL))
    g_hash_table_iter_remove (&iter);
}

static gint64
take (Table *table, const char *name, gint64 now)
{
  Bucket *bucket = g_hash_table_lookup (table->buckets, name);

  if (bucket == NULL)
    {
      make_room (table, now);
      bucket = g_new0 (Bucket, 1);
      bucket->level = table->size;
      bucket->at = now;
      g_hash_table_insert (table->buckets, g_strdup (name), bucket);
    }
  fill (table, bucket, now);
  if (bucket->level < 1)
    return 1 + (gint64) ((1 - bucket->level) * 60 / table->per_minute);
  bucket->level -= 1;
  return 0;
}

/**
 * hopso_server_limits_take:
 * @limit: which
 * @name: who asks, or from where
 * @now: monotonic, µs
 *
 * Counts a request.
 *
 * Returns: 0; or how many seconds to wait, and nothing was counted
 */
gint64
hopso_server_limits_take (HopsoServerLimits *self,
                          HopsoServerLimit limit,
                          const char *name,
                          gint64 now)
{
  Table *table = &self->tables[limit];

  g_mutex_lock (&self->lock);
  gint64 wait = table->size == 0 ? 0 : take (table, name, now);
  g_mutex_unlock (&self->lock);
  return wait;
}

/**
 * hopso_server_limits_count:
 * @limit: which
 *
 * Returns: how many names it remembers
 */
guint
hopso_server_limits_count (HopsoServerLimits *self, HopsoServerLimit limit)
{
  g_mutex_lock (&self->lock);
  guint n = g_hash_table_size (self->tables[limit].buckets);
  g_mutex_unlock (&self->lock);
  return n;
}
