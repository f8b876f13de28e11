/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"

G_BEGIN_DECLS

/**
 * HopsoLocalFileError:
 * @HOPSO_LOCAL_FILE_ERROR_GONE: there is no such file
 * @HOPSO_LOCAL_FILE_ERROR_NOT_ALLOWED: it may not be read
 * @HOPSO_LOCAL_FILE_ERROR_NOT_PDF: it is something else
 * @HOPSO_LOCAL_FILE_ERROR_TOO_LARGE: over the limit
 * @HOPSO_LOCAL_FILE_ERROR_BROKEN: reading failed
 *
 * The messages are for people: what happened, and what to do.
 */
typedef enum
{
  HOPSO_LOCAL_FILE_ERROR_GONE,
  HOPSO_LOCAL_FILE_ERROR_NOT_ALLOWED,
  HOPSO_LOCAL_FILE_ERROR_NOT_PDF,
  HOPSO_LOCAL_FILE_ERROR_TOO_LARGE,
  HOPSO_LOCAL_FILE_ERROR_BROKEN,
} HopsoLocalFileError;

#define HOPSO_LOCAL_FILE_ERROR (hopso_local_file_error_quark ())
GQuark hopso_local_file_error_quark (void);

/* A document that is larger does not fit into memory beside everything else. */
#define HOPSO_LOCAL_FILE_MOST ((goffset) 2 * 1024 * 1024 * 1024)

void hopso_local_file_read_async (GFile *file,
                                  GFileProgressCallback progress,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
HopsoFd hopso_local_file_read_finish (GAsyncResult *result, char **digest, GError **error);
char *hopso_local_file_dup_name (GFile *file);

G_END_DECLS
