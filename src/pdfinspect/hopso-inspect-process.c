/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The life of an inspecting process: lock down while there is one thread, then answer on the bus
 * until the application hangs up. What is answered is HopsoInspector's business; here it is only
 * carried. Lives on the main thread of the process. */

#include "hopso-inspect-process.h"

#include "hopso-fd.h"
#include "hopso-inspector.h"
#include "hopso-pdf-bus.h"
#include "hopso-pdf-growth.h"
#include "hopso-pdf-inspect-bus.h"
#include "hopso-pdf-process.h"
#include "hopso-sandbox.h"

#include <malloc.h>

#define MAX_ADDRESS_SPACE (G_GUINT64_CONSTANT (1024) * 1024 * 1024)

/* More does not go through the bus. */
#define MAX_UPDATE ((gsize) 100 * 1024 * 1024)

static void
answer_error (GDBusMethodInvocation *invocation, const GError *error)
{
  HopsoPdfBusError code = HOPSO_PDF_BUS_ERROR_REFUSED;

  if (error->domain == HOPSO_PDF_BUS_ERROR)
    code = (HopsoPdfBusError) error->code;
  else if (g_error_matches (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_ENCRYPTED))
    code = HOPSO_PDF_BUS_ERROR_ENCRYPTED;
  else if (g_error_matches (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_WRONG_PASSWORD))
    code = HOPSO_PDF_BUS_ERROR_WRONG_PASSWORD;
  else if (g_error_matches (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED))
    code = HOPSO_PDF_BUS_ERROR_DAMAGED;
  else if (g_error_matches (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_TOO_COMPLEX))
    code = HOPSO_PDF_BUS_ERROR_TOO_LARGE;
  else if (g_error_matches (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_UNSUPPORTED))
    code = HOPSO_PDF_BUS_ERROR_UNSUPPORTED;
  g_dbus_method_invocation_return_error_literal (invocation, HOPSO_PDF_BUS_ERROR, (int) code,
                                                 error->message);
}

/* A document with the descriptor of its password, an `(hah)`. */
static int
take_document (GUnixFDList *fds, GVariant *document, HopsoSecret **password, GError **error)
{
  g_autoptr (GVariant) handle = g_variant_get_child_value (document, 0);
  g_autoptr (GVariant) handles = g_variant_get_child_value (document, 1);

  *password = hopso_pdf_bus_take_password (fds, handles);
  return hopso_pdf_bus_take_fd (fds, handle, error);
}

static gboolean
inspect_cb (HopsoPdfInspect1 *bus,
            GDBusMethodInvocation *invocation,
            GUnixFDList *fds,
            GVariant *document,
            gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) password = NULL;
  g_auto (HopsoFd) fd = take_document (fds, document, &password, &error);
  GVariant *report = fd >= 0 ? hopso_inspector_inspect (fd, password, &error) : NULL;

  if (report == NULL)
    {
      answer_error (invocation, error);
      return TRUE;
    }
  hopso_pdf_inspect1_complete_inspect (bus, invocation, NULL, report);
  return TRUE;
}

static void
answer_too_large (GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_error_literal (
      invocation, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_TOO_LARGE, "The answer is too large");
}

static void
answer_update (HopsoPdfInspect1 *bus,
               GDBusMethodInvocation *invocation,
               const HopsoPdfPrepared *prepared)
{
  const guint64 *range = prepared->byte_range;

  if (g_bytes_get_size (prepared->appended) > MAX_UPDATE)
    {
      answer_too_large (invocation);
      return;
    }
  hopso_pdf_inspect1_complete_prepare_signature (
      bus, invocation, NULL,
      g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, prepared->appended, TRUE),
      g_variant_new ("(tttt)", range[0], range[1], range[2], range[3]),
      g_variant_new ("(tt)", prepared->hole_offset, (guint64) prepared->hole_size));
}

/* A descriptor that may be missing, a `(bh)`; FALSE when one was announced and did not come. */
static gboolean
take_optional_fd (GUnixFDList *fds, GVariant *wanted, int *fd, GError **error)
{
  g_autoptr (GVariant) handle = NULL;
  gboolean is_there;

  g_variant_get (wanted, "(b@h)", &is_there, &handle);
  *fd = is_there ? hopso_pdf_bus_take_fd (fds, handle, error) : -1;
  return *fd >= 0 || !is_there;
}

static gboolean
prepare_cb (HopsoPdfInspect1 *bus,
            GDBusMethodInvocation *invocation,
            GUnixFDList *fds,
            GVariant *document,
            GVariant *mark,
            GVariant *parameters,
            gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  g_autoptr (HopsoSecret) password = NULL;
  g_auto (HopsoFd) fd = take_document (fds, document, &password, &error);
  g_auto (HopsoFd) mark_fd = -1;

  if (fd >= 0 && take_optional_fd (fds, mark, &mark_fd, &error))
    prepared = hopso_inspector_prepare (fd, mark_fd, password, parameters, &error);
  if (prepared == NULL)
    answer_error (invocation, error);
  else
    answer_update (bus, invocation, prepared);
  return TRUE;
}

static gboolean
form_cb (HopsoPdfInspect1 *bus,
         GDBusMethodInvocation *invocation,
         GUnixFDList *fds,
         GVariant *document,
         gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_pdf_bus_take_fd (fds, document, &error);
  g_autoptr (GVariant) form = fd >= 0 ? hopso_inspector_describe_form (fd, &error) : NULL;

  if (form == NULL)
    answer_error (invocation, error);
  else if (g_variant_get_size (form) > MAX_UPDATE)
    answer_too_large (invocation);
  else
    hopso_pdf_inspect1_complete_form (bus, invocation, NULL, form);
  return TRUE;
}

/* Answers that there is none, or none that can be sent. */
static gboolean
is_answer (GDBusMethodInvocation *invocation, GBytes *update, const GError *error)
{
  if (update == NULL)
    answer_error (invocation, error);
  else if (g_bytes_get_size (update) > MAX_UPDATE)
    answer_too_large (invocation);
  else
    return TRUE;
  return FALSE;
}

static gboolean
fill_cb (HopsoPdfInspect1 *bus,
         GDBusMethodInvocation *invocation,
         GUnixFDList *fds,
         GVariant *document,
         GVariant *looks,
         GVariant *values,
         gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) update = NULL;
  g_auto (HopsoFd) fd = hopso_pdf_bus_take_fd (fds, document, &error);
  g_auto (HopsoFd) looks_fd = -1;

  if (fd >= 0 && take_optional_fd (fds, looks, &looks_fd, &error))
    update = hopso_inspector_prepare_filling (fd, looks_fd, values, &error);
  if (is_answer (invocation, update, error))
    hopso_pdf_inspect1_complete_prepare_filling (
        bus, invocation, NULL, g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, update, TRUE));
  return TRUE;
}

static gboolean
reserve_cb (HopsoPdfInspect1 *bus,
            GDBusMethodInvocation *invocation,
            GUnixFDList *fds,
            GVariant *document,
            GVariant *places,
            gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) password = NULL;
  g_auto (HopsoFd) fd = take_document (fds, document, &password, &error);
  g_autoptr (GBytes) update =
      fd >= 0 ? hopso_inspector_prepare_reservation (fd, password, places, &error) : NULL;

  if (is_answer (invocation, update, error))
    hopso_pdf_inspect1_complete_prepare_reservation (
        bus, invocation, NULL, g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, update, TRUE));
  return TRUE;
}

static gboolean
evidence_cb (HopsoPdfInspect1 *bus,
             GDBusMethodInvocation *invocation,
             GUnixFDList *fds,
             GVariant *document,
             GVariant *evidence,
             gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) password = NULL;
  g_auto (HopsoFd) fd = take_document (fds, document, &password, &error);
  g_autoptr (GBytes) update =
      fd >= 0 ? hopso_inspector_prepare_evidence (fd, password, evidence, &error) : NULL;

  if (is_answer (invocation, update, error))
    hopso_pdf_inspect1_complete_prepare_evidence (
        bus, invocation, NULL, g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, update, TRUE));
  return TRUE;
}

/* Locks the process and serves one document on HOPSO_PDF_BUS_FD. */
static int
serve (void)
{
  const HopsoSandboxPolicy policy = { NULL, MAX_ADDRESS_SPACE };
  g_autoptr (GError) error = NULL;

  if (!hopso_sandbox_enter (&policy, &error))
    return hopso_pdf_process_fail (error);
  hopso_pdf_process_silence ();

  g_autoptr (HopsoPdfInspect1) bus = hopso_pdf_inspect1_skeleton_new ();
  g_signal_connect (bus, "handle-inspect", G_CALLBACK (inspect_cb), NULL);
  g_signal_connect (bus, "handle-prepare-signature", G_CALLBACK (prepare_cb), NULL);
  g_signal_connect (bus, "handle-form", G_CALLBACK (form_cb), NULL);
  g_signal_connect (bus, "handle-prepare-filling", G_CALLBACK (fill_cb), NULL);
  g_signal_connect (bus, "handle-prepare-reservation", G_CALLBACK (reserve_cb), NULL);
  g_signal_connect (bus, "handle-prepare-evidence", G_CALLBACK (evidence_cb), NULL);
  if (!hopso_pdf_bus_serve (G_DBUS_INTERFACE_SKELETON (bus), HOPSO_PDF_INSPECT_PATH, &error))
    return hopso_pdf_process_fail (error);
  return 0;
}

/* Done once before the fork, and then not in each process. No object is made: it would bring the
 * main context, and what wakes one process would then wake another. */
static void
warm_up (void)
{
  const GType types[] = { HOPSO_TYPE_PDF_INSPECT1_SKELETON, G_TYPE_DBUS_CONNECTION,
                          G_TYPE_UNIX_FD_LIST };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_type_class_unref (g_type_class_ref (types[i]));
}

/**
 * hopso_inspect_process_run:
 * @argc: of the program
 * @argv: of the program; --seed makes processes that inspect
 *
 * Returns: the exit status of the process
 */
int
hopso_inspect_process_run (int argc, char **argv)
{
  /* A second arena would reserve a good part of the address space for GDBus's thread. */
  mallopt (M_ARENA_MAX, 1);
  hopso_pdf_process_begin ();
  if (!hopso_pdf_growth_is_asked_for (argc, argv))
    return serve ();
  warm_up ();
  return hopso_pdf_growth_run (serve);
}
