/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an inspector is asked: the structure of a document, its form, and what must be appended so
 * that it is signed or filled. Nothing that it answers is believed here. Main thread. */

#include "hopso-pdf-client-private.h"

#include "hopso-fd.h"
#include "hopso-pdf-bus.h"

/* Opens the file again for a process; says where it is in the list. */
static int
add_fd (GUnixFDList *fds, int fd, GError **error)
{
  g_auto (HopsoFd) reopened = hopso_pdf_reopen (fd, error);

  return reopened >= 0 ? g_unix_fd_list_append (fds, reopened, error) : -1;
}

static const char *
get_word (HopsoSecret *password)
{
  return password != NULL ? hopso_secret_get_string (password) : NULL;
}

typedef struct
{
  const char *method;
  const char *reply;    /* its type */
  GVariant *parameters; /* nullable: besides the document */
} Question;

/* Takes the task; and the parameters, where they float. */
static void
ask_about (HopsoPdfClient *self,
           const Question *question,
           const HopsoPdfOriginal *original,
           GTask *task)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (GVariant) parameters =
      question->parameters != NULL ? g_variant_ref_sink (question->parameters) : NULL;
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  GVariantBuilder call;
  GError *error = NULL;
  const int document = add_fd (fds, original->fd, &error);

  if (document < 0)
    {
      g_task_return_error (owned, error);
      return;
    }
  g_variant_builder_init (&call, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add (&call, "(h@ah)", document,
                         hopso_pdf_bus_add_password (fds, get_word (original->password)));
  if (parameters != NULL)
    g_variant_builder_add_value (&call, parameters);
  hopso_pdf_client_ask_inspector (self, question->method, g_variant_builder_end (&call), fds,
                                  question->reply, g_steal_pointer (&owned));
}

/* Takes the task. */
static void
ask_of_form (HopsoPdfClient *self, const char *method, int fd, GTask *task)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  GError *error = NULL;
  const int document = add_fd (fds, fd, &error);

  if (document < 0)
    g_task_return_error (owned, error);
  else
    hopso_pdf_client_ask_inspector (self, method, g_variant_new ("(h)", document), fds, "(a{sv})",
                                    g_steal_pointer (&owned));
}

static GVariant *
take_report (GTask *task, GError **error)
{
  g_autoptr (GVariant) reply = g_task_propagate_pointer (task, error);

  return reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
}

typedef struct
{
  const char *method;
  const char *reply; /* its type */
  int fd;
  int drawn_fd; /* a PDF with pictures, or -1 */
  GVariant *parameters;
  gboolean has_password; /* a password belongs to the method */
  HopsoSecret *password; /* nullable */
} Preparation;

static GVariant *
new_parameters (const Preparation *wanted, GUnixFDList *fds, int document, int drawn)
{
  const gboolean is_drawn = wanted->drawn_fd >= 0;

  if (!wanted->has_password)
    return g_variant_new ("(h(bh)@*)", document, is_drawn, drawn, wanted->parameters);
  return g_variant_new ("((h@ah)(bh)@*)", document,
                        hopso_pdf_bus_add_password (fds, get_word (wanted->password)), is_drawn,
                        drawn, wanted->parameters);
}

/* Takes the task; and the parameters, where they float. */
static void
ask_to_prepare (HopsoPdfClient *self, const Preparation *wanted, GTask *task)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (GVariant) parameters = g_variant_ref_sink (wanted->parameters);
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  const gboolean is_drawn = wanted->drawn_fd >= 0;
  GError *error = NULL;
  const int document = add_fd (fds, wanted->fd, &error);
  const int drawn =
      document >= 0 ? add_fd (fds, is_drawn ? wanted->drawn_fd : wanted->fd, &error) : -1;

  if (drawn < 0)
    g_task_return_error (owned, error);
  else
    hopso_pdf_client_ask_inspector (self, wanted->method,
                                    new_parameters (wanted, fds, document, drawn), fds,
                                    wanted->reply, g_steal_pointer (&owned));
}

/**
 * hopso_pdf_client_inspect_async:
 * @self: a client
 * @original: the document
 * @cancellable: (nullable): forgets the answer
 * @callback: when there is a report
 * @user_data: for @callback
 *
 * Has the structure of a document reported by a process that has seen no other.
 */
void
hopso_pdf_client_inspect_async (HopsoPdfClient *self,
                                const HopsoPdfOriginal *original,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_CLIENT (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_pdf_client_inspect_async);
  ask_about (self, &(Question){ "Inspect", "(a{sv})", NULL }, original, g_steal_pointer (&task));
}

/**
 * hopso_pdf_client_inspect_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the inspector's word, an `a{sv}`
 */
GVariant *
hopso_pdf_client_inspect_finish (HopsoPdfClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return take_report (G_TASK (result), error);
}

/**
 * hopso_pdf_client_read_form_async:
 * @self: a client
 * @fd: the document; may be closed afterwards
 * @cancellable: (nullable): forgets the answer
 * @callback: when it is known
 * @user_data: for @callback
 *
 * Has the form of a document reported by a process that has seen no other.
 */
void
hopso_pdf_client_read_form_async (HopsoPdfClient *self,
                                  int fd,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_CLIENT (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_pdf_client_read_form_async);
  ask_of_form (self, "Form", fd, g_steal_pointer (&task));
}

/**
 * hopso_pdf_client_read_form_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the inspector's word, an `a{sv}`
 */
GVariant *
hopso_pdf_client_read_form_finish (HopsoPdfClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return take_report (G_TASK (result), error);
}

/**
 * hopso_pdf_client_prepare_signature_async:
 * @self: a client
 * @original: the document
 * @mark_fd: a PDF of one page that becomes the visible mark, or -1
 * @parameters: an `a{sv}` that the inspector knows
 * @cancellable: (nullable): forgets the answer
 * @callback: when there is an update
 * @user_data: for @callback
 *
 * Has written what must be appended so that the document can be signed.
 */
void
hopso_pdf_client_prepare_signature_async (HopsoPdfClient *self,
                                          const HopsoPdfOriginal *original,
                                          int mark_fd,
                                          GVariant *parameters,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_CLIENT (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const Preparation wanted = { "PrepareSignature", "(ay(tttt)(tt))",
                               original->fd,       mark_fd,
                               parameters,         TRUE,
                               original->password };

  g_task_set_source_tag (task, hopso_pdf_client_prepare_signature_async);
  ask_to_prepare (self, &wanted, g_steal_pointer (&task));
}

static HopsoPdfPreparedUpdate *
take_update (GVariant *reply, GError **error)
{
  g_autoptr (HopsoPdfPreparedUpdate) update = g_new0 (HopsoPdfPreparedUpdate, 1);
  g_autoptr (GVariant) bytes = g_variant_get_child_value (reply, 0);
  guint64 *range = update->byte_range;
  guint64 hole_size = 0;

  g_variant_get_child (reply, 1, "(tttt)", &range[0], &range[1], &range[2], &range[3]);
  g_variant_get_child (reply, 2, "(tt)", &update->hole_offset, &hole_size);
  update->hole_size = (gsize) hole_size;
  update->fd = hopso_fd_new_sealed ("hopso-update", g_variant_get_data (bytes),
                                    g_variant_get_size (bytes), error);
  return update->fd >= 0 ? g_steal_pointer (&update) : NULL;
}

/**
 * hopso_pdf_client_prepare_signature_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the inspector's word, to be checked on the bytes
 */
HopsoPdfPreparedUpdate *
hopso_pdf_client_prepare_signature_finish (HopsoPdfClient *self,
                                           GAsyncResult *result,
                                           GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  return reply != NULL ? take_update (reply, error) : NULL;
}

/**
 * hopso_pdf_client_prepare_filling_async:
 * @self: a client
 * @fd: the document; may be closed afterwards
 * @looks_fd: a PDF with a page for each look of each place of each value, or -1 without any
 * @values: an `a(sas)`: names of fields, and what they shall hold
 * @cancellable: (nullable): forgets the answer
 * @callback: when there is an update
 * @user_data: for @callback
 *
 * Has written what must be appended so that fields hold values.
 */
void
hopso_pdf_client_prepare_filling_async (HopsoPdfClient *self,
                                        int fd,
                                        int looks_fd,
                                        GVariant *values,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_CLIENT (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const Preparation wanted = { "PrepareFilling", "(ay)", fd, looks_fd, values, FALSE, NULL };

  g_task_set_source_tag (task, hopso_pdf_client_prepare_filling_async);
  ask_to_prepare (self, &wanted, g_steal_pointer (&task));
}

static GBytes *
take_bytes (GTask *task, GError **error)
{
  g_autoptr (GVariant) reply = g_task_propagate_pointer (task, error);
  g_autoptr (GVariant) bytes = NULL;

  if (reply == NULL)
    return NULL;
  bytes = g_variant_get_child_value (reply, 0);
  return g_variant_get_data_as_bytes (bytes);
}

/**
 * hopso_pdf_client_prepare_filling_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the inspector's word, to be checked on the bytes
 */
GBytes *
hopso_pdf_client_prepare_filling_finish (HopsoPdfClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return take_bytes (G_TASK (result), error);
}

/**
 * hopso_pdf_client_prepare_reservation_async:
 * @self: a client
 * @original: the document
 * @places: an `a(sudddddbbu)` that the inspector knows
 * @cancellable: (nullable): forgets the answer
 * @callback: when there is an update
 * @user_data: for @callback
 *
 * Has written what must be appended so that the document keeps places for number, date and seal.
 */
void
hopso_pdf_client_prepare_reservation_async (HopsoPdfClient *self,
                                            const HopsoPdfOriginal *original,
                                            GVariant *places,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_CLIENT (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_pdf_client_prepare_reservation_async);
  ask_about (self, &(Question){ "PrepareReservation", "(ay)", places }, original,
             g_steal_pointer (&task));
}

/**
 * hopso_pdf_client_prepare_reservation_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the inspector's word, to be checked on the bytes
 */
GBytes *
hopso_pdf_client_prepare_reservation_finish (HopsoPdfClient *self,
                                             GAsyncResult *result,
                                             GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return take_bytes (G_TASK (result), error);
}

/**
 * hopso_pdf_client_prepare_evidence_async:
 * @self: a client
 * @original: the document
 * @evidence: an `(a(uay)a(sau))`: what its store of validation data shall hold
 * @cancellable: (nullable): forgets the answer
 * @callback: when there is an update
 * @user_data: for @callback
 *
 * Has written what must be appended so that the document can be verified later.
 */
void
hopso_pdf_client_prepare_evidence_async (HopsoPdfClient *self,
                                         const HopsoPdfOriginal *original,
                                         GVariant *evidence,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_CLIENT (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_pdf_client_prepare_evidence_async);
  ask_about (self, &(Question){ "PrepareEvidence", "(ay)", evidence }, original,
             g_steal_pointer (&task));
}

/**
 * hopso_pdf_client_prepare_evidence_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the inspector's word, to be checked on the bytes
 */
GBytes *
hopso_pdf_client_prepare_evidence_finish (HopsoPdfClient *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return take_bytes (G_TASK (result), error);
}
