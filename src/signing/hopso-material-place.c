/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a certificate says that more can be learnt of it, and what came from there: a web page of a
 * hotel instead of a list, another authority's list, an old one. What an answer proves in the end
 * is decided elsewhere, at another time than now. Pure; any thread. */

#include "hopso-material-place-private.h"

#include "hopso-ocsp-request.h"
#include "hopso-revocation.h"

#define MAX_PLACES    3 /* of each kind */
#define HOUR          3600
#define DAY           (24 * HOUR)
#define ISSUER_LIFE   (7 * DAY)
#define MAX_LIFE      DAY /* a revocation should not stay unknown for a week */
#define MAX_FROM_FILE 50

static void
place_free (gpointer data)
{
  HopsoMaterialPlace *self = data;

  g_free (self->url);
  g_free (self->key);
  g_clear_pointer (&self->question, g_bytes_unref);
  g_free (self);
}

static char *
make_key (HopsoPlaceKind kind, const char *url, GBytes *question)
{
  static const char *const names[] = {
    [HOPSO_PLACE_OCSP] = "ocsp", [HOPSO_PLACE_CRL] = "crl", [HOPSO_PLACE_ISSUER] = "issuer"
  };
  gsize size = 0;
  const guint8 *bytes = question != NULL ? g_bytes_get_data (question, &size) : NULL;
  g_autofree char *text = g_base64_encode (bytes, size);

  return g_strdup_printf ("%s %s %s", names[kind], url, text);
}

/* Directories (ldap:) are not asked. */
static gboolean
is_web (const char *url)
{
  return g_ascii_strncasecmp (url, "http://", 7) == 0 ||
         g_ascii_strncasecmp (url, "https://", 8) == 0;
}

static void
add_places (GPtrArray *places, HopsoPlaceKind kind, char **urls, GBytes *question)
{
  guint n = 0;

  for (char **url = urls; *url != NULL && n < MAX_PLACES; url++)
    if (is_web (*url))
      {
        HopsoMaterialPlace *place = g_new0 (HopsoMaterialPlace, 1);

        place->kind = kind;
        place->url = g_strdup (*url);
        place->question = question != NULL ? g_bytes_ref (question) : NULL;
        place->key = make_key (kind, *url, question);
        g_ptr_array_add (places, place);
        n++;
      }
}

GPtrArray *
hopso_material_list_places (const HopsoValidationWant *want)
{
  GPtrArray *places = g_ptr_array_new_with_free_func (place_free);

  if (want->kind == HOPSO_WANT_ISSUER)
    {
      g_auto (GStrv) urls = hopso_certificate_dup_issuer_urls (want->certificate);

      add_places (places, HOPSO_PLACE_ISSUER, urls, NULL);
      return places;
    }

  g_auto (GStrv) responders = hopso_certificate_dup_ocsp_urls (want->certificate);
  g_auto (GStrv) lists = hopso_certificate_dup_crl_urls (want->certificate);
  g_autoptr (GBytes) question =
      want->issuer != NULL ? hopso_ocsp_dup_request (want->certificate, want->issuer, NULL, NULL)
                           : NULL;
  if (question != NULL)
    add_places (places, HOPSO_PLACE_OCSP, responders, question);
  add_places (places, HOPSO_PLACE_CRL, lists, NULL);
  return places;
}

static gboolean
is_issuer_of (HopsoCertificate *issuer, HopsoCertificate *certificate)
{
  g_autofree char *subject = hopso_certificate_dup_subject (issuer);
  g_autofree char *named = hopso_certificate_dup_issuer (certificate);

  return g_str_equal (subject, named);
}

/* Those in the file that may have issued the certificate; elements owned. */
static GPtrArray *
list_issuers (const HopsoValidationWant *want, GBytes *answer)
{
  GPtrArray *issuers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) all = hopso_certificate_dup_all (answer, NULL);

  for (guint i = 0; all != NULL && i < all->len && issuers->len < MAX_FROM_FILE; i++)
    if (is_issuer_of (all->pdata[i], want->certificate))
      g_ptr_array_add (issuers, g_object_ref (all->pdata[i]));
  return issuers;
}

static HopsoMaterialJudgement
judge_revocation (const HopsoMaterialPlace *place,
                  const HopsoValidationWant *want,
                  GBytes *answer,
                  gint64 now)
{
  HopsoMaterialJudgement judgement = { HOPSO_WORTH_NOTHING, 0, 0 };
  HopsoRevocationFinding finding = { .reason = -1 };

  if (want->issuer == NULL)
    return judgement;
  if (place->kind == HOPSO_PLACE_OCSP)
    hopso_revocation_check_ocsp (answer, want->certificate, want->issuer, now, &finding);
  else
    hopso_revocation_check_crl (answer, want->certificate, want->issuer, now, &finding);
  judgement.made_at = finding.this_update;
  judgement.fresh_until =
      MIN (finding.next_update != 0 ? finding.next_update : now + HOUR, now + MAX_LIFE);
  if (finding.doubt == HOPSO_REVOCATION_DOUBT_NONE)
    judgement.worth = judgement.fresh_until > now ? HOPSO_WORTH_GOOD : HOPSO_WORTH_OLD;
  else if (finding.doubt == HOPSO_REVOCATION_DOUBT_STALE)
    judgement.worth = HOPSO_WORTH_OLD;
  return judgement;
}

HopsoMaterialJudgement
hopso_material_judge (const HopsoMaterialPlace *place,
                      const HopsoValidationWant *want,
                      GBytes *answer,
                      gint64 now)
{
  HopsoMaterialJudgement judgement = { HOPSO_WORTH_NOTHING, G_MAXINT64, now + ISSUER_LIFE };

  if (place->kind != HOPSO_PLACE_ISSUER)
    return judge_revocation (place, want, answer, now);

  g_autoptr (GPtrArray) issuers = list_issuers (want, answer);
  if (issuers->len > 0)
    judgement.worth = HOPSO_WORTH_GOOD;
  return judgement;
}

guint
hopso_material_put (const HopsoMaterialPlace *place,
                    const HopsoValidationWant *want,
                    GBytes *answer,
                    HopsoMaterialSource source,
                    HopsoValidationMaterial *bag)
{
  guint n = 0;

  if (place->kind == HOPSO_PLACE_OCSP)
    return hopso_validation_material_add_ocsp (bag, answer, source) ? 1 : 0;
  if (place->kind == HOPSO_PLACE_CRL)
    return hopso_validation_material_add_crl (bag, answer, source) ? 1 : 0;

  g_autoptr (GPtrArray) issuers = list_issuers (want, answer);
  for (guint i = 0; i < issuers->len; i++)
    if (hopso_validation_material_add_certificate (bag, issuers->pdata[i], source))
      n++;
  return n;
}
