/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token-monitor.h"
#include "hopso-token-pin.h"
#include "hopso-token-session.h"

/* Waits in the main context until the call ends. */
typedef struct
{
  GAsyncResult *result; /* owned */
} Await;

static inline void
await_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Await *) user_data)->result = g_object_ref (result);
}

static inline GAsyncResult *
await (Await *await)
{
  while (await->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return await->result;
}

static inline gboolean
refresh (HopsoTokenMonitor *monitor, GError **error)
{
  Await wait = { NULL };

  hopso_token_monitor_refresh_async (monitor, NULL, await_cb, &wait);
  gboolean is_done = hopso_token_monitor_refresh_finish (monitor, await (&wait), error);
  g_object_unref (wait.result);
  return is_done;
}

static inline GPtrArray *
list (HopsoToken *token, GError **error)
{
  Await wait = { NULL };

  hopso_token_list_certificates_async (token, NULL, await_cb, &wait);
  GPtrArray *all = hopso_token_list_certificates_finish (token, await (&wait), error);
  g_object_unref (wait.result);
  return all;
}

static inline HopsoTokenSession *
open_session (HopsoToken *token,
              HopsoTokenCertificate *certificate,
              HopsoPinPrompt *prompt,
              GError **error)
{
  Await wait = { NULL };

  hopso_token_open_session_async (token, certificate, prompt, NULL, await_cb, &wait);
  HopsoTokenSession *session = hopso_token_open_session_finish (token, await (&wait), error);
  g_object_unref (wait.result);
  return session;
}

static inline GBytes *
sign (HopsoTokenSession *session,
      HopsoSignatureScheme scheme,
      HopsoHash hash,
      GBytes *to_be_signed,
      GError **error)
{
  Await wait = { NULL };

  hopso_token_session_sign_async (session, scheme, hash, to_be_signed, NULL, await_cb, &wait);
  GBytes *value = hopso_token_session_sign_finish (session, await (&wait), error);
  g_object_unref (wait.result);
  return value;
}

static inline gboolean
change_pin (HopsoToken *token, const char *old_pin, const char *new_pin, GError **error)
{
  g_autoptr (HopsoSecret) old = hopso_secret_new_from_string (old_pin);
  g_autoptr (HopsoSecret) new = hopso_secret_new_from_string (new_pin);
  Await wait = { NULL };

  hopso_token_change_pin_async (token, old, new, NULL, await_cb, &wait);
  gboolean is_done = hopso_token_change_pin_finish (token, await (&wait), error);
  g_object_unref (wait.result);
  return is_done;
}

/* How many processes we have started that still run. */
static inline guint
count_children (void)
{
  guint n = 0;
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *file = g_strdup_printf ("/proc/self/task/%s/children", name);
      g_autofree char *text = NULL;

      if (!g_file_get_contents (file, &text, NULL, NULL))
        continue;
      for (const char *c = text; *c != '\0'; c++)
        n += *c == ' ';
    }
  return n;
}
