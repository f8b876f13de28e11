/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of the encrypted store that somebody wrote over: the check of the key, and a stored paper.
 * Each opens when it is what was written, and else with an error. */

#include "fuzz.h"
#include "hopso-blob-file-private.h"
#include "hopso-store-error.h"
#include "hopso-vault.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOB_SIZE (HOPSO_BLOB_CHUNK + 100)

static char *folder;         /* owned, for ever */
static HopsoSecret *key;     /* owned, for ever */
static HopsoBlobRow *row;    /* owned, for ever */
static GBytes *check, *blob; /* owned, for ever: what was written */

static GBytes *
load (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *bytes;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  return g_bytes_new_take (bytes, size);
}

static void
write_over (const char *name, const guint8 *bytes, gsize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_auto (HopsoFd) fd = open (path, O_WRONLY | O_CLOEXEC);

  g_assert_true (fd >= 0 && hopso_fd_write_at (fd, 0, bytes, size, NULL) &&
                 ftruncate (fd, (off_t) size) == 0);
}

static void
tidy_up (void)
{
  g_autofree char *vault = g_build_filename (folder, "vault", NULL);
  g_autofree char *file = g_build_filename (folder, row->file, NULL);

  g_unlink (vault);
  g_unlink (file);
  g_rmdir (folder);
}

static void
set_up (void)
{
  static const guint8 plain[HOPSO_BLOB_CHUNK];
  static const char digest[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("hopso-fuzz-XXXXXX", NULL);
  key = hopso_secret_new (plain, 32);
  row = hopso_blob_row_new (digest, BLOB_SIZE, NULL);
  atexit (tidy_up);

  g_autoptr (HopsoVault) vault = hopso_vault_open (folder, key, &error);
  g_assert_no_error (error);
  g_autoptr (HopsoBlobFile) file = hopso_blob_file_open_for_writing (folder, row, &error);
  g_assert_no_error (error);
  g_assert_true (hopso_blob_file_seal (file, 0, plain, HOPSO_BLOB_CHUNK, NULL) &&
                 hopso_blob_file_seal (file, 1, plain, BLOB_SIZE - HOPSO_BLOB_CHUNK, NULL));
  check = load ("vault");
  blob = load (row->file);
}

static void
check_vault (GBytes *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoVault) vault = hopso_vault_open (folder, key, &error);

  g_assert_true ((vault != NULL) == g_bytes_equal (input, check));
  g_assert_true (vault != NULL || error->domain == HOPSO_STORE_ERROR);
}

static gboolean
read_blob (void)
{
  g_autofree guint8 *plain = g_malloc (HOPSO_BLOB_CHUNK);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoBlobFile) file = hopso_blob_file_open (folder, row, &error);
  gsize size;

  for (guint32 i = 0; file != NULL && i < hopso_blob_file_get_n_chunks (file); i++)
    if (!hopso_blob_file_unseal (file, i, plain, &size, &error))
      break;
  g_assert_true (error == NULL || error->domain == HOPSO_STORE_ERROR);
  return error == NULL;
}

/* The first byte says which file, and whether the rest replaces it or is laid over it at a place
 * that the next three bytes give. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  if (folder == NULL)
    set_up ();
  if (size < 4)
    return 0;

  gboolean is_blob = (bytes[0] & 1) != 0;
  gsize whole_size;
  const guint8 *whole = g_bytes_get_data (is_blob ? blob : check, &whole_size);
  g_autofree guint8 *changed = g_memdup2 (whole, whole_size);
  gsize at = (bytes[1] | (gsize) bytes[2] << 8 | (gsize) bytes[3] << 16) % whole_size;
  gsize n = MIN (size - 4, whole_size - at);
  gboolean is_replaced = (bytes[0] & 2) != 0;

  memcpy (changed + at, bytes + 4, n);
  g_autoptr (GBytes) input =
      is_replaced ? g_bytes_new (bytes + 4, size - 4) : g_bytes_new (changed, whole_size);
  write_over (is_blob ? row->file : "vault", g_bytes_get_data (input, NULL),
              g_bytes_get_size (input));
  if (is_blob)
    g_assert_cmpint (read_blob (), ==, g_bytes_equal (input, blob));
  else
    check_vault (input);
  return 0;
}
