/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a trust list (ETSI TS 119 612). Of all it says only this is taken: the certificates of
 * services that issue certificates to persons, and the times in which they were recognised (5.5.4,
 * 5.6). Services of other kinds, such as timestamps, would become authorities for signatures by
 * that, so they are left out. Nothing is taken from a list whose signature does not hold.
 * Immutable; any thread. */

#include "hopso-service-list.h"

#include "hopso-xml-signature-private.h"

#define TSL            "http://uri.etsi.org/02231/v2#"
#define TYPES          "http://uri.etsi.org/TrstSvc/Svctype/"
#define STATES         "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
#define OLD_STATES     "http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/Svcstatus/"
#define MAX_TERMS      20000
#define MAX_HISTORY    200
#define MAX_IDENTITIES 20

struct _HopsoServiceList
{
  GObject parent_instance;

  HopsoCertificate *operator; /* owned */
  char *name;                 /* owned, nullable */
  char *territory;            /* owned, nullable */
  guint64 number;
  gint64 issued;
  gint64 next_update; /* 0: it does not say */
  GArray *terms;      /* owned; HopsoServiceTerm with owned members */
};

G_DEFINE_FINAL_TYPE (HopsoServiceList, hopso_service_list, G_TYPE_OBJECT)
G_DEFINE_QUARK (hopso - service - list - error - quark, hopso_service_list_error)

static void
clear_term (gpointer data)
{
  HopsoServiceTerm *term = data;

  g_object_unref (term->certificate);
  g_free ((char *) term->provider);
}

static void
hopso_service_list_finalize (GObject *object)
{
  HopsoServiceList *self = HOPSO_SERVICE_LIST (object);

  g_clear_object (&self->operator);
  g_free (self->name);
  g_free (self->territory);
  g_array_unref (self->terms);
  G_OBJECT_CLASS (hopso_service_list_parent_class)->finalize (object);
}

static void
hopso_service_list_class_init (HopsoServiceListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_service_list_finalize;
}

static void
hopso_service_list_init (HopsoServiceList *self)
{
  self->terms = g_array_new (FALSE, FALSE, sizeof (HopsoServiceTerm));
  g_array_set_clear_func (self->terms, clear_term);
}

/* --- values ---------------------------------------------------------------------------------- */

static gint64
read_time (xmlNode *node)
{
  g_autofree char *text = hopso_bounded_xml_dup_text (node);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

/* In Vietnamese if there is one, else the first. */
static char *
read_name (xmlNode *names)
{
  xmlNode *first = hopso_bounded_xml_find (names, TSL, "Name");

  for (xmlNode *name = first; name != NULL; name = hopso_bounded_xml_next (name))
    {
      xmlChar *language = xmlNodeGetLang (name);
      gboolean is_ours = xmlStrcasecmp (language, BAD_CAST "vi") == 0;

      xmlFree (language);
      if (is_ours)
        return hopso_bounded_xml_dup_text (name);
    }
  return hopso_bounded_xml_dup_text (first);
}

static gboolean
is_one_of (xmlNode *node, const char *const *values)
{
  g_autofree char *text = hopso_bounded_xml_dup_text (node);

  return text != NULL && g_strv_contains (values, text);
}

/* --- services -------------------------------------------------------------------------------- */

static gboolean
issues_certificates (xmlNode *service)
{
  static const char *const types[] = { TYPES "CA/QC", TYPES "CA/PKC", TYPES "NationalRootCA-QC",
                                       NULL };

  return is_one_of (hopso_bounded_xml_find (service, TSL, "ServiceTypeIdentifier"), types);
}

/* 5.5.4, and annex J for what was said before July 2016. */
static gboolean
is_recognised (xmlNode *service)
{
  static const char *const states[] = { STATES "granted",
                                        STATES "recognisedatnationallevel",
                                        OLD_STATES "undersupervision",
                                        OLD_STATES "supervisionincessation",
                                        OLD_STATES "accredited",
                                        NULL };

  return is_one_of (hopso_bounded_xml_find (service, TSL, "ServiceStatus"), states);
}

static GPtrArray *
list_identities (xmlNode *service)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  xmlNode *id = hopso_bounded_xml_walk (service, TSL, "ServiceDigitalIdentity", "DigitalId", NULL);

  for (; id != NULL && all->len < MAX_IDENTITIES; id = hopso_bounded_xml_next (id))
    {
      g_autofree char *text =
          hopso_bounded_xml_dup_text (hopso_bounded_xml_find (id, TSL, "X509Certificate"));
      gsize size = 0;
      guchar *bytes = text != NULL ? g_base64_decode (text, &size) : NULL;
      g_autoptr (GBytes) der = g_bytes_new_take (bytes, size);
      HopsoCertificate *certificate = hopso_certificate_new_from_der (der, NULL);

      if (certificate != NULL)
        g_ptr_array_add (all, certificate);
    }
  return all;
}

static gboolean
add_terms (HopsoServiceList *self,
           GPtrArray *identities,
           const char *provider,
           gint64 from,
           gint64 until,
           GError **error)
{
  for (guint i = 0; i < identities->len && from < until; i++)
    {
      const HopsoServiceTerm term = { g_object_ref (g_ptr_array_index (identities, i)),
                                      g_strdup (provider), from, until };

      g_array_append_val (self->terms, term);
    }
  if (self->terms->len <= MAX_TERMS)
    return TRUE;
  g_set_error_literal (error, HOPSO_SERVICE_LIST_ERROR, HOPSO_SERVICE_LIST_ERROR_MALFORMED,
                       "the list has too many services");
  return FALSE;
}

/* The present state first, then those before it, the youngest first (5.6): each ended when the one
 * above it began. An order that goes back in time ends the reading. */
static gboolean
read_service (HopsoServiceList *self, xmlNode *service, const char *provider, GError **error)
{
  xmlNode *state = hopso_bounded_xml_find (service, TSL, "ServiceInformation");
  xmlNode *history =
      hopso_bounded_xml_walk (service, TSL, "ServiceHistory", "ServiceHistoryInstance", NULL);
  g_autoptr (GPtrArray) identities = list_identities (state);
  gint64 until = G_MAXINT64;

  for (guint n = 0; state != NULL && n < MAX_HISTORY; n++)
    {
      gint64 from = read_time (hopso_bounded_xml_find (state, TSL, "StatusStartingTime"));

      if (from == 0 || from > until)
        return TRUE;
      if (issues_certificates (state) && is_recognised (state) &&
          !add_terms (self, identities, provider, from, until, error))
        return FALSE;
      until = from;
      state = n == 0 ? history : hopso_bounded_xml_next (state);
    }
  return TRUE;
}

static gboolean
read_providers (HopsoServiceList *self, xmlNode *root, GError **error)
{
  xmlNode *provider =
      hopso_bounded_xml_walk (root, TSL, "TrustServiceProviderList", "TrustServiceProvider", NULL);

  for (; provider != NULL; provider = hopso_bounded_xml_next (provider))
    {
      g_autofree char *name =
          read_name (hopso_bounded_xml_walk (provider, TSL, "TSPInformation", "TSPName", NULL));
      xmlNode *service = hopso_bounded_xml_walk (provider, TSL, "TSPServices", "TSPService", NULL);

      for (; service != NULL; service = hopso_bounded_xml_next (service))
        if (!read_service (self, service, name, error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
read_scheme (HopsoServiceList *self, xmlNode *root, GError **error)
{
  xmlNode *scheme = hopso_bounded_xml_find (root, TSL, "SchemeInformation");
  g_autofree char *number =
      hopso_bounded_xml_dup_text (hopso_bounded_xml_find (scheme, TSL, "TSLSequenceNumber"));

  self->name = read_name (hopso_bounded_xml_find (scheme, TSL, "SchemeOperatorName"));
  self->territory =
      hopso_bounded_xml_dup_text (hopso_bounded_xml_find (scheme, TSL, "SchemeTerritory"));
  self->issued = read_time (hopso_bounded_xml_find (scheme, TSL, "ListIssueDateTime"));
  self->next_update =
      read_time (hopso_bounded_xml_walk (scheme, TSL, "NextUpdate", "dateTime", NULL));
  if (hopso_bounded_xml_is (root, TSL, "TrustServiceStatusList") && self->issued != 0 &&
      number != NULL &&
      g_ascii_string_to_unsigned (number, 10, 0, G_MAXUINT64, &self->number, NULL))
    return TRUE;
  g_set_error_literal (error, HOPSO_SERVICE_LIST_ERROR, HOPSO_SERVICE_LIST_ERROR_MALFORMED,
                       "the file is no trust list");
  return FALSE;
}

/* Who signs lists holds a certificate for it at that time. */
static gboolean
was_in_office (HopsoServiceList *self, GError **error)
{
  if (hopso_certificate_get_not_before (self->operator) <= self->issued &&
      self->issued <= hopso_certificate_get_not_after (self->operator))
    return TRUE;
  g_set_error_literal (error, HOPSO_SERVICE_LIST_ERROR, HOPSO_SERVICE_LIST_ERROR_SIGNATURE,
                       "the list was signed with a certificate that was not valid then");
  return FALSE;
}

/**
 * hopso_service_list_open:
 * @xml: the file
 * @operator_fingerprint: (nullable): SHA-256 of the certificate of who must have signed it, in
 *   hexadecimal; %NULL to learn who did, which proves nothing
 *
 * Returns: (transfer full): the list, or %NULL with an error of #HopsoServiceListError
 */
HopsoServiceList *
hopso_service_list_open (GBytes *xml, const char *operator_fingerprint, GError **error)
{
  g_autoptr (HopsoServiceList) self = g_object_new (HOPSO_TYPE_SERVICE_LIST, NULL);

  hopso_xml_signature_prepare ();
  g_autoptr (xmlDoc) tree = hopso_bounded_xml_parse (xml, error);
  if (tree == NULL || !read_scheme (self, xmlDocGetRootElement (tree), error))
    return NULL;
  self->operator= hopso_xml_signature_verify (tree, operator_fingerprint, error);
  if (self->operator== NULL || !was_in_office (self, error) ||
      !read_providers (self, xmlDocGetRootElement (tree), error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hopso_service_list_get_operator:
 *
 * Returns: (transfer none): the certificate of who signed it
 */
HopsoCertificate *
hopso_service_list_get_operator (HopsoServiceList *self)
{
  g_return_val_if_fail (HOPSO_IS_SERVICE_LIST (self), NULL);
  return self->operator;
}

/**
 * hopso_service_list_get_name:
 *
 * Returns: (transfer none) (nullable): who publishes it
 */
const char *
hopso_service_list_get_name (HopsoServiceList *self)
{
  g_return_val_if_fail (HOPSO_IS_SERVICE_LIST (self), NULL);
  return self->name;
}

/**
 * hopso_service_list_get_territory:
 *
 * Returns: (transfer none) (nullable): of which state, such as "VN"
 */
const char *
hopso_service_list_get_territory (HopsoServiceList *self)
{
  g_return_val_if_fail (HOPSO_IS_SERVICE_LIST (self), NULL);
  return self->territory;
}

/**
 * hopso_service_list_get_number:
 *
 * Returns: its sequence number; a later list has a higher one
 */
guint64
hopso_service_list_get_number (HopsoServiceList *self)
{
  g_return_val_if_fail (HOPSO_IS_SERVICE_LIST (self), 0);
  return self->number;
}

/**
 * hopso_service_list_get_issued:
 *
 * Returns: when it was published
 */
gint64
hopso_service_list_get_issued (HopsoServiceList *self)
{
  g_return_val_if_fail (HOPSO_IS_SERVICE_LIST (self), 0);
  return self->issued;
}

/**
 * hopso_service_list_get_next_update:
 *
 * Returns: when there will be a newer one at the latest, 0 when there will be none
 */
gint64
hopso_service_list_get_next_update (HopsoServiceList *self)
{
  g_return_val_if_fail (HOPSO_IS_SERVICE_LIST (self), 0);
  return self->next_update;
}

/**
 * hopso_service_list_get_n_terms:
 *
 * Returns: how many terms it gives
 */
guint
hopso_service_list_get_n_terms (HopsoServiceList *self)
{
  g_return_val_if_fail (HOPSO_IS_SERVICE_LIST (self), 0);
  return self->terms->len;
}

/**
 * hopso_service_list_get_term:
 * @position: below their number
 *
 * Returns: (transfer none): one term
 */
const HopsoServiceTerm *
hopso_service_list_get_term (HopsoServiceList *self, guint position)
{
  g_return_val_if_fail (HOPSO_IS_SERVICE_LIST (self) && position < self->terms->len, NULL);
  return &g_array_index (self->terms, HopsoServiceTerm, position);
}
