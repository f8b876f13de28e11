/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Secrets in the Secret Service of the desktop, through libsecret: asynchronous, on the main
 * thread, where the desktop may ask its user to unlock the keyring. A machine without one is
 * reported, so that the caller can ask for a passphrase; nothing is ever kept unprotected.
 * Secrets are stored as Base64, which every service keeps as it is. */

#include "hopso-keyring-private.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

static const SecretSchema schema = {
  .name = "vn.hopso.HopSo",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = { { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
                  { "item", SECRET_SCHEMA_ATTRIBUTE_STRING },
                  { NULL, 0 } },
};

static GHashTable *
make_attributes (const char *account_id, HopsoKeyringItem item)
{
  const char *name = item == HOPSO_KEYRING_ACCOUNT_KEY ? "account-key" : "refresh-token";

  return secret_attributes_build (&schema, "account", account_id, "item", name, NULL);
}

static const char *
locked_words (void)
{
  return _ ("The keyring of this computer is locked. Unlock it, usually with the password of this"
            " computer, then try again.");
}

/* Takes @local over. A bus that is not there, and a bus without the service, are the same. */
static void
return_error (GTask *task, GError *local)
{
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, local);
      return;
    }

  HopsoStoreError code = HOPSO_STORE_ERROR_FAILED;
  if (local->domain == G_DBUS_ERROR || local->domain == G_IO_ERROR)
    code = HOPSO_STORE_ERROR_NO_KEYRING;
  else if (g_error_matches (local, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    code = HOPSO_STORE_ERROR_BUSY;
  if (code == HOPSO_STORE_ERROR_BUSY)
    g_task_return_new_error (task, HOPSO_STORE_ERROR, code, "%s", locked_words ());
  else
    g_task_return_new_error (task, HOPSO_STORE_ERROR, code, "The keyring: %s", local->message);
  g_error_free (local);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    return_error (task, error);
  else
    g_task_return_new_error (task, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_BUSY, "%s",
                             locked_words ());
}

void
hopso_keyring_desktop_store (GTask *task,
                             const char *account_id,
                             HopsoKeyringItem item,
                             HopsoSecret *secret)
{
  g_autoptr (GHashTable) attributes = make_attributes (account_id, item);
  gsize size;
  const guint8 *bytes = hopso_secret_get_bytes (secret, &size);
  char *text = g_base64_encode (bytes, size);
  SecretValue *value = secret_value_new (text, -1, "text/plain");
  const char *label = item == HOPSO_KEYRING_ACCOUNT_KEY
                          ? _ ("HopSo: key of the documents on this computer")
                          : _ ("HopSo: sign-in");

  secret_password_storev_binary (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, value,
                                 g_task_get_cancellable (task), stored_cb, task);
  secret_value_unref (value);
  hopso_secret_wipe_string (text);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GList *found = secret_password_search_finish (result, &error);

  if (error != NULL)
    return_error (task, error);
  else if (found == NULL)
    g_task_return_new_error (task, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT,
                             "The keyring does not hold this secret");
  else
    g_task_return_new_error (task, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_BUSY, "%s",
                             locked_words ());
  g_list_free_full (found, g_object_unref);
}

static void
return_value (GTask *task, SecretValue *value)
{
  gsize size;
  const char *text = secret_value_get_text (value);
  guchar *bytes = g_base64_decode (text != NULL ? text : "", &size);

  if (size > 0)
    g_task_return_pointer (task, hopso_secret_new (bytes, size),
                           (GDestroyNotify) hopso_secret_unref);
  else
    g_task_return_new_error (task, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED,
                             "The keyring holds something else");
  hopso_secret_wipe (bytes, size);
  g_free (bytes);
}

/* No value may mean that there is none, or that nobody unlocked the keyring: look again. */
static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  SecretValue *value = secret_password_lookup_binary_finish (result, &error);

  if (error != NULL)
    return_error (task, error);
  else if (value == NULL)
    {
      GHashTable *attributes = g_task_get_task_data (task);
      GCancellable *cancellable = g_task_get_cancellable (task);

      secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL, cancellable, found_cb,
                               g_steal_pointer (&task));
    }
  else
    {
      return_value (task, value);
      secret_value_unref (value);
    }
}

void
hopso_keyring_desktop_lookup (GTask *task, const char *account_id, HopsoKeyringItem item)
{
  GHashTable *attributes = make_attributes (account_id, item);

  g_task_set_task_data (task, attributes, (GDestroyNotify) g_hash_table_unref);
  secret_password_lookupv (&schema, attributes, g_task_get_cancellable (task), looked_up_cb, task);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
hopso_keyring_desktop_clear (GTask *task, const char *account_id, HopsoKeyringItem item)
{
  g_autoptr (GHashTable) attributes = make_attributes (account_id, item);

  secret_password_clearv (&schema, attributes, g_task_get_cancellable (task), cleared_cb, task);
}
