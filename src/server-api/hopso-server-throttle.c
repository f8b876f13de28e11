/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counting wrong passwords. The first few cost nothing; then each doubles the wait, up to a
 * quarter of an hour. An hour without a wrong one forgives. An address has more free tries than an
 * account, because an office may share one. A try that runs counts as wrong until it is right, or
 * many at the same moment would all be free. Main thread. */

#include "hopso-server-throttle.h"

#define FREE_TRIES_ACCOUNT 3
#define FREE_TRIES_ADDRESS 20
#define MAX_RUNNING        128 /* from one address, while it has free tries */
#define MAX_WAIT           900
#define FORGIVEN_AFTER     3600
#define MAX_ENTRIES        50000

typedef struct
{
  guint n_running;
  guint n_wrong;
  gint64 latest;
  gint64 open_at; /* from when on the next try is heard */
} Entry;

struct _HopsoServerThrottle
{
  GHashTable *accounts;  /* owned: login → entry */
  GHashTable *addresses; /* owned: address → entry */
};

static GHashTable *
make_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * hopso_server_throttle_new:
 *
 * Returns: (transfer full): nobody waits
 */
HopsoServerThrottle *
hopso_server_throttle_new (void)
{
  HopsoServerThrottle *self = g_new0 (HopsoServerThrottle, 1);

  self->accounts = make_table ();
  self->addresses = make_table ();
  return self;
}

/**
 * hopso_server_throttle_free:
 * @self: (transfer full): a throttle
 */
void
hopso_server_throttle_free (HopsoServerThrottle *self)
{
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->addresses);
  g_free (self);
}

static gint64
get_wait (GHashTable *table, const char *name, guint n_together, gint64 now)
{
  const Entry *entry = g_hash_table_lookup (table, name);

  if (entry == NULL)
    return 0;
  if (entry->open_at <= now && entry->n_running > 0 &&
      entry->n_wrong + entry->n_running >= n_together)
    return 1;
  return MAX (entry->open_at - now, 0);
}

/**
 * hopso_server_throttle_get_wait:
 * @login: the account's name
 * @address: from where
 * @now: seconds
 *
 * Returns: how many seconds to wait before the next try, 0: none
 */
gint64
hopso_server_throttle_get_wait (HopsoServerThrottle *self,
                                const char *login,
                                const char *address,
                                gint64 now)
{
  return MAX (get_wait (self->accounts, login, FREE_TRIES_ACCOUNT, now),
              get_wait (self->addresses, address, MAX_RUNNING, now));
}

static gboolean
is_forgiven (gpointer name, gpointer value, gpointer now)
{
  const Entry *entry = value;

  return entry->n_running == 0 && entry->latest + FORGIVEN_AFTER < *(gint64 *) now;
}

/* Made-up names must not fill the memory: first the forgiven go, then any one. */
static void
make_room (GHashTable *table, gint64 now)
{
  if (g_hash_table_size (table) < MAX_ENTRIES)
    return;
  g_hash_table_foreach_remove (table, is_forgiven, &now);
  if (g_hash_table_size (table) >= MAX_ENTRIES)
    {
      GHashTableIter iter;

      g_hash_table_iter_init (&iter, table);
      if (g_hash_table_iter_next (&iter, NULL, NULL))
        g_hash_table_iter_remove (&iter);
    }
}

static Entry *
get_entry (GHashTable *table, const char *name, gint64 now)
{
  Entry *entry = g_hash_table_lookup (table, name);

  if (entry == NULL)
    {
      make_room (table, now);
      entry = g_new0 (Entry, 1);
      entry->latest = now;
      g_hash_table_insert (table, g_strdup (name), entry);
    }
  else if (is_forgiven (NULL, entry, &now))
    entry->n_wrong = 0;
  return entry;
}

/* The entry may have made room for another meanwhile. */
static void
end_running (GHashTable *table, const char *name)
{
  Entry *entry = g_hash_table_lookup (table, name);

  if (entry == NULL)
    return;
  entry->n_running -= MIN (entry->n_running, 1);
  if (entry->n_running == 0 && entry->n_wrong == 0)
    g_hash_table_remove (table, name);
}

/**
 * hopso_server_throttle_begin:
 * @login: the account's name
 * @address: from where
 * @now: seconds
 *
 * Counts a try that begins; one of the three ways to end it must follow.
 *
 * Returns: 0; or how many seconds to wait, and nothing was counted
 */
gint64
hopso_server_throttle_begin (HopsoServerThrottle *self,
                             const char *login,
                             const char *address,
                             gint64 now)
{
  gint64 wait = hopso_server_throttle_get_wait (self, login, address, now);

  if (wait > 0)
    return wait;
  get_entry (self->accounts, login, now)->n_running++;
  get_entry (self->addresses, address, now)->n_running++;
  return 0;
}

/**
 * hopso_server_throttle_give_up:
 * @login: the account's name
 * @address: from where
 *
 * The try came to no result.
 */
void
hopso_server_throttle_give_up (HopsoServerThrottle *self, const char *login, const char *address)
{
  end_running (self->accounts, login);
  end_running (self->addresses, address);
}

static void
count (GHashTable *table, const char *name, guint n_free, gint64 now)
{
  Entry *entry = get_entry (table, name, now);

  entry->n_running -= MIN (entry->n_running, 1);
  entry->n_wrong++;
  entry->latest = now;
  if (entry->n_wrong >= n_free)
    entry->open_at =
        now + MIN (G_GINT64_CONSTANT (1) << MIN (entry->n_wrong - n_free + 1, 20), MAX_WAIT);
}

/**
 * hopso_server_throttle_fail:
 * @login: the account's name
 * @address: from where
 * @now: seconds
 *
 * The password was wrong.
 */
void
hopso_server_throttle_fail (HopsoServerThrottle *self,
                            const char *login,
                            const char *address,
                            gint64 now)
{
  count (self->accounts, login, FREE_TRIES_ACCOUNT, now);
  count (self->addresses, address, FREE_TRIES_ADDRESS, now);
}

/**
 * hopso_server_throttle_succeed:
 * @login: the account's name
 * @address: from where
 *
 * The password was right. Forgives the account; not the address, from which others may be
 * guessing.
 */
void
hopso_server_throttle_succeed (HopsoServerThrottle *self, const char *login, const char *address)
{
  Entry *entry = g_hash_table_lookup (self->accounts, login);

  if (entry != NULL)
    {
      entry->n_wrong = 0;
      entry->open_at = 0;
    }
  hopso_server_throttle_give_up (self, login, address);
}
