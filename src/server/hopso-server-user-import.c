/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making persons with accounts, one or a whole list of them (CSV, RFC 4180, with a header line
 * that names the columns: login, name, position, organization, roles with spaces between, email).
 * An import is done wholly or not at all; the passwords it makes go to a file only its owner
 * reads. */

#include "hopso-server-user.h"

#include "hopso-fd.h"
#include "hopso-file-replace.h"
#include "hopso-kdf.h"
#include "hopso-organization.h"
#include "hopso-person.h"
#include "hopso-random.h"
#include "hopso-secret.h"
#include "hopso-server-accounts.h"
#include "hopso-server-audit.h"
#include "hopso-server-csv.h"
#include "hopso-wire-json.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_FILE (16 * 1024 * 1024)

/**
 * hopso_server_user_make_password:
 *
 * Returns: (transfer full): a password that can be read out: 16 characters without look-alikes; or
 *   %NULL with @error
 */
HopsoSecret *
hopso_server_user_make_password (GError **error)
{
  /* 32 of them, so that every byte's lower bits hit each equally often. */
  static const char alphabet[] = "abcdefghijkmnpqrstuvwxyz23456789";
  guint8 random[16];
  char text[sizeof random + 1] = { 0 };

  if (!hopso_random_bytes (random, sizeof random, error))
    return NULL;
  for (gsize i = 0; i < sizeof random; i++)
    text[i] = alphabet[random[i] % 32];

  HopsoSecret *secret = hopso_secret_new_from_string (text);
  hopso_secret_wipe (text, sizeof text);
  hopso_secret_wipe (random, sizeof random);
  return secret;
}

/* The organization of that id or official identifier. */
static gboolean
find_organization (HopsoServerSession *session, const char *wanted, char **id, GError **error)
{
  const char *column = hopso_wire_is_id (wanted) ? "id" : "identifier";
  g_autoptr (GPtrArray) found =
      hopso_server_session_list (session, HOPSO_KIND_ORGANIZATION, column, wanted, error);

  if (found == NULL)
    return FALSE;
  if (found->len == 1)
    {
      *id = g_strdup (hopso_record_get_id (found->pdata[0]));
      return TRUE;
    }
  g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND,
               _ ("There is no organization “%s”"), wanted);
  return FALSE;
}

static gboolean
check_roles (const char *const *roles, GError **error)
{
  static const char *const known[] = { "official", "chair", "clerk",     "signer",
                                       "records",  "admin", "inspector", NULL };

  for (guint i = 0; roles != NULL && roles[i] != NULL; i++)
    if (!g_strv_contains (known, roles[i]))
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("There is no role “%s”"),
                     roles[i]);
        return FALSE;
      }
  return TRUE;
}

static HopsoRecord *
make_person (HopsoServerSession *session, const HopsoServerUser *user, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *organization = NULL;
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PERSON, id);

  if (user->organization != NULL &&
      !find_organization (session, user->organization, &organization, error))
    return NULL;
  hopso_record_builder_set_string (builder, HOPSO_PERSON_NAME, user->name);
  hopso_record_builder_set_string (builder, HOPSO_PERSON_LOGIN, user->login);
  hopso_record_builder_set_string (builder, HOPSO_PERSON_POSITION, user->position);
  hopso_record_builder_set_string (builder, HOPSO_PERSON_ORGANIZATION, organization);
  hopso_record_builder_set_strings (builder, HOPSO_PERSON_ROLES, user->roles);
  hopso_record_builder_set_string (builder, HOPSO_PERSON_EMAIL, user->email);
  return hopso_record_builder_end (builder);
}

/**
 * hopso_server_user_add:
 * @user: who
 *
 * Makes a person and their account.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_user_add (HopsoServerSession *session, const HopsoServerUser *user, GError **error)
{
  const HopsoServerActor nobody = { NULL, NULL };

  if (!check_roles (user->roles, error))
    return FALSE;

  g_autoptr (HopsoRecord) person = make_person (session, user, error);
  g_autoptr (HopsoRecord) written =
      person == NULL ? NULL : hopso_server_session_put (session, person, error);
  if (written == NULL)
    return FALSE;

  const char *id = hopso_record_get_id (written);
  if (hopso_server_session_add_account (session, id, user->login, user->password_hash, error))
    return hopso_server_session_audit (session, &nobody, "account", id, NULL, error);
  g_prefix_error (error, _ ("The account “%s”: "), user->login);
  return FALSE;
}

/* An import between file and database. */
typedef struct
{
  HopsoServerCsv *csv; /* owned */
  GPtrArray *hashes;   /* owned: one per row */
} Import;

static void
import_clear (Import *import)
{
  g_clear_pointer (&import->csv, hopso_server_csv_free);
  g_clear_pointer (&import->hashes, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static const char *
get_or_null (const HopsoServerCsv *csv, guint row, const char *column)
{
  const char *value = hopso_server_csv_get (csv, row, column);

  return value == NULL || *value == '\0' ? NULL : value;
}

static gpointer
add_all (HopsoServerSession *session, gpointer data, GError **error)
{
  const Import *import = data;

  for (guint row = 0; row < hopso_server_csv_count (import->csv); row++)
    {
      const char *roles = get_or_null (import->csv, row, "roles");
      g_auto (GStrv) words = roles == NULL ? NULL : g_strsplit (roles, " ", -1);
      const HopsoServerUser user = { .login = get_or_null (import->csv, row, "login"),
                                     .name = get_or_null (import->csv, row, "name"),
                                     .position = get_or_null (import->csv, row, "position"),
                                     .organization = get_or_null (import->csv, row, "organization"),
                                     .roles = (const char *const *) words,
                                     .email = get_or_null (import->csv, row, "email"),
                                     .password_hash = import->hashes->pdata[row] };

      if (user.login == NULL || user.name == NULL)
        {
          g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED,
                       _ ("Row %u has no login or no name"), row + 2);
          return NULL;
        }
      if (!hopso_server_user_add (session, &user, error))
        return NULL;
    }
  return data;
}

/* One password for each row, its hash for the database and its text for the file. */
static gboolean
make_passwords (Import *import, GString *text, GError **error)
{
  import->hashes = g_ptr_array_new_with_free_func (g_free);
  for (guint row = 0; row < hopso_server_csv_count (import->csv); row++)
    {
      g_autoptr (HopsoSecret) password = hopso_server_user_make_password (error);
      char *hash = password == NULL ? NULL : hopso_scrypt_hash_password (password, error);

      if (hash == NULL)
        return FALSE;
      g_ptr_array_add (import->hashes, hash);
      g_string_append_printf (text, "%s\t%s\n", hopso_server_csv_get (import->csv, row, "login"),
                              hopso_secret_get_string (password));
    }
  return TRUE;
}

/**
 * hopso_server_user_import:
 * @csv_file: the list
 * @passwords_file: where the passwords go; must not be there yet
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_user_import (HopsoServerStore *store,
                          const char *csv_file,
                          const char *passwords_file,
                          GError **error)
{
  g_auto (Import) import = { 0 };
  HopsoServerJob job = { .func = add_all, .data = &import, .is_write = TRUE };
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (HopsoFd) fd = open (csv_file, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", csv_file,
                   g_strerror (errno));
      return FALSE;
    }

  g_autoptr (GBytes) bytes = hopso_fd_read_all (fd, MAX_FILE, error);
  if (bytes == NULL)
    return FALSE;

  gsize size;
  const char *table = g_bytes_get_data (bytes, &size);
  import.csv = hopso_server_csv_parse (table, size, error);
  if (import.csv == NULL || !make_passwords (&import, text, error))
    return FALSE;

  /* The passwords are durable before the accounts are: an account nobody can enter is worse. */
  g_autoptr (HopsoFileReplace) replace = hopso_file_replace_begin (passwords_file, 0600, error);
  gboolean is_done =
      replace != NULL &&
      hopso_fd_write_at (hopso_file_replace_get_fd (replace), 0, text->str, text->len, error) &&
      hopso_file_replace_commit_new (replace, error) &&
      hopso_server_store_run (store, &job, error) != NULL;
  hopso_secret_wipe (text->str, text->len);
  return is_done;
}
