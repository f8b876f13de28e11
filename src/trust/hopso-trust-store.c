/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which authorities are relied on for signatures: files with certificates and trust lists that the
 * administrator has put into one folder and the person into another. Nothing is trusted by default,
 * and never what the system trusts for web servers. A certificate that issued itself is an anchor;
 * any other only helps to find the path, as signers often embed nothing but their own. What cannot
 * be read is told and trusted by nobody. Blocks shortly; main thread. */

#define G_LOG_DOMAIN "hopso-trust"

#include "hopso-trust-store.h"

#include "hopso-fd.h"
#include "hopso-trust-configuration-private.h"
#include "hopso-trust-store-private.h"
#include "hopso-trust-words.h"

#include <errno.h>
#include <fcntl.h>

#define MAX_FILE_SIZE (8 * 1024 * 1024)
#define MAX_FILES     1000
#define CONFIGURATION "trust.conf"

struct _HopsoTrustStore
{
  GObject parent_instance;

  char *machine_folder;                  /* owned */
  char *own_folder;                      /* owned */
  GPtrArray *anchors;                    /* owned; HopsoTrustAnchor */
  GPtrArray *lists;                      /* owned; HopsoServiceList */
  GPtrArray *faults;                     /* owned; ends with NULL */
  HopsoTrustConfiguration configuration; /* owned */
  HopsoTrustWatch *watch;                /* owned, nullable: nobody looks */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoTrustStore, hopso_trust_store, G_TYPE_OBJECT)

static void
clear (HopsoTrustStore *self)
{
  g_ptr_array_set_size (self->anchors, 0);
  g_ptr_array_set_size (self->lists, 0);
  g_ptr_array_set_size (self->faults, 0);
  hopso_trust_configuration_clear (&self->configuration);
}

static void
hopso_trust_store_finalize (GObject *object)
{
  HopsoTrustStore *self = HOPSO_TRUST_STORE (object);

  g_clear_pointer (&self->watch, hopso_trust_watch_free);
  clear (self);
  g_ptr_array_unref (self->anchors);
  g_ptr_array_unref (self->lists);
  g_ptr_array_unref (self->faults);
  g_free (self->machine_folder);
  g_free (self->own_folder);
  G_OBJECT_CLASS (hopso_trust_store_parent_class)->finalize (object);
}

static void
hopso_trust_store_class_init (HopsoTrustStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_trust_store_finalize;

  /**
   * HopsoTrustStore::changed:
   *
   * What is relied on was read anew.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_trust_store_init (HopsoTrustStore *self)
{
  self->anchors = g_ptr_array_new_with_free_func (g_object_unref);
  self->lists = g_ptr_array_new_with_free_func (g_object_unref);
  self->faults = g_ptr_array_new_with_free_func (g_free);
}

/**
 * hopso_trust_store_new:
 * @machine_folder: the administrator's; one that does not exist holds nothing
 * @own_folder: the person's
 *
 * Returns: (transfer full): what is in both
 */
HopsoTrustStore *
hopso_trust_store_new (const char *machine_folder, const char *own_folder)
{
  HopsoTrustStore *self = g_object_new (HOPSO_TYPE_TRUST_STORE, NULL);

  self->machine_folder = g_strdup (machine_folder);
  self->own_folder = g_strdup (own_folder);
  hopso_trust_store_load (self);
  return self;
}

/**
 * hopso_trust_store_new_configured:
 *
 * Reads the machine's folder (hopso/trust below the system's configuration, or what
 * %HOPSO_TRUST_FOLDER_VARIABLE names) and the person's (hopso/trust below XDG_CONFIG_HOME).
 *
 * Returns: (transfer full): what is in both
 */
HopsoTrustStore *
hopso_trust_store_new_configured (void)
{
  const char *named = g_getenv (HOPSO_TRUST_FOLDER_VARIABLE);
  g_autofree char *own = g_build_filename (g_get_user_config_dir (), "hopso", "trust", NULL);

  return hopso_trust_store_new (named != NULL ? named : HOPSO_TRUST_FOLDER, own);
}

const char *
hopso_trust_store_get_own_folder (HopsoTrustStore *self)
{
  return self->own_folder;
}

/* --- reading --------------------------------------------------------------------------------- */

static void
add_fault (HopsoTrustStore *self, const char *path, const GError *error)
{
  g_autofree char *words = hopso_trust_words_error (error);

  g_ptr_array_add (self->faults, g_strdup_printf ("%s: %s", path, words));
}

GBytes *
hopso_trust_store_read (const char *path, gsize max_size, GError **error)
{
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    {
      int code = errno;

      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
      return NULL;
    }
  return hopso_fd_read_all (fd, max_size, error);
}

static void
load_certificates (HopsoTrustStore *self, const char *path, HopsoTrustSource source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = hopso_trust_store_read (path, MAX_FILE_SIZE, &error);
  g_autoptr (GPtrArray) all = file != NULL ? hopso_certificate_dup_all (file, &error) : NULL;

  if (all == NULL)
    {
      add_fault (self, path, error);
      return;
    }
  for (guint i = 0; i < all->len; i++)
    g_ptr_array_add (self->anchors,
                     hopso_trust_anchor_new (g_ptr_array_index (all, i), source, path));
}

HopsoServiceList *
hopso_trust_store_open_list (const char *path, GError **error)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (HOPSO_TRUST_LIST_SUFFIX));
  g_autofree char *operator_path = g_strconcat (stem, HOPSO_TRUST_OPERATOR_SUFFIX, NULL);
  g_autofree char *typed = NULL;
  g_autofree char *fingerprint = NULL;

  if (!g_file_get_contents (operator_path, &typed, NULL, error))
    return NULL;
  fingerprint = hopso_fingerprint_dup_plain (typed);
  if (fingerprint == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s holds no SHA-256",
                   operator_path);
      return NULL;
    }
  g_autoptr (GBytes) xml = hopso_trust_store_read (path, HOPSO_TRUST_MAX_LIST_SIZE, error);
  return xml != NULL ? hopso_service_list_open (xml, fingerprint, error) : NULL;
}

/* One entry for each certificate, with its last term. */
static void
add_list_anchors (HopsoTrustStore *self, HopsoServiceList *list, const char *path)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_bytes_hash, g_bytes_equal);

  for (guint i = 0; i < hopso_service_list_get_n_terms (list); i++)
    {
      const HopsoServiceTerm *term = hopso_service_list_get_term (list, i);
      GBytes *der = hopso_certificate_get_der (term->certificate);
      HopsoTrustAnchor *anchor;

      if (!g_hash_table_add (known, der))
        continue;
      anchor = hopso_trust_anchor_new (term->certificate, HOPSO_TRUST_SOURCE_LIST, path);
      hopso_trust_anchor_set_list (anchor, hopso_service_list_get_name (list),
                                   hopso_service_list_get_next_update (list));
      hopso_trust_anchor_set_until (anchor, term->until);
      g_ptr_array_add (self->anchors, anchor);
    }
}

static void
load_list (HopsoTrustStore *self, const char *path, HopsoTrustSource source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServiceList) list = hopso_trust_store_open_list (path, &error);

  if (list == NULL)
    {
      add_fault (self, path, error);
      return;
    }
  add_list_anchors (self, list, path);
  g_ptr_array_add (self->lists, g_steal_pointer (&list));
}

static gboolean
has_suffix (const char *name, const char *const *suffixes)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (; *suffixes != NULL; suffixes++)
    if (g_str_has_suffix (lower, *suffixes))
      return TRUE;
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In the order of their names, so that two runs read alike. */
static void
load_files (HopsoTrustStore *self,
            const char *folder,
            const char *const *suffixes,
            void (*load) (HopsoTrustStore *, const char *, HopsoTrustSource),
            HopsoTrustSource source)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && paths->len < MAX_FILES && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.' && has_suffix (name, suffixes))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  for (guint i = 0; i < paths->len; i++)
    load (self, g_ptr_array_index (paths, i), source);
}

static void
load_folder (HopsoTrustStore *self, const char *folder, HopsoTrustSource source)
{
  static const char *const certificates[] = {
    ".pem", ".crt", ".cer", ".der", ".p7b", ".p7c", NULL
  };
  static const char *const xml[] = { HOPSO_TRUST_LIST_SUFFIX, NULL };
  g_autofree char *lists = g_build_filename (folder, HOPSO_TRUST_LISTS_FOLDER, NULL);

  load_files (self, folder, certificates, load_certificates, source);
  load_files (self, lists, xml, load_list, source);
}

static void
assign_roles (HopsoTrustStore *self)
{
  for (guint i = 0; i < self->anchors->len; i++)
    {
      HopsoTrustAnchor *anchor = g_ptr_array_index (self->anchors, i);
      g_autofree char *own =
          hopso_certificate_dup_fingerprint (hopso_trust_anchor_get_certificate (anchor));

      hopso_trust_anchor_set_role (anchor,
                                   hopso_trust_configuration_find_role (&self->configuration, own));
    }
}

/**
 * hopso_trust_store_load:
 *
 * Reads everything anew and emits "changed".
 */
void
hopso_trust_store_load (HopsoTrustStore *self)
{
  g_return_if_fail (HOPSO_IS_TRUST_STORE (self));

  g_autofree char *path = g_build_filename (self->machine_folder, CONFIGURATION, NULL);
  clear (self);
  hopso_trust_configuration_read (&self->configuration, path, self->faults);
  load_folder (self, self->machine_folder, HOPSO_TRUST_SOURCE_ADMINISTRATOR);
  load_folder (self, self->own_folder, HOPSO_TRUST_SOURCE_OWN);
  assign_roles (self);
  g_ptr_array_add (self->faults, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * hopso_trust_store_watch:
 *
 * From now on also reads anew what other programs change: the administrator's, a terminal's.
 */
void
hopso_trust_store_watch (HopsoTrustStore *self)
{
  g_return_if_fail (HOPSO_IS_TRUST_STORE (self));

  if (self->watch == NULL)
    self->watch = hopso_trust_watch_new (self, self->machine_folder, self->own_folder);
}

/* --- asking ---------------------------------------------------------------------------------- */

/**
 * hopso_trust_store_get_anchors:
 *
 * Returns: (transfer none) (element-type HopsoTrustAnchor): all that is known
 */
GPtrArray *
hopso_trust_store_get_anchors (HopsoTrustStore *self)
{
  return self->anchors;
}

/**
 * hopso_trust_store_get_faults:
 *
 * Returns: (transfer none): what could not be read, and why
 */
const char *const *
hopso_trust_store_get_faults (HopsoTrustStore *self)
{
  return (const char *const *) self->faults->pdata;
}

/**
 * hopso_trust_store_get_known_hosts:
 *
 * Returns: (transfer none): machines of this network that certificates of strangers may name
 */
const char *const *
hopso_trust_store_get_known_hosts (HopsoTrustStore *self)
{
  return (const char *const *) self->configuration.known_hosts;
}

/**
 * hopso_trust_store_get_timestamp_url:
 *
 * Returns: (transfer none) (nullable): the timestamp authority that the administrator named
 */
const char *
hopso_trust_store_get_timestamp_url (HopsoTrustStore *self)
{
  return self->configuration.timestamp_url;
}

/**
 * hopso_trust_store_find:
 * @fingerprint: SHA-256, in small hexadecimal letters
 *
 * Returns: (transfer none) (nullable): the authority, the administrator's first
 */
HopsoTrustAnchor *
hopso_trust_store_find (HopsoTrustStore *self, const char *fingerprint)
{
  for (guint i = 0; i < self->anchors->len; i++)
    {
      HopsoTrustAnchor *anchor = g_ptr_array_index (self->anchors, i);
      g_autofree char *own =
          hopso_certificate_dup_fingerprint (hopso_trust_anchor_get_certificate (anchor));

      if (g_str_equal (own, fingerprint))
        return anchor;
    }
  return NULL;
}

/**
 * hopso_trust_store_is_own:
 *
 * Returns: whether the person brought it, by itself or with a trust list, and may take it away
 */
gboolean
hopso_trust_store_is_own (HopsoTrustStore *self, HopsoTrustAnchor *anchor)
{
  g_autofree char *folder = g_strconcat (self->own_folder, G_DIR_SEPARATOR_S, NULL);

  return g_str_has_prefix (hopso_trust_anchor_get_path (anchor), folder);
}

/**
 * hopso_trust_store_count_trusted:
 * @role: of which kind; %HOPSO_TRUST_ROLE_NONE counts all
 *
 * Returns: how many authorities are trusted
 */
guint
hopso_trust_store_count_trusted (HopsoTrustStore *self, HopsoTrustRole role)
{
  guint n = 0;

  for (guint i = 0; i < self->anchors->len; i++)
    {
      HopsoTrustAnchor *anchor = g_ptr_array_index (self->anchors, i);

      if (hopso_trust_anchor_is_trusted (anchor) &&
          (role == HOPSO_TRUST_ROLE_NONE || hopso_trust_anchor_get_role (anchor) == role))
        n++;
    }
  return n;
}

/**
 * hopso_trust_store_expects:
 * @role: one of the official roots
 *
 * Returns: whether the administrator wrote down its fingerprint
 */
gboolean
hopso_trust_store_expects (HopsoTrustStore *self, HopsoTrustRole role)
{
  char **fingerprints = self->configuration.fingerprints[role];

  return fingerprints != NULL && fingerprints[0] != NULL;
}

/**
 * hopso_trust_store_fill_list:
 * @list: gets all that is known
 */
void
hopso_trust_store_fill_list (HopsoTrustStore *self, HopsoTrustList *list)
{
  for (guint i = 0; i < self->anchors->len; i++)
    {
      HopsoTrustAnchor *anchor = g_ptr_array_index (self->anchors, i);
      HopsoCertificate *certificate = hopso_trust_anchor_get_certificate (anchor);

      if (hopso_trust_anchor_get_source (anchor) == HOPSO_TRUST_SOURCE_LIST)
        continue;
      if (hopso_trust_anchor_is_trusted (anchor))
        hopso_trust_list_add_certificate (list, certificate);
      else
        hopso_trust_list_add_intermediate (list, certificate);
    }
  for (guint i = 0; i < self->lists->len; i++)
    {
      HopsoServiceList *services = g_ptr_array_index (self->lists, i);

      for (guint j = 0; j < hopso_service_list_get_n_terms (services); j++)
        {
          const HopsoServiceTerm *term = hopso_service_list_get_term (services, j);

          hopso_trust_list_add_certificate_for (list, term->certificate, term->from, term->until);
        }
    }
}

/**
 * hopso_trust_store_make_list:
 *
 * Returns: (transfer full): what decisions about signatures need of it
 */
HopsoTrustList *
hopso_trust_store_make_list (HopsoTrustStore *self)
{
  HopsoTrustList *list = hopso_trust_list_new ();

  hopso_trust_store_fill_list (self, list);
  return list;
}
