/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-client.h"

G_BEGIN_DECLS

#define HOPSO_CONVERTER_ERROR (hopso_converter_error_quark ())
GQuark hopso_converter_error_quark (void);

/**
 * HopsoConverterError:
 * @HOPSO_CONVERTER_ERROR_MISSING: LibreOffice is not installed
 * @HOPSO_CONVERTER_ERROR_UNSUPPORTED: no office file, by its name
 * @HOPSO_CONVERTER_ERROR_PROTECTED: it asks for a password
 * @HOPSO_CONVERTER_ERROR_BROKEN: it cannot be read, or is not what its name says
 * @HOPSO_CONVERTER_ERROR_TOO_LARGE: it is, or would become, too large
 * @HOPSO_CONVERTER_ERROR_TOO_LONG: it takes too long
 * @HOPSO_CONVERTER_ERROR_FAILED: the process could not be locked, started or read from
 *
 * The messages are for people.
 */
typedef enum
{
  HOPSO_CONVERTER_ERROR_MISSING,
  HOPSO_CONVERTER_ERROR_UNSUPPORTED,
  HOPSO_CONVERTER_ERROR_PROTECTED,
  HOPSO_CONVERTER_ERROR_BROKEN,
  HOPSO_CONVERTER_ERROR_TOO_LARGE,
  HOPSO_CONVERTER_ERROR_TOO_LONG,
  HOPSO_CONVERTER_ERROR_FAILED,
} HopsoConverterError;

/**
 * HopsoConverterStage:
 * @HOPSO_CONVERTER_WAITING: others come first
 * @HOPSO_CONVERTER_LOADING: the office file is read
 * @HOPSO_CONVERTER_WRITING: the PDF is written
 * @HOPSO_CONVERTER_CHECKING: the PDF is looked at
 */
typedef enum
{
  HOPSO_CONVERTER_WAITING,
  HOPSO_CONVERTER_LOADING,
  HOPSO_CONVERTER_WRITING,
  HOPSO_CONVERTER_CHECKING,
} HopsoConverterStage;

/**
 * HopsoConverterProgress:
 * @stage: where it is
 * @percent: of that stage, as far as it is known
 */
typedef void (*HopsoConverterProgress) (HopsoConverterStage stage,
                                        guint percent,
                                        gpointer user_data);

/**
 * HopsoOfficeSource:
 * @fd: an office file; may be closed when it was handed over
 * @file_name: its name, which says what it is
 */
typedef struct
{
  int fd;
  const char *file_name; /* borrowed */
} HopsoOfficeSource;

/**
 * HopsoConverted:
 * @fd: a sealed memory file with the PDF
 * @size: in bytes
 * @n_pages: counted by an inspector
 * @digest: SHA-256, in hexadecimal digits
 */
typedef struct
{
  int fd; /* owned */
  guint64 size;
  guint n_pages;
  char *digest; /* owned */
} HopsoConverted;

void hopso_converted_free (HopsoConverted *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoConverted, hopso_converted_free)

#define HOPSO_TYPE_CONVERTER (hopso_converter_get_type ())
G_DECLARE_FINAL_TYPE (HopsoConverter, hopso_converter, HOPSO, CONVERTER, GObject)

gboolean hopso_converter_is_office_file (const char *file_name);

HopsoConverter *hopso_converter_new (HopsoPdfClient *pdf);
void hopso_converter_set_limits (HopsoConverter *self, guint seconds, guint memory_mib);

void hopso_converter_convert_async (HopsoConverter *self,
                                    const HopsoOfficeSource *source,
                                    HopsoConverterProgress progress,
                                    gpointer progress_data,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
HopsoConverted *
hopso_converter_convert_finish (HopsoConverter *self, GAsyncResult *result, GError **error);

G_END_DECLS
