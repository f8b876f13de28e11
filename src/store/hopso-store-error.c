/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The errors of the store, for every file of the room. Those that a person can do something about
 * are said in words for people; the detail goes to the log. */

#include "hopso-store-error-private.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

GQuark
hopso_store_error_quark (void)
{
  return g_quark_from_static_string ("hopso-store-error-quark");
}

static const char *
get_words (HopsoStoreError code)
{
  switch (code)
    {
    case HOPSO_STORE_ERROR_FULL:
      return _ ("There is no space left on this computer’s disk. Nothing was lost: free some space,"
                " then try again.");
    case HOPSO_STORE_ERROR_DAMAGED:
      return _ ("The data on this computer are damaged. Close HopSo and open it again: what waits"
                " to be sent is kept, the rest is fetched from the server again.");
    case HOPSO_STORE_ERROR_TOO_NEW:
      return _ ("The data on this computer were written by a newer version of HopSo. Install that"
                " version; nothing was changed.");
    case HOPSO_STORE_ERROR_BUSY:
      return _ ("Another program is using the data of this account. Close it or wait a moment, then"
                " try again.");
    case HOPSO_STORE_ERROR_READ_ONLY:
      return _ ("HopSo may not write to its folder in your home. Ask whoever looks after this"
                " computer to make it writable; nothing was changed.");
    case HOPSO_STORE_ERROR_FAILED:
    case HOPSO_STORE_ERROR_WRONG_KEY:
    case HOPSO_STORE_ERROR_NO_KEYRING:
    case HOPSO_STORE_ERROR_ABSENT:
    default:
      return NULL;
    }
}

/* Sets @error, in words for people where there are any. */
void
hopso_store_error_set (GError **error, HopsoStoreError code, const char *format, ...)
{
  const char *words = get_words (code);
  va_list values;

  va_start (values, format);
  g_autofree char *detail = g_strdup_vprintf (format, values);
  va_end (values);
  if (words != NULL)
    g_info ("%s", detail);
  g_set_error_literal (error, HOPSO_STORE_ERROR, (int) code, words != NULL ? words : detail);
}

/* What a failed call of the system means to the store. */
HopsoStoreError
hopso_store_error_from_errno (int number)
{
  switch (number)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return HOPSO_STORE_ERROR_FULL;
    case EROFS:
    case EACCES:
    case EPERM:
      return HOPSO_STORE_ERROR_READ_ONLY;
    default:
      return HOPSO_STORE_ERROR_FAILED;
    }
}

/* What an error of files means to the store. */
HopsoStoreError
hopso_store_error_classify (const GError *error)
{
  if (error->domain != G_IO_ERROR)
    return HOPSO_STORE_ERROR_FAILED;
  switch (error->code)
    {
    case G_IO_ERROR_NO_SPACE:
      return HOPSO_STORE_ERROR_FULL;
    case G_IO_ERROR_READ_ONLY:
    case G_IO_ERROR_PERMISSION_DENIED:
      return HOPSO_STORE_ERROR_READ_ONLY;
    default:
      return HOPSO_STORE_ERROR_FAILED;
    }
}
