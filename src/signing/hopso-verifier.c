/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What verifications of a person or a program share: the PDF processes, whom to trust, where to
 * fetch, the time. Main thread. */

#include "hopso-verifier-private.h"

#include "hopso-http.h"

#define MAX_TIME 10000

G_DEFINE_FINAL_TYPE (HopsoVerifier, hopso_verifier, G_TYPE_OBJECT)

static void
hopso_verifier_finalize (GObject *object)
{
  HopsoVerifier *self = HOPSO_VERIFIER (object);

  hopso_queue_thread_stop (self->thread);
  g_object_unref (self->thread);
  g_object_unref (self->pdf_client);
  g_clear_object (&self->http);
  g_object_unref (self->fetcher);
  g_object_unref (self->trust);
  g_object_unref (self->clock);
  G_OBJECT_CLASS (hopso_verifier_parent_class)->finalize (object);
}

static void
hopso_verifier_class_init (HopsoVerifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_verifier_finalize;
}

static void
hopso_verifier_init (HopsoVerifier *self)
{
  self->thread = hopso_queue_thread_new ("hopso-verifier");
  self->max_time = MAX_TIME;
}

/**
 * hopso_verifier_new:
 * @pdf_client: (transfer none): the PDF processes
 * @http: (transfer none) (nullable): fetches what is missing; without it nothing is fetched
 * @trust: (transfer none): the authorities that are trusted
 * @clock: (transfer none): the time of validation
 *
 * Returns: (transfer full): a verifier
 */
HopsoVerifier *
hopso_verifier_new (HopsoPdfClient *pdf_client,
                    HopsoHttp *http,
                    HopsoTrustList *trust,
                    HopsoClock *clock)
{
  HopsoVerifier *self = g_object_new (HOPSO_TYPE_VERIFIER, NULL);
  g_autoptr (HopsoFetchCache) cache = http != NULL ? hopso_fetch_cache_new_own () : NULL;

  self->pdf_client = g_object_ref (pdf_client);
  self->http = http != NULL ? g_object_ref (http) : NULL;
  self->fetcher = hopso_material_fetcher_new (http, cache, clock);
  self->trust = g_object_ref (trust);
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * hopso_verifier_set_trust:
 * @trust: (transfer none): the authorities that are trusted from the next verification on
 */
void
hopso_verifier_set_trust (HopsoVerifier *self, HopsoTrustList *trust)
{
  g_return_if_fail (HOPSO_IS_VERIFIER (self));

  g_set_object (&self->trust, trust);
}

/**
 * hopso_verifier_add_known_hosts:
 * @hosts: (array zero-terminated=1): machines of this network that certificates may name before
 *   anything vouches for them
 */
void
hopso_verifier_add_known_hosts (HopsoVerifier *self, const char *const *hosts)
{
  g_return_if_fail (HOPSO_IS_VERIFIER (self));

  for (; *hosts != NULL; hosts++)
    hopso_material_fetcher_add_known_host (self->fetcher, *hosts);
}

/**
 * hopso_verifier_set_time:
 * @time: the time of validation from the next verification on, 0 for the clock's
 */
void
hopso_verifier_set_time (HopsoVerifier *self, gint64 time)
{
  g_return_if_fail (HOPSO_IS_VERIFIER (self));

  self->time = time;
}

/**
 * hopso_verifier_set_max_time:
 * @milliseconds: how long a file may take from the next verification on
 *
 * What was not checked by then is undetermined.
 */
void
hopso_verifier_set_max_time (HopsoVerifier *self, guint milliseconds)
{
  g_return_if_fail (HOPSO_IS_VERIFIER (self));

  self->max_time = milliseconds;
}
