/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The certificates that we trust, and others that help to find ways to them. Nothing is trusted
 * that was not added here; the system's list is never asked. Fill it first; afterwards any thread
 * may ask. The ways are found in hopso-path-search.c. */

#include "hopso-trust-list.h"

#include "hopso-path-search-private.h"

struct _HopsoTrustList
{
  GObject parent_instance;

  GPtrArray *anchors;       /* owned, elements owned */
  GArray *terms;            /* owned: when each of them is trusted */
  GPtrArray *intermediates; /* owned, elements owned: known, not trusted */
};

typedef struct
{
  HopsoCertificate *anchor; /* borrowed: one of the anchors */
  gint64 from;
  gint64 until; /* not any more */
} Term;

G_DEFINE_FINAL_TYPE (HopsoTrustList, hopso_trust_list, G_TYPE_OBJECT)
G_DEFINE_QUARK (hopso - trust - error - quark, hopso_trust_error)

static void
hopso_trust_list_finalize (GObject *object)
{
  HopsoTrustList *self = HOPSO_TRUST_LIST (object);

  g_array_unref (self->terms);
  g_ptr_array_unref (self->anchors);
  g_ptr_array_unref (self->intermediates);
  G_OBJECT_CLASS (hopso_trust_list_parent_class)->finalize (object);
}

static void
hopso_trust_list_class_init (HopsoTrustListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_trust_list_finalize;
}

static void
hopso_trust_list_init (HopsoTrustList *self)
{
  self->anchors = g_ptr_array_new_with_free_func (g_object_unref);
  self->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  self->intermediates = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * hopso_trust_list_new:
 *
 * Returns: (transfer full): a list that trusts nobody
 */
HopsoTrustList *
hopso_trust_list_new (void)
{
  return g_object_new (HOPSO_TYPE_TRUST_LIST, NULL);
}

static HopsoCertificate *
find (GPtrArray *certificates, HopsoCertificate *certificate)
{
  for (guint i = 0; i < certificates->len; i++)
    if (hopso_certificate_equal (certificates->pdata[i], certificate))
      return certificates->pdata[i];
  return NULL;
}

/* Gives the one that is held. */
static HopsoCertificate *
add_once (GPtrArray *certificates, HopsoCertificate *certificate)
{
  HopsoCertificate *held = find (certificates, certificate);

  if (held != NULL)
    return held;
  g_ptr_array_add (certificates, g_object_ref (certificate));
  return certificate;
}

gboolean
hopso_trust_list_trusts_at (HopsoTrustList *self, HopsoCertificate *certificate, gint64 time)
{
  HopsoCertificate *anchor = find (self->anchors, certificate);

  for (guint i = 0; anchor != NULL && i < self->terms->len; i++)
    {
      const Term *term = &g_array_index (self->terms, Term, i);

      if (term->anchor == anchor && term->from <= time && time < term->until)
        return TRUE;
    }
  return FALSE;
}

/**
 * hopso_trust_list_add_certificate:
 * @anchor: trusted from now on, root or not
 */
void
hopso_trust_list_add_certificate (HopsoTrustList *self, HopsoCertificate *anchor)
{
  hopso_trust_list_add_certificate_for (self, anchor, G_MININT64, G_MAXINT64);
}

/**
 * hopso_trust_list_add_certificate_for:
 * @anchor: trusted for a time, as a trust list says; several times add up
 * @from: the first second
 * @until: the first second that does not count any more
 */
void
hopso_trust_list_add_certificate_for (HopsoTrustList *self,
                                      HopsoCertificate *anchor,
                                      gint64 from,
                                      gint64 until)
{
  g_return_if_fail (HOPSO_IS_TRUST_LIST (self));
  g_return_if_fail (HOPSO_IS_CERTIFICATE (anchor));

  const Term term = { add_once (self->anchors, anchor), from, until };
  g_array_append_val (self->terms, term);
}

/**
 * hopso_trust_list_add_intermediate:
 * @certificate: of an authority; helps to find ways, is not trusted by itself
 */
void
hopso_trust_list_add_intermediate (HopsoTrustList *self, HopsoCertificate *certificate)
{
  g_return_if_fail (HOPSO_IS_TRUST_LIST (self));
  g_return_if_fail (HOPSO_IS_CERTIFICATE (certificate));
  add_once (self->intermediates, certificate);
}

/**
 * hopso_trust_list_add_pem_file:
 * @path: a file with certificates, PEM or DER
 *
 * Trusts all of them.
 *
 * Returns: whether the file held at least one
 */
gboolean
hopso_trust_list_add_pem_file (HopsoTrustList *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize size;

  g_return_val_if_fail (HOPSO_IS_TRUST_LIST (self), FALSE);

  if (!g_file_get_contents (path, &text, &size, error))
    return FALSE;
  g_autoptr (GBytes) pem = g_bytes_new_take (g_steal_pointer (&text), size);
  g_autoptr (GPtrArray) all = hopso_certificate_dup_all (pem, error);
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    hopso_trust_list_add_certificate (self, all->pdata[i]);
  return TRUE;
}

/**
 * hopso_trust_list_get_certificates:
 *
 * Returns: (transfer none) (element-type HopsoCertificate): what is trusted
 */
GPtrArray *
hopso_trust_list_get_certificates (HopsoTrustList *self)
{
  g_return_val_if_fail (HOPSO_IS_TRUST_LIST (self), NULL);
  return self->anchors;
}

GPtrArray *
hopso_trust_list_get_intermediates (HopsoTrustList *self)
{
  return self->intermediates;
}
