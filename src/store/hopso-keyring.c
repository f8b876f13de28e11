/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The secrets of one account between two starts, wherever they are kept: in the Secret Service
 * (hopso-keyring-desktop.c) or in files under a passphrase (hopso-keyring-file.c). Which of the
 * two is the choice of its maker; it never changes from one to the other by itself. Main thread;
 * the files are read and written on a thread of their own. */

#include "hopso-keyring-private.h"

#include "hopso-queue-thread.h"

struct _HopsoKeyring
{
  GObject parent_instance;

  char *account_id;         /* owned, nullable: files */
  char *folder;             /* owned, nullable: Secret Service */
  HopsoSecret *passphrase;  /* owned, nullable: Secret Service */
  HopsoQueueThread *thread; /* owned, nullable: Secret Service */
};

G_DEFINE_FINAL_TYPE (HopsoKeyring, hopso_keyring, G_TYPE_OBJECT)

static void
hopso_keyring_finalize (GObject *object)
{
  HopsoKeyring *self = HOPSO_KEYRING (object);

  g_clear_object (&self->thread);
  g_clear_pointer (&self->passphrase, hopso_secret_unref);
  g_free (self->folder);
  g_free (self->account_id);
  G_OBJECT_CLASS (hopso_keyring_parent_class)->finalize (object);
}

static void
hopso_keyring_class_init (HopsoKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_keyring_finalize;
}

static void
hopso_keyring_init (HopsoKeyring *self)
{
}

/**
 * hopso_keyring_new_desktop:
 * @account_id: tells the secrets of one account from those of another
 *
 * Returns: (transfer full): a keyring in the Secret Service
 */
HopsoKeyring *
hopso_keyring_new_desktop (const char *account_id)
{
  g_return_val_if_fail (account_id != NULL, NULL);

  HopsoKeyring *self = g_object_new (HOPSO_TYPE_KEYRING, NULL);
  self->account_id = g_strdup (account_id);
  return self;
}

/**
 * hopso_keyring_new_passphrase:
 * @folder: the account's folder
 * @passphrase: what its owner typed
 *
 * Returns: (transfer full): a keyring in files
 */
HopsoKeyring *
hopso_keyring_new_passphrase (const char *folder, HopsoSecret *passphrase)
{
  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  HopsoKeyring *self = g_object_new (HOPSO_TYPE_KEYRING, NULL);
  self->folder = g_strdup (folder);
  self->passphrase = hopso_secret_ref (passphrase);
  self->thread = hopso_queue_thread_new ("keyring");
  return self;
}

typedef struct
{
  HopsoKeyringItem item;
  HopsoSecret *secret; /* owned, nullable: not storing */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  g_clear_pointer (&errand->secret, hopso_secret_unref);
  g_free (errand);
}

static void
push_errand (HopsoKeyring *self,
             GTask *task,
             HopsoKeyringItem item,
             HopsoSecret *secret,
             GTaskThreadFunc func)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->item = item;
  errand->secret = secret != NULL ? hopso_secret_ref (secret) : NULL;
  g_task_set_task_data (task, errand, errand_free);
  hopso_queue_thread_push (self->thread, task, func);
}

static void
store_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoKeyring *self = source;
  const Errand *errand = data;
  GError *error = NULL;

  if (hopso_keyring_file_store (self->folder, self->passphrase, errand->item, errand->secret,
                                &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_keyring_store_async:
 * @item: which secret
 * @secret: takes the place of the one before
 */
void
hopso_keyring_store_async (HopsoKeyring *self,
                           HopsoKeyringItem item,
                           HopsoSecret *secret,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_KEYRING (self));
  g_return_if_fail (secret != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_keyring_store_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->folder != NULL)
    push_errand (self, task, item, secret, store_cb);
  else
    hopso_keyring_desktop_store (g_steal_pointer (&task), self->account_id, item, secret);
}

/**
 * hopso_keyring_store_finish:
 *
 * Returns: %FALSE with @error: %HOPSO_STORE_ERROR_NO_KEYRING when this machine has no Secret
 *   Service; %HOPSO_STORE_ERROR_BUSY when its owner did not unlock it
 */
gboolean
hopso_keyring_store_finish (HopsoKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lookup_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoKeyring *self = source;
  const Errand *errand = data;
  GError *error = NULL;
  HopsoSecret *secret =
      hopso_keyring_file_lookup (self->folder, self->passphrase, errand->item, &error);

  if (secret != NULL)
    g_task_return_pointer (task, secret, (GDestroyNotify) hopso_secret_unref);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_keyring_lookup_async:
 * @item: which secret
 */
void
hopso_keyring_lookup_async (HopsoKeyring *self,
                            HopsoKeyringItem item,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_KEYRING (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_keyring_lookup_async);
  if (self->folder != NULL)
    push_errand (self, task, item, NULL, lookup_cb);
  else
    hopso_keyring_desktop_lookup (g_steal_pointer (&task), self->account_id, item);
}

/**
 * hopso_keyring_lookup_finish:
 *
 * Returns: (transfer full): the secret, or %NULL with @error: %HOPSO_STORE_ERROR_ABSENT when it
 *   was never stored, %HOPSO_STORE_ERROR_WRONG_KEY for a wrong passphrase,
 *   %HOPSO_STORE_ERROR_NO_KEYRING, %HOPSO_STORE_ERROR_BUSY when the keyring stayed locked
 */
HopsoSecret *
hopso_keyring_lookup_finish (HopsoKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
clear_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoKeyring *self = source;
  const Errand *errand = data;
  GError *error = NULL;

  if (hopso_keyring_file_clear (self->folder, errand->item, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_keyring_clear_async:
 * @item: which secret
 */
void
hopso_keyring_clear_async (HopsoKeyring *self,
                           HopsoKeyringItem item,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_KEYRING (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_keyring_clear_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->folder != NULL)
    push_errand (self, task, item, NULL, clear_cb);
  else
    hopso_keyring_desktop_clear (g_steal_pointer (&task), self->account_id, item);
}

/**
 * hopso_keyring_clear_finish:
 *
 * Returns: %FALSE with @error; a secret that was not there is none
 */
gboolean
hopso_keyring_clear_finish (HopsoKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
