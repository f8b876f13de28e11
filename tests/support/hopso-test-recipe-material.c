/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The document security store (ISO 32000-2, 12.8.4.3): what verifies the signatures later, written
 * as an update of its own; what was there stays. */

#include "hopso-test-recipe-private.h"

#include "hopso-pdf-update.h"

typedef struct
{
  HopsoTestRecipe *recipe;
  HopsoPdfFile *file;     /* owned */
  HopsoPdfUpdate *update; /* owned */
  HopsoPdfObject *store;  /* owned: DSS */
  HopsoPdfObject *named;  /* owned: the entry of VRI */
  GHashTable *seen;       /* owned: names of certificates */
} Step;

/* One more stream, in the list at @key of the store and at @named_key of the signature's entry. */
static void
add_stream (Step *step, const char *key, const char *named_key, GBytes *bytes)
{
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();
  g_autoptr (HopsoPdfObject) stream = hopso_pdf_object_new_stream (empty, bytes);
  g_autoptr (HopsoPdfObject) reference =
      hopso_pdf_object_new_reference (hopso_pdf_update_add (step->update, stream));
  g_autoptr (HopsoPdfObject) list = hopso_pdf_file_resolve_key (step->file, step->store, key, NULL);

  hopso_test_recipe_put (&step->store, key, hopso_pdf_object_dup_with_item (list, reference));
  hopso_test_recipe_put (
      &step->named, named_key,
      hopso_pdf_object_dup_with_item (hopso_pdf_object_get (step->named, named_key), reference));
}

static void
add_answer (Step *step, const char *name, const char *issuer)
{
  g_autoptr (GBytes) answer = NULL;

  hopso_test_recipe_run (
      step->recipe, "ocsp -issuer %s.pem -cert %s.pem -no_nonce -reqout recipe.ocq", issuer, name);
  hopso_test_recipe_run (step->recipe,
                         "ocsp -index %s.index -CA %s.pem -rsigner %s.pem -rkey %s.key "
                         "-reqin recipe.ocq -ndays 1 -respout recipe.ocr",
                         issuer, issuer, issuer, issuer);
  answer = hopso_test_pki_read (step->recipe->pki, "recipe.ocr");
  add_stream (step, "OCSPs", "OCSP", answer);
}

static void
add_list (Step *step, const char *issuer)
{
  g_autofree char *key = g_strconcat ("list of ", issuer, NULL);
  g_autoptr (GBytes) list = NULL;

  if (!g_hash_table_add (step->seen, g_steal_pointer (&key)))
    return;
  hopso_test_recipe_run (step->recipe, "ca -config ca.cnf -name %s -gencrl -out recipe.pem",
                         issuer);
  hopso_test_recipe_run (step->recipe, "crl -in recipe.pem -outform DER -out recipe.crl");
  list = hopso_test_pki_read (step->recipe->pki, "recipe.crl");
  add_stream (step, "CRLs", "CRL", list);
}

/* The certificate and all above it. */
static void
add_chain (Step *step, HopsoTestMaterial kinds, const char *certificate)
{
  HopsoTestPki *pki = step->recipe->pki;

  for (const char *name = certificate; name != NULL; name = hopso_test_pki_get_issuer (pki, name))
    {
      const char *issuer = hopso_test_pki_get_issuer (pki, name);
      g_autoptr (HopsoCertificate) added = hopso_test_pki_dup_certificate (pki, name);

      if (!g_hash_table_add (step->seen, g_strdup (name)))
        return;
      add_stream (step, "Certs", "Cert", hopso_certificate_get_der (added));
      if (issuer != NULL && (kinds & HOPSO_TEST_MATERIAL_OCSP) != 0)
        add_answer (step, name, issuer);
      if (issuer != NULL && (kinds & HOPSO_TEST_MATERIAL_CRL) != 0)
        add_list (step, issuer);
    }
}

static void
name_signature (Step *step)
{
  g_autoptr (GBytes) digest = hopso_digest_bytes (HOPSO_HASH_SHA1, step->recipe->contents);
  g_autofree char *hex = hopso_digest_to_hex (digest);
  g_autofree char *key = g_ascii_strup (hex, -1);
  g_autoptr (HopsoPdfObject) old =
      hopso_pdf_file_resolve_key (step->file, step->store, "VRI", NULL);
  HopsoPdfObject *all = hopso_pdf_object_is_null (old) ? hopso_pdf_object_new_dictionary ()
                                                       : hopso_pdf_object_ref (old);

  hopso_test_recipe_put (&all, key, hopso_pdf_object_ref (step->named));
  hopso_test_recipe_put (&step->store, "VRI", all);
}

static void
put_store (Step *step)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (step->file, NULL);
  HopsoPdfReference place, root;

  hopso_pdf_object_get_reference (
      hopso_pdf_object_get (hopso_pdf_file_get_trailer (step->file), "Root"), &root);
  if (hopso_pdf_object_get_reference (hopso_pdf_object_get (catalog, "DSS"), &place))
    {
      hopso_pdf_update_put (step->update, place, step->store);
      return;
    }
  place = hopso_pdf_update_add (step->update, step->store);
  hopso_test_recipe_put (&catalog, "DSS", hopso_pdf_object_new_reference (place));
  hopso_pdf_update_put (step->update, root, catalog);
}

static HopsoPdfObject *
dup_store (HopsoPdfFile *file)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (file, NULL);
  g_autoptr (HopsoPdfObject) store = hopso_pdf_file_resolve_key (file, catalog, "DSS", NULL);

  return hopso_pdf_object_is_null (store) ? hopso_pdf_object_new_dictionary ()
                                          : hopso_pdf_object_ref (store);
}

/**
 * hopso_test_recipe_add_material:
 * @kinds: what to add besides the certificates
 * @certificate: the first of the certificates that are to be verified later, each with all above
 *   it, ended by %NULL
 *
 * Extends the document security store with what is true at the time of the PKI.
 */
void
hopso_test_recipe_add_material (HopsoTestRecipe *self,
                                HopsoTestMaterial kinds,
                                const char *certificate,
                                ...)
{
  g_autoptr (HopsoPdfFile) file = hopso_test_recipe_open (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfUpdate) update = hopso_pdf_update_new (file, &error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Step step = { self, file, update, dup_store (file), hopso_pdf_object_new_dictionary (), seen };
  va_list names;

  g_assert_no_error (error);
  va_start (names, certificate);
  for (const char *name = certificate; name != NULL; name = va_arg (names, const char *))
    add_chain (&step, kinds, name);
  va_end (names);
  if ((kinds & HOPSO_TEST_MATERIAL_VRI) != 0 && self->contents != NULL)
    name_signature (&step);
  put_store (&step);
  hopso_pdf_object_unref (step.store);
  hopso_pdf_object_unref (step.named);
  g_autoptr (GByteArray) appended = hopso_pdf_update_finish (update, &error);
  g_assert_no_error (error);
  hopso_test_recipe_append (self, appended);
}
