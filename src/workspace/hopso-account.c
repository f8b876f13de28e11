/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The accounts that this machine knows: one folder each under the user's data folder, with a small
 * key file beside the encrypted store. The key file says where the server is and who signs in; keys
 * and refresh tokens are elsewhere, in the Secret Service. Main thread; the files are tiny. */

#include "hopso-account.h"

#include "hopso-file-replace.h"
#include "hopso-folder.h"

#include <glib/gi18n-lib.h>

#define GROUP       "account"
#define CA_MAX_SIZE (64 * 1024)

struct _HopsoAccount
{
  GObject parent_instance;

  char *id;          /* owned: names the folder and the keys */
  char *server_url;  /* owned: no slash at the end */
  char *login;       /* owned */
  char *person_id;   /* owned, nullable: before the first sign-in */
  char *person_name; /* owned, nullable: before the first sync */
  char *folder;      /* owned */
  char *ca_file;     /* owned, nullable: the system's authorities do */
};

G_DEFINE_FINAL_TYPE (HopsoAccount, hopso_account, G_TYPE_OBJECT)

static void
hopso_account_finalize (GObject *object)
{
  HopsoAccount *self = HOPSO_ACCOUNT (object);

  g_free (self->id);
  g_free (self->server_url);
  g_free (self->login);
  g_free (self->person_id);
  g_free (self->person_name);
  g_free (self->folder);
  g_free (self->ca_file);
  G_OBJECT_CLASS (hopso_account_parent_class)->finalize (object);
}

static void
hopso_account_class_init (HopsoAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_account_finalize;
}

static void
hopso_account_init (HopsoAccount *self)
{
}

static char *
get_accounts_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "hopso", "accounts", NULL);
}

static char *
trim_url (const char *url)
{
  g_autofree char *copy = g_strstrip (g_strdup (url));
  gsize length = strlen (copy);

  while (length > 0 && copy[length - 1] == '/')
    copy[--length] = '\0';
  return g_steal_pointer (&copy);
}

static HopsoAccount *
make_account (const char *id, char *server_url, char *login)
{
  HopsoAccount *self = g_object_new (HOPSO_TYPE_ACCOUNT, NULL);
  g_autofree char *folder = get_accounts_folder ();

  self->id = g_strdup (id);
  self->server_url = server_url;
  self->login = login;
  self->folder = g_build_filename (folder, id, NULL);
  return self;
}

/* A folder without a readable key file is none of ours. */
static HopsoAccount *
load_account (const char *folder, const char *id)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = g_build_filename (folder, id, "account.ini", NULL);

  if (!g_uuid_string_is_valid (id) ||
      !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return NULL;

  g_autofree char *server = g_key_file_get_string (file, GROUP, "server", NULL);
  g_autofree char *login = g_key_file_get_string (file, GROUP, "login", NULL);
  if (server == NULL || login == NULL)
    return NULL;

  HopsoAccount *self = make_account (id, g_steal_pointer (&server), g_steal_pointer (&login));
  self->person_id = g_key_file_get_string (file, GROUP, "person", NULL);
  self->person_name = g_key_file_get_string (file, GROUP, "name", NULL);
  if (g_key_file_get_boolean (file, GROUP, "own-ca", NULL))
    self->ca_file = g_build_filename (self->folder, "ca.pem", NULL);
  return self;
}

static int
compare_accounts (gconstpointer a, gconstpointer b)
{
  HopsoAccount *one = *(HopsoAccount *const *) a;
  HopsoAccount *two = *(HopsoAccount *const *) b;
  int order = strcmp (one->server_url, two->server_url);

  return order != 0 ? order : strcmp (one->login, two->login);
}

/**
 * hopso_account_list:
 *
 * Returns: (transfer full) (element-type HopsoAccount): the accounts of this machine's user
 */
GPtrArray *
hopso_account_list (void)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *folder = get_accounts_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      HopsoAccount *account = load_account (folder, name);

      if (account != NULL)
        g_ptr_array_add (accounts, account);
    }
  g_ptr_array_sort (accounts, compare_accounts);
  return g_steal_pointer (&accounts);
}

/**
 * hopso_account_find:
 * @server_url: a server
 * @login: (nullable): the name of an account there, or %NULL for the only one
 *
 * Returns: (transfer full) (nullable): the account, when this machine knows it
 */
HopsoAccount *
hopso_account_find (const char *server_url, const char *login)
{
  g_autoptr (GPtrArray) accounts = hopso_account_list ();
  g_autofree char *url = trim_url (server_url);

  for (guint i = 0; i < accounts->len; i++)
    {
      HopsoAccount *account = accounts->pdata[i];

      if (strcmp (account->server_url, url) == 0 &&
          (login == NULL || strcmp (account->login, login) == 0))
        return g_object_ref (account);
    }
  return NULL;
}

/**
 * hopso_account_new:
 * @server_url: the server
 * @login: the name of the account there
 *
 * Returns: (transfer full): a new account, which is remembered when it is saved
 */
HopsoAccount *
hopso_account_new (const char *server_url, const char *login)
{
  g_autofree char *id = g_uuid_string_random ();

  return make_account (id, trim_url (server_url), g_strdup (login));
}

/**
 * hopso_account_save:
 *
 * Returns: %FALSE with @error when it could not be written
 */
gboolean
hopso_account_save (HopsoAccount *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = g_build_filename (self->folder, "account.ini", NULL);
  gsize size = 0;

  g_key_file_set_string (file, GROUP, "server", self->server_url);
  g_key_file_set_string (file, GROUP, "login", self->login);
  g_key_file_set_boolean (file, GROUP, "own-ca", self->ca_file != NULL);
  if (self->person_id != NULL)
    g_key_file_set_string (file, GROUP, "person", self->person_id);
  if (self->person_name != NULL)
    g_key_file_set_string (file, GROUP, "name", self->person_name);

  g_autofree char *text = g_key_file_to_data (file, &size, NULL);
  if (!hopso_account_make_folder (self, error))
    return FALSE;
  return hopso_file_replace_bytes (path, 0600, text, size, error);
}

/**
 * hopso_account_make_folder:
 *
 * Returns: %FALSE with @error when the account's folder could not be made
 */
gboolean
hopso_account_make_folder (HopsoAccount *self, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (hopso_folder_make (self->folder, &cause))
    return TRUE;
  g_set_error (error, cause->domain, cause->code,
               _ ("The folder for the account could not be made: %s"), cause->message);
  return FALSE;
}

/**
 * hopso_account_install_ca:
 * @path: the certificates of the province's own authority, PEM
 *
 * Copies the file, so that the account does not hang on a USB stick. The caller has shown the
 * fingerprint to the person.
 *
 * Returns: %FALSE with @error when @path holds no certificate or could not be copied
 */
gboolean
hopso_account_install_ca (HopsoAccount *self, const char *path, GError **error)
{
  g_autolist (GTlsCertificate) certificates = g_tls_certificate_list_new_from_file (path, error);
  g_autofree char *target = g_build_filename (self->folder, "ca.pem", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (certificates == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                             _ ("The file holds no certificate"));
      return FALSE;
    }
  for (GList *l = certificates; l != NULL; l = l->next)
    {
      g_autofree char *pem = NULL;

      g_object_get (l->data, "certificate-pem", &pem, NULL);
      g_string_append (text, pem);
    }
  if (text->len > CA_MAX_SIZE || !hopso_account_make_folder (self, error) ||
      !hopso_file_replace_bytes (target, 0600, text->str, text->len, error))
    return FALSE;
  g_free (self->ca_file);
  self->ca_file = g_steal_pointer (&target);
  return TRUE;
}

static gboolean
erase_folder (GFile *folder, GError **error)
{
  g_autoptr (GFileEnumerator) entries = g_file_enumerate_children (
      folder, "standard::name,standard::type", G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, error);

  if (entries == NULL)
    return FALSE;
  for (;;)
    {
      GFileInfo *info = NULL;
      GFile *child = NULL;

      if (!g_file_enumerator_iterate (entries, &info, &child, NULL, error))
        return FALSE;
      if (info == NULL)
        return g_file_delete (folder, NULL, error);
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        {
          if (!erase_folder (child, error))
            return FALSE;
        }
      else if (!g_file_delete (child, NULL, error))
        return FALSE;
    }
}

/**
 * hopso_account_erase:
 *
 * Removes the account's folder. What is in it was unreadable as soon as its key was gone.
 *
 * Returns: %FALSE with @error when something is left
 */
gboolean
hopso_account_erase (HopsoAccount *self, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);
  g_autoptr (GError) local_error = NULL;

  if (erase_folder (folder, &local_error) ||
      g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * hopso_account_set_person:
 * @id: the id of the person whose account it is
 * @name: (nullable): the name, once known
 */
void
hopso_account_set_person (HopsoAccount *self, const char *id, const char *name)
{
  g_autofree char *id_copy = g_strdup (id);
  g_autofree char *name_copy = g_strdup (name);

  g_free (self->person_id);
  g_free (self->person_name);
  self->person_id = g_steal_pointer (&id_copy);
  self->person_name = g_steal_pointer (&name_copy);
}

/**
 * hopso_account_get_id:
 *
 * Returns: (transfer none): its UUID on this machine
 */
const char *
hopso_account_get_id (HopsoAccount *self)
{
  return self->id;
}

/**
 * hopso_account_get_server_url:
 *
 * Returns: (transfer none): such as "https://hop.tinh.gov.vn"
 */
const char *
hopso_account_get_server_url (HopsoAccount *self)
{
  return self->server_url;
}

/**
 * hopso_account_get_login:
 *
 * Returns: (transfer none): the name of the account on the server
 */
const char *
hopso_account_get_login (HopsoAccount *self)
{
  return self->login;
}

/**
 * hopso_account_get_person_id:
 *
 * Returns: (transfer none) (nullable): the id of the person
 */
const char *
hopso_account_get_person_id (HopsoAccount *self)
{
  return self->person_id;
}

/**
 * hopso_account_get_person_name:
 *
 * Returns: (transfer none) (nullable): the person's name, once known
 */
const char *
hopso_account_get_person_name (HopsoAccount *self)
{
  return self->person_name;
}

/**
 * hopso_account_get_folder:
 *
 * Returns: (transfer none): where its store is
 */
const char *
hopso_account_get_folder (HopsoAccount *self)
{
  return self->folder;
}

/**
 * hopso_account_get_ca_file:
 *
 * Returns: (transfer none) (nullable): the province's own authority, PEM
 */
const char *
hopso_account_get_ca_file (HopsoAccount *self)
{
  return self->ca_file;
}
