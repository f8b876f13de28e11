/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Choosing the certificate of a province's own certification authority: a file, then its holder,
 * its validity and its fingerprint, which the person compares with what the administrator has
 * announced. Only a certificate that may sign others is offered. Main thread. */

#include "hopso-authority-prompt.h"

#include "hopso-alert.h"
#include "hopso-certificate.h"
#include "hopso-file-prompt.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

#define MAX_FILE_SIZE (1024 * 1024)

typedef struct
{
  GtkWindow *parent; /* weak pointer, nullable */
  char *path;        /* owned, nullable */
  char *name;        /* owned, nullable: of the authority */
  HopsoAlert *alert; /* owned, nullable */
} Prompt;

static void
prompt_free (Prompt *prompt)
{
  g_clear_weak_pointer (&prompt->parent);
  g_clear_object (&prompt->alert);
  g_free (prompt->path);
  g_free (prompt->name);
  g_free (prompt);
}

/* In groups of two digits, eight to a line, as administrators read it out. */
static char *
group_fingerprint (const char *hex)
{
  GString *groups = g_string_new (NULL);

  for (gsize i = 0; hex[i] != '\0'; i++)
    {
      if (i > 0 && i % 2 == 0)
        g_string_append_c (groups, i % 32 == 0 ? '\n' : ' ');
      g_string_append_c (groups, g_ascii_toupper (hex[i]));
    }
  return g_string_free (groups, FALSE);
}

static char *
describe (HopsoCertificate *certificate)
{
  g_autofree char *holder = hopso_certificate_dup_subject (certificate);
  g_autofree char *hex = hopso_certificate_dup_fingerprint (certificate);
  g_autofree char *fingerprint = group_fingerprint (hex);
  g_autofree char *until = hopso_time_words_exact (hopso_certificate_get_not_after (certificate));

  return g_strdup_printf (_ ("Holder: %s\nValid until: %s\n\nFingerprint (SHA-256):\n%s\n\nInstall "
                             "it only if the fingerprint is the one your administrator gave you."),
                          holder, until, fingerprint);
}

static HopsoCertificate *
load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (HopsoCertificate) certificate = NULL;

  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  bytes = g_bytes_new_take (g_steal_pointer (&text), size);
  if (size <= MAX_FILE_SIZE)
    certificate = hopso_certificate_new_from_pem (bytes, NULL);
  if (certificate == NULL || !hopso_certificate_is_ca (certificate))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("This file is not the certificate of a certification authority. Ask "
                              "your administrator for the right file (.pem or .crt)."));
      return NULL;
    }
  return g_steal_pointer (&certificate);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Prompt *prompt = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (hopso_alert_ask_finish (HOPSO_ALERT (source), result, &error))
    g_task_return_pointer (task, g_strdup (prompt->path), g_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Not installed");
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Prompt *prompt = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, &error);
  g_autoptr (HopsoCertificate) certificate = NULL;
  g_autofree char *body = NULL;

  if (file != NULL)
    prompt->path = g_file_get_path (file);
  if (prompt->path != NULL)
    certificate = load (prompt->path, &error);
  if (certificate == NULL)
    {
      if (error == NULL)
        error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                                     _ ("The file must be on this computer."));
      g_task_return_error (task, error);
      return;
    }
  prompt->name = hopso_certificate_dup_subject_common_name (certificate);
  body = describe (certificate);
  prompt->alert = hopso_alert_new (_ ("Trust this certification authority?"), body, _ ("_Install"));
  hopso_alert_ask_async (prompt->alert, prompt->parent, g_task_get_cancellable (task), answered_cb,
                         g_object_ref (task));
}

/**
 * hopso_authority_prompt_async:
 * @parent: (nullable): the window it concerns
 * @cancellable: (nullable): takes the question back
 * @callback: called when it is answered
 * @user_data: for @callback
 */
void
hopso_authority_prompt_async (GtkWindow *parent,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  static const char *const patterns[] = { "*.pem", "*.crt", "*.cer", NULL };
  HopsoFilePrompt files = { .title = _ ("Certificate of the province"),
                            .verb = _ ("_Open"),
                            .filter_name = _ ("Certificates (.pem, .crt)"),
                            .patterns = patterns };
  Prompt *prompt = g_new0 (Prompt, 1);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_authority_prompt_async);
  g_set_weak_pointer (&prompt->parent, parent);
  g_task_set_task_data (task, prompt, (GDestroyNotify) prompt_free);
  hopso_file_prompt_open_async (&files, parent, cancellable, chosen_cb, task);
}

/**
 * hopso_authority_prompt_finish:
 * @result: from the callback
 * @name: (out) (optional) (transfer full): the name of the authority
 * @error: set to %G_IO_ERROR_CANCELLED when the person changed their mind
 *
 * Returns: (transfer full): the path of the certificate, or %NULL
 */
char *
hopso_authority_prompt_finish (GAsyncResult *result, char **name, GError **error)
{
  Prompt *prompt;
  char *path;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  prompt = g_task_get_task_data (G_TASK (result));
  path = g_task_propagate_pointer (G_TASK (result), error);
  if (path != NULL && name != NULL)
    *name = g_strdup (prompt->name);
  return path;
}
