/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopso-token-host: the process that holds one vendor's PKCS#11 module. Such modules crash and
 * hang; here they take only this process with them, and the application ends it when its patience
 * is over. It serves one call after another on a socket and ends when the socket does. */

#include "hopso-token-host-calls.h"

#include "hopso-hardening.h"
#include "hopso-token-wire-private.h"

#include <signal.h>
#include <sys/prctl.h>

static const struct
{
  const char *type;
  ck_rv_t (*run) (HopsoTokenHost *self, GVariant *arguments, HopsoSecret *pin, GVariant **answer);
} calls[] = {
  [HOPSO_TOKEN_CALL_LOAD] = { "(ss)", hopso_token_host_load },
  [HOPSO_TOKEN_CALL_SLOTS] = { "()", hopso_token_host_slots },
  [HOPSO_TOKEN_CALL_INFO] = { "(t)", hopso_token_host_info },
  [HOPSO_TOKEN_CALL_OBJECTS] = { "(t)", hopso_token_host_objects },
  [HOPSO_TOKEN_CALL_OPEN] = { "(tayb)", hopso_token_host_open },
  [HOPSO_TOKEN_CALL_SIGN] = { HOPSO_TOKEN_SIGN_TYPE, hopso_token_host_sign },
  [HOPSO_TOKEN_CALL_CLOSE] = { "(t)", hopso_token_host_close },
  [HOPSO_TOKEN_CALL_SET_PIN] = { "(tt)", hopso_token_host_set_pin },
};

static ck_rv_t
serve (HopsoTokenHost *host, guint64 call, GBytes *body, HopsoSecret *pin, GVariant **answer)
{
  if (call >= G_N_ELEMENTS (calls) || (call != HOPSO_TOKEN_CALL_LOAD && host->functions == NULL))
    return CKR_CRYPTOKI_NOT_INITIALIZED;

  g_autoptr (GVariant) arguments = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (calls[call].type), body, FALSE));
  return calls[call].run (host, arguments, pin, answer);
}

int
main (void)
{
  HopsoTokenHost host = { NULL };
  const HopsoTokenDeadline for_ever = { -1, NULL };

  hopso_hardening_begin ();
  /* A module that hangs must not outlive the application. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  for (;;)
    {
      guint64 call;
      g_autoptr (GBytes) body = NULL;
      g_autoptr (HopsoSecret) pin = NULL;
      g_autoptr (GVariant) answer = NULL;

      if (!hopso_token_wire_receive (HOPSO_TOKEN_HOST_FD, &call, &body, &pin, &for_ever, NULL))
        break;
      ck_rv_t rv = serve (&host, call, body, pin, &answer);
      if (answer != NULL)
        g_variant_ref_sink (answer);
      if (!hopso_token_wire_send (HOPSO_TOKEN_HOST_FD, rv, answer, NULL, &for_ever, NULL))
        break;
    }
  return 0;
}
