/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The process that PDF processes of one kind grow from, as the application sees it: it is started
 * once, and asked for one process after the other. When it ends, so do all that grew from it. Lives
 * on the thread that started it. */

#include "hopso-pdf-seed-private.h"

#include "hopso-fd.h"
#include "hopso-pdf-growth.h"
#include "hopso-pdf-order.h"

#include <glib-unix.h>
#include <sys/socket.h>

struct _HopsoPdfSeed
{
  GObject parent_instance;

  GSubprocess *process; /* owned, nullable when it could not be started */
  GError *broken;       /* owned, nullable: why nothing can be asked any more */
  GQueue orders;        /* of Order, owned: the earliest first */
  guint source;         /* or 0 */
  int line;             /* owned, or -1 */
};

G_DEFINE_FINAL_TYPE (HopsoPdfSeed, hopso_pdf_seed, G_TYPE_OBJECT)

typedef struct
{
  HopsoPdfSeedFunc func;
  gpointer data;
} Order;

/* Those who wait are told that nothing will come. */
static void
break_down (HopsoPdfSeed *self, const GError *error)
{
  Order *order;

  if (self->broken == NULL)
    self->broken = g_error_copy (error);
  g_clear_handle_id (&self->source, g_source_remove);
  hopso_fd_close (self->line);
  self->line = -1;
  while ((order = g_queue_pop_head (&self->orders)) != NULL)
    {
      order->func (0, -1, order->data);
      g_free (order);
    }
}

static gboolean
answered_cb (gint fd, GIOCondition condition, gpointer user_data)
{
  g_autoptr (HopsoPdfSeed) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;
  Order *order;
  gint32 process;
  int process_fd;

  if (!hopso_pdf_order_receive (fd, &process, &process_fd, &error))
    {
      if (error == NULL)
        error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "The PDF process ended");
      self->source = 0;
      break_down (self, error);
      return G_SOURCE_REMOVE;
    }
  order = g_queue_pop_head (&self->orders);
  if (order == NULL)
    {
      hopso_fd_close (process_fd);
      return G_SOURCE_CONTINUE;
    }
  order->func (process_fd >= 0 ? process : 0, process_fd, order->data);
  g_free (order);
  return G_SOURCE_CONTINUE;
}

/**
 * hopso_pdf_seed_start:
 * @program: a file
 *
 * Starts the process at once. When that fails, so does asking.
 *
 * Returns: (transfer full): the seed
 */
HopsoPdfSeed *
hopso_pdf_seed_start (const char *program)
{
  const char *const words[] = { program, HOPSO_PDF_SEED_WORD, NULL };
  HopsoPdfSeed *self = g_object_new (HOPSO_TYPE_PDF_SEED, NULL);
  g_autoptr (GError) error = NULL;

  self->process = hopso_pdf_spawn (words, SOCK_SEQPACKET, &self->line, &error);
  if (self->process == NULL)
    break_down (self, error);
  else
    self->source = g_unix_fd_add_full (G_PRIORITY_HIGH, self->line, G_IO_IN | G_IO_HUP | G_IO_ERR,
                                       answered_cb, self, NULL);
  return self;
}

/**
 * hopso_pdf_seed_is_alive:
 *
 * Returns: whether asking makes sense
 */
gboolean
hopso_pdf_seed_is_alive (HopsoPdfSeed *self)
{
  return self->broken == NULL;
}

/**
 * hopso_pdf_seed_grow:
 * @bus: the process's end of its bus; may be closed afterwards
 * @niceness: how far it stands back
 * @func: told which process it is
 * @data: for @func
 * @error: why there will be none; @func is not called then
 *
 * Asks for a process. It may be spoken to on the bus at once.
 *
 * Returns: whether it was asked for
 */
gboolean
hopso_pdf_seed_grow (
    HopsoPdfSeed *self, int bus, int niceness, HopsoPdfSeedFunc func, gpointer data, GError **error)
{
  g_autoptr (GError) own = NULL;
  Order *order;

  if (self->broken == NULL && !hopso_pdf_order_send (self->line, niceness, bus, &own))
    break_down (self, own);
  if (self->broken != NULL)
    {
      g_propagate_error (error, g_error_copy (self->broken));
      return FALSE;
    }
  order = g_new (Order, 1);
  *order = (Order){ func, data };
  g_queue_push_tail (&self->orders, order);
  return TRUE;
}

/**
 * hopso_pdf_seed_stop:
 *
 * Ends the process and all that grew from it.
 */
void
hopso_pdf_seed_stop (HopsoPdfSeed *self)
{
  g_autoptr (GError) error =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "The PDF process was ended");

  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  break_down (self, error);
}

static void
hopso_pdf_seed_dispose (GObject *object)
{
  HopsoPdfSeed *self = HOPSO_PDF_SEED (object);

  hopso_pdf_seed_stop (self);
  g_clear_object (&self->process);
  G_OBJECT_CLASS (hopso_pdf_seed_parent_class)->dispose (object);
}

static void
hopso_pdf_seed_finalize (GObject *object)
{
  g_clear_error (&HOPSO_PDF_SEED (object)->broken);
  G_OBJECT_CLASS (hopso_pdf_seed_parent_class)->finalize (object);
}

static void
hopso_pdf_seed_class_init (HopsoPdfSeedClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = hopso_pdf_seed_dispose;
  object_class->finalize = hopso_pdf_seed_finalize;
}

static void
hopso_pdf_seed_init (HopsoPdfSeed *self)
{
  self->line = -1;
}
