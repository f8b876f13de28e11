/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One file in the list of files to check, and what became of it. Main thread. */

#include "hopso-verify-item.h"

struct _HopsoVerifyItem
{
  GObject parent_instance;

  GFile *file;                  /* owned */
  char *name;                   /* owned */
  HopsoSignatureReport *report; /* owned, nullable: not known */
  HopsoVerifyState state;
};

G_DEFINE_FINAL_TYPE (HopsoVerifyItem, hopso_verify_item, G_TYPE_OBJECT)

static guint changed_signal;

static void
hopso_verify_item_finalize (GObject *object)
{
  HopsoVerifyItem *self = HOPSO_VERIFY_ITEM (object);

  g_object_unref (self->file);
  g_free (self->name);
  g_clear_object (&self->report);
  G_OBJECT_CLASS (hopso_verify_item_parent_class)->finalize (object);
}

static void
hopso_verify_item_class_init (HopsoVerifyItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_verify_item_finalize;
  changed_signal = g_signal_new ("changed", HOPSO_TYPE_VERIFY_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_verify_item_init (HopsoVerifyItem *self)
{
}

/**
 * hopso_verify_item_new:
 * @file: (transfer none): a file
 *
 * Returns: (transfer full): the file, waiting for its turn
 */
HopsoVerifyItem *
hopso_verify_item_new (GFile *file)
{
  HopsoVerifyItem *self = g_object_new (HOPSO_TYPE_VERIFY_ITEM, NULL);
  g_autofree char *base = g_file_get_basename (file);

  self->file = g_object_ref (file);
  self->name = g_filename_display_name (base);
  return self;
}

/**
 * hopso_verify_item_get_file:
 *
 * Returns: (transfer none): the file
 */
GFile *
hopso_verify_item_get_file (HopsoVerifyItem *self)
{
  g_return_val_if_fail (HOPSO_IS_VERIFY_ITEM (self), NULL);

  return self->file;
}

/**
 * hopso_verify_item_get_name:
 *
 * Returns: (transfer none): what people call it
 */
const char *
hopso_verify_item_get_name (HopsoVerifyItem *self)
{
  g_return_val_if_fail (HOPSO_IS_VERIFY_ITEM (self), NULL);

  return self->name;
}

/**
 * hopso_verify_item_get_state:
 *
 * Returns: how far its check has come
 */
HopsoVerifyState
hopso_verify_item_get_state (HopsoVerifyItem *self)
{
  g_return_val_if_fail (HOPSO_IS_VERIFY_ITEM (self), HOPSO_VERIFY_STATE_STOPPED);

  return self->state;
}

/**
 * hopso_verify_item_get_report:
 *
 * Returns: (transfer none) (nullable): what was found
 */
HopsoSignatureReport *
hopso_verify_item_get_report (HopsoVerifyItem *self)
{
  g_return_val_if_fail (HOPSO_IS_VERIFY_ITEM (self), NULL);

  return self->report;
}

/**
 * hopso_verify_item_set_state:
 * @state: how far its check has come
 */
void
hopso_verify_item_set_state (HopsoVerifyItem *self, HopsoVerifyState state)
{
  g_return_if_fail (HOPSO_IS_VERIFY_ITEM (self));

  self->state = state;
  g_signal_emit (self, changed_signal, 0);
}

/**
 * hopso_verify_item_set_report:
 * @report: (transfer none): what was found
 */
void
hopso_verify_item_set_report (HopsoVerifyItem *self, HopsoSignatureReport *report)
{
  g_return_if_fail (HOPSO_IS_VERIFY_ITEM (self));

  g_set_object (&self->report, report);
  hopso_verify_item_set_state (self, HOPSO_VERIFY_STATE_DONE);
}
