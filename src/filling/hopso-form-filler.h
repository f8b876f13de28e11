/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"
#include "hopso-form.h"
#include "hopso-pdf-client.h"

G_BEGIN_DECLS

/**
 * HopsoFormOrder:
 * @fd: the document, as @form was read from it; may be closed afterwards
 * @form: its form
 * @values: an `a(sas)`: names of fields, and what they shall hold
 * @output_path: (nullable): where the filled document appears, whole or not at all; without it the
 *   result stays in memory
 * @replaced_digest: (nullable): SHA-256 in hexadecimal of the only file that may be replaced there:
 *   the document as it was opened; without it whatever is there is replaced
 *
 * One filling that is asked for. All members are borrowed.
 */
typedef struct
{
  int fd;
  HopsoForm *form;
  GVariant *values;
  const char *output_path;
  const char *replaced_digest;
} HopsoFormOrder;

/**
 * HopsoFormFiller:
 *
 * Conducts a filling: has the values drawn, the update prepared, checks it on the bytes and puts
 * the filled document in its place. Main thread.
 */
#define HOPSO_TYPE_FORM_FILLER (hopso_form_filler_get_type ())
G_DECLARE_FINAL_TYPE (HopsoFormFiller, hopso_form_filler, HOPSO, FORM_FILLER, GObject)

HopsoFormFiller *hopso_form_filler_new (HopsoPdfClient *client);

void hopso_form_filler_read_async (HopsoFormFiller *self,
                                   int fd,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
HopsoForm *
hopso_form_filler_read_finish (HopsoFormFiller *self, GAsyncResult *result, GError **error);

void hopso_form_filler_fill_async (HopsoFormFiller *self,
                                   const HopsoFormOrder *order,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
HopsoFd hopso_form_filler_fill_finish (HopsoFormFiller *self, GAsyncResult *result, GError **error);

G_END_DECLS
