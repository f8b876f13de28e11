/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "hopso-server user add|passwd|disable|enable|remove|list|import": accounts of a server. A running
 * server need not be stopped for it: the database takes one writer at a time, and the server
 * notices. */

#include "hopso-server-user.h"

#include "hopso-kdf.h"
#include "hopso-person.h"
#include "hopso-server-accounts.h"
#include "hopso-server-audit.h"
#include "hopso-server-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The options of all. */
typedef struct
{
  char *data;          /* owned, nullable */
  char *login;         /* owned, nullable */
  char *name;          /* owned, nullable */
  char *position;      /* owned, nullable */
  char *organization;  /* owned, nullable */
  char **roles;        /* owned, nullable */
  char *password_file; /* owned, nullable */
  int password_fd;
  char *passwords_out; /* owned, nullable */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->data);
  g_free (options->login);
  g_free (options->name);
  g_free (options->position);
  g_free (options->organization);
  g_strfreev (options->roles);
  g_free (options->password_file);
  g_free (options->passwords_out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gpointer
set_password (HopsoServerSession *session, gpointer data, GError **error)
{
  const HopsoServerUser *user = data;
  const HopsoServerActor nobody = { NULL, NULL };
  g_autoptr (HopsoServerAccount) account =
      hopso_server_session_find_account (session, user->login, error);

  if (account == NULL ||
      !hopso_server_session_set_password (session, user->login, user->password_hash, error) ||
      !hopso_server_session_audit (session, &nobody, "password", account->person, NULL, error))
    return NULL;
  return data;
}

typedef struct
{
  const char *login;
  const char *verb;
} Change;

static gboolean
change_account (HopsoServerSession *session, const Change *change, GError **error)
{
  if (strcmp (change->verb, "remove") == 0)
    return hopso_server_session_remove_account (session, change->login, error);
  return hopso_server_session_set_disabled (session, change->login,
                                            strcmp (change->verb, "disable") == 0, error);
}

static gpointer
change_one (HopsoServerSession *session, gpointer data, GError **error)
{
  const Change *change = data;
  const HopsoServerActor nobody = { NULL, NULL };
  g_autoptr (HopsoServerAccount) account =
      hopso_server_session_find_account (session, change->login, error);

  return account != NULL && change_account (session, change, error) &&
                 hopso_server_session_audit (session, &nobody, change->verb, account->person,
                                             "account", error)
             ? data
             : NULL;
}

static gpointer
add_one (HopsoServerSession *session, gpointer data, GError **error)
{
  return hopso_server_user_add (session, data, error) ? data : NULL;
}

static int
run (HopsoServerStore *store, HopsoServerFunc func, gpointer data)
{
  HopsoServerJob job = { .func = func, .data = data, .is_write = TRUE };
  g_autoptr (GError) error = NULL;

  return hopso_server_store_run (store, &job, &error) != NULL ? HOPSO_SERVER_EXIT_DONE
                                                              : hopso_server_command_fail (error);
}

static int
add_or_change (HopsoServerStore *store, const Options *options, gboolean is_new)
{
  g_autoptr (GError) error = NULL;

  if (options->login == NULL || (is_new && options->name == NULL))
    {
      g_printerr ("hopso-server: %s\n",
                  is_new ? _ ("Needed: --login and --name") : _ ("Needed: --login"));
      return HOPSO_SERVER_EXIT_USAGE;
    }

  g_autoptr (HopsoSecret) password =
      hopso_server_command_read_password (options->password_file, options->password_fd, &error);
  g_autofree char *hash = password == NULL ? NULL : hopso_scrypt_hash_password (password, &error);
  if (hash == NULL)
    return hopso_server_command_fail (error);

  HopsoServerUser user = { .login = options->login,
                           .name = options->name,
                           .position = options->position,
                           .organization = options->organization,
                           .roles = (const char *const *) options->roles,
                           .password_hash = hash };
  return run (store, is_new ? add_one : set_password, &user);
}

static gpointer
print_accounts (HopsoServerSession *session, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) accounts = hopso_server_session_list_accounts (session, error);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const HopsoServerAccount *account = accounts->pdata[i];
      g_autoptr (HopsoRecord) person =
          hopso_server_session_get (session, HOPSO_KIND_PERSON, account->person, NULL);

      g_print ("%s\t%s\t%s%s\n", account->login, account->person,
               person == NULL ? "" : hopso_person_get_name (HOPSO_PERSON (person)),
               account->is_disabled ? "\tdisabled" : "");
    }
  return accounts == NULL ? NULL : data;
}

static int
run_verb (const char *verb, HopsoServerStore *store, const Options *options, const char *argument)
{
  if (strcmp (verb, "add") == 0)
    return add_or_change (store, options, TRUE);
  if (strcmp (verb, "passwd") == 0)
    return add_or_change (store, options, FALSE);
  if (strcmp (verb, "disable") == 0 || strcmp (verb, "enable") == 0 || strcmp (verb, "remove") == 0)
    {
      Change change = { options->login, verb };
      if (options->login != NULL)
        return run (store, change_one, &change);
      g_printerr ("hopso-server: %s\n", _ ("Needed: --login"));
      return HOPSO_SERVER_EXIT_USAGE;
    }
  if (strcmp (verb, "list") == 0)
    return run (store, print_accounts, store);
  if (strcmp (verb, "import") == 0 && argument != NULL && options->passwords_out != NULL)
    {
      g_autoptr (GError) error = NULL;
      return hopso_server_user_import (store, argument, options->passwords_out, &error)
                 ? HOPSO_SERVER_EXIT_DONE
                 : hopso_server_command_fail (error);
    }
  g_printerr ("hopso-server: %s\n",
              _ ("Say “user add”, “user passwd”, “user disable”, “user enable”, “user remove”,"
                 " “user list” or “user import FILE --passwords-out FILE”"));
  return HOPSO_SERVER_EXIT_USAGE;
}

/**
 * hopso_server_command_user:
 *
 * Returns: the exit code
 */
int
hopso_server_command_user (int argc, char **argv)
{
  g_auto (Options) options = { .password_fd = -1 };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data, N_ ("Folder of the server's data"),
      N_ ("DIR") },
    { "login", 0, 0, G_OPTION_ARG_STRING, &options.login, N_ ("Name of the account"), N_ ("NAME") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options.name, N_ ("Name of the person"), N_ ("NAME") },
    { "position", 0, 0, G_OPTION_ARG_STRING, &options.position, N_ ("What the person is"),
      N_ ("TEXT") },
    { "organization", 0, 0, G_OPTION_ARG_STRING, &options.organization,
      N_ ("Id or official identifier of the person's organization"), N_ ("ID") },
    { "role", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.roles,
      N_ ("official, chair, clerk, signer, records, admin or inspector; may be given more than"
          " once"),
      N_ ("ROLE") },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.password_file,
      N_ ("File whose first line is the password"), N_ ("FILE") },
    { "password-fd", 0, 0, G_OPTION_ARG_INT, &options.password_fd,
      N_ ("Descriptor whose first line is the password"), N_ ("NUMBER") },
    { "passwords-out", 0, 0, G_OPTION_ARG_FILENAME, &options.passwords_out,
      N_ ("New file for the passwords that an import makes"), N_ ("FILE") },
    { NULL },
  };

  if (!hopso_server_command_parse (entries, _ ("add, list and change accounts"), &argc, &argv) ||
      argc < 2)
    return HOPSO_SERVER_EXIT_USAGE;

  g_autoptr (HopsoServerStore) store = hopso_server_command_open (options.data, &error);
  if (store == NULL)
    return hopso_server_command_fail (error);
  return run_verb (argv[1], store, &options, argc > 2 ? argv[2] : NULL);
}
