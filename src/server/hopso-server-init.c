/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "hopso-server init": an empty server, or one with the sample province. */

#include "hopso-fd.h"
#include "hopso-kdf.h"
#include "hopso-paper.h"
#include "hopso-person.h"
#include "hopso-sample.h"
#include "hopso-server-accounts.h"
#include "hopso-server-audit.h"
#include "hopso-server-blobs.h"
#include "hopso-server-command.h"
#include "hopso-server-user.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The sample and what comes of it on its way into the database. */
typedef struct
{
  HopsoSample *sample; /* owned */
  GPtrArray *papers;   /* owned: records */
  char *password_hash; /* owned */
} Filling;

static void
filling_clear (Filling *filling)
{
  g_clear_pointer (&filling->sample, hopso_sample_free);
  g_clear_pointer (&filling->papers, g_ptr_array_unref);
  g_clear_pointer (&filling->password_hash, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filling, filling_clear)

static gboolean
put (HopsoServerSession *session, HopsoRecord *record, GError **error)
{
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, record, error);

  return written != NULL;
}

static gboolean
put_paper (HopsoServerSession *session, HopsoRecord *paper, GError **error)
{
  const char *digest = hopso_paper_get_digest (HOPSO_PAPER (paper));
  guint64 size = (guint64) hopso_paper_get_size (HOPSO_PAPER (paper));

  return put (session, paper, error) &&
         hopso_server_session_add_blob (session, digest, size, NULL, error) &&
         hopso_server_session_add_version (session, paper, NULL, error);
}

static gboolean
put_record (HopsoServerSession *session, HopsoRecord *record, const char *hash, GError **error)
{
  if (!put (session, record, error))
    return FALSE;
  if (!HOPSO_IS_PERSON (record))
    return TRUE;
  return hopso_server_session_add_account (session, hopso_record_get_id (record),
                                           hopso_person_get_login (HOPSO_PERSON (record)), hash,
                                           error);
}

static gpointer
fill (HopsoServerSession *session, gpointer data, GError **error)
{
  const Filling *filling = data;
  const HopsoServerActor nobody = { NULL, NULL };
  GPtrArray *records = hopso_sample_get_records (filling->sample);

  for (guint i = 0; i < records->len; i++)
    if (!put_record (session, records->pdata[i], filling->password_hash, error))
      return NULL;
  for (guint i = 0; i < filling->papers->len; i++)
    if (!put_paper (session, filling->papers->pdata[i], error))
      return NULL;
  return hopso_server_session_audit (session, &nobody, "sample", NULL, NULL, error)
             ? (gpointer) filling
             : NULL;
}

static gboolean
write_papers (Filling *filling, const char *folder, GError **error)
{
  filling->papers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < hopso_sample_get_n_papers (filling->sample); i++)
    {
      g_auto (HopsoFd) fd = hopso_fd_new_memory ("paper", error);
      HopsoRecord *paper = fd < 0 ? NULL : hopso_sample_write_paper (filling->sample, i, fd, error);
      guint64 size;

      if (paper == NULL)
        return FALSE;
      g_ptr_array_add (filling->papers, paper);
      g_autofree char *digest = hopso_server_blob_import (folder, fd, &size, error);
      if (digest == NULL)
        return FALSE;
      g_assert (strcmp (digest, hopso_paper_get_digest (HOPSO_PAPER (paper))) == 0);
    }
  return TRUE;
}

static gboolean
fill_with_sample (const char *folder, const char *sample, const char *password_file, GError **error)
{
  g_autoptr (HopsoServerStore) store = hopso_server_command_open (folder, error);
  g_auto (Filling) filling = { 0 };
  HopsoServerJob job = { .func = fill, .data = &filling, .is_write = TRUE };

  if (store == NULL)
    return FALSE;
  g_autoptr (HopsoSecret) password =
      password_file != NULL ? hopso_server_command_read_password (password_file, -1, error)
                            : hopso_server_user_make_password (error);
  if (password == NULL)
    return FALSE;
  filling.password_hash = hopso_scrypt_hash_password (password, error);
  if (filling.password_hash == NULL)
    return FALSE;
  filling.sample =
      hopso_sample_load (sample, hopso_clock_now (hopso_server_store_get_clock (store)), error);
  if (filling.sample == NULL || !write_papers (&filling, folder, error) ||
      hopso_server_store_run (store, &job, error) == NULL)
    return FALSE;
  if (password_file == NULL)
    g_print (_ ("Everybody of the sample signs in with the password %s\n"),
             hopso_secret_get_string (password));
  return TRUE;
}

/**
 * hopso_server_command_init:
 *
 * Returns: the exit code
 */
int
hopso_server_command_init (int argc, char **argv)
{
  g_autofree char *data = NULL;
  g_autofree char *name = NULL;
  g_autofree char *province = NULL;
  g_autofree char *password_file = NULL;
  g_autofree char *sample_folder = NULL;
  gboolean is_sample = FALSE;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the server's data"), N_ ("DIR") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("What the server is called"), N_ ("NAME") },
    { "province", 0, 0, G_OPTION_ARG_STRING, &province, N_ ("Whom it serves"), N_ ("NAME") },
    { "sample", 0, 0, G_OPTION_ARG_NONE, &is_sample, N_ ("Fill it with a fictional province"),
      NULL },
    { "sample-folder", 0, 0, G_OPTION_ARG_FILENAME, &sample_folder, N_ ("Where the sample is"),
      N_ ("DIR") },
    { "sample-password-file", 0, 0, G_OPTION_ARG_FILENAME, &password_file,
      N_ ("File with the password of everybody in the sample; without it one is made and shown"),
      N_ ("FILE") },
    { NULL },
  };

  if (!hopso_server_command_parse (entries, _ ("make the data of a new server"), &argc, &argv) ||
      data == NULL)
    return HOPSO_SERVER_EXIT_USAGE;
  if (!hopso_server_store_create (data, name != NULL ? name : "HopSo",
                                  province != NULL ? province : _ ("Sample province"), &error))
    return hopso_server_command_fail (error);
  if (is_sample && !fill_with_sample (data, sample_folder != NULL ? sample_folder : SAMPLE_DIR,
                                      password_file, &error))
    return hopso_server_command_fail (error);
  return HOPSO_SERVER_EXIT_DONE;
}
