/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The time of day, as something that can be handed in: code that decides by the time takes a
 * clock, so that a test can stop it, turn it, and be exact. Usable from any thread. */

#include "hopso-clock.h"

struct _HopsoClock
{
  GObject parent_instance;

  gboolean is_fixed;
  gint64 fixed; /* guarded by lock */
  GMutex lock;
};

G_DEFINE_FINAL_TYPE (HopsoClock, hopso_clock, G_TYPE_OBJECT)

static void
hopso_clock_finalize (GObject *object)
{
  HopsoClock *self = HOPSO_CLOCK (object);

  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (hopso_clock_parent_class)->finalize (object);
}

static void
hopso_clock_class_init (HopsoClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_clock_finalize;
}

static void
hopso_clock_init (HopsoClock *self)
{
  g_mutex_init (&self->lock);
}

/**
 * hopso_clock_new_system:
 *
 * Returns: (transfer full): a clock that tells the machine's time
 */
HopsoClock *
hopso_clock_new_system (void)
{
  return g_object_new (HOPSO_TYPE_CLOCK, NULL);
}

/**
 * hopso_clock_new_fixed:
 * @unix_seconds: the time it tells, in seconds since 1970-01-01T00:00:00Z
 *
 * Returns: (transfer full): a clock that stands still until hopso_clock_advance()
 */
HopsoClock *
hopso_clock_new_fixed (gint64 unix_seconds)
{
  HopsoClock *self = g_object_new (HOPSO_TYPE_CLOCK, NULL);

  self->is_fixed = TRUE;
  self->fixed = unix_seconds;
  return self;
}

/**
 * hopso_clock_now:
 * @self: a clock
 *
 * Returns: seconds since 1970-01-01T00:00:00Z
 */
gint64
hopso_clock_now (HopsoClock *self)
{
  g_return_val_if_fail (HOPSO_IS_CLOCK (self), 0);

  if (!self->is_fixed)
    return g_get_real_time () / G_USEC_PER_SEC;

  g_mutex_lock (&self->lock);
  gint64 now = self->fixed;
  g_mutex_unlock (&self->lock);
  return now;
}

/**
 * hopso_clock_advance:
 * @self: a clock made by hopso_clock_new_fixed()
 * @seconds: how far; negative turns it back
 */
void
hopso_clock_advance (HopsoClock *self, gint64 seconds)
{
  g_return_if_fail (HOPSO_IS_CLOCK (self));
  g_return_if_fail (self->is_fixed);

  g_mutex_lock (&self->lock);
  self->fixed += seconds;
  g_mutex_unlock (&self->lock);
}
