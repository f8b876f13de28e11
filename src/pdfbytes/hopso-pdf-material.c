/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The document security store (ISO 32000-2, 12.8.4.3): certificates, answers and lists for those
 * who verify later, from its own lists and from the entries of single signatures. What cannot be
 * read is left out: whoever misses it says so. It does not look into the pieces. One thread at a
 * time. */

#include "hopso-pdf-material.h"

#define MAX_PIECES  2000
#define MAX_ENTRIES 1000
#define MAX_SIZE    ((gsize) 16 << 20)

typedef struct
{
  HopsoPdfFile *file; /* borrowed */
  GHashTable *seen;   /* owned: numbers of streams */
  GPtrArray *pieces;  /* owned: of HopsoPdfMaterial */
  gsize left;         /* how many bytes may still come */
} Walk;

void
hopso_pdf_material_free (HopsoPdfMaterial *self)
{
  g_bytes_unref (self->bytes);
  g_free (self);
}

/**
 * hopso_pdf_material_kind_get_name:
 *
 * Returns: a stable word for @kind
 */
const char *
hopso_pdf_material_kind_get_name (HopsoPdfMaterialKind kind)
{
  static const char *const names[] = { "certificate", "ocsp", "crl" };

  return names[kind];
}

static void
add_piece (Walk *walk, HopsoPdfMaterialKind kind, HopsoPdfObject *item)
{
  HopsoPdfReference reference;
  g_autoptr (HopsoPdfObject) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  HopsoPdfMaterial *piece;
  guint revision;

  if (!hopso_pdf_object_get_reference (item, &reference) || walk->pieces->len >= MAX_PIECES ||
      !g_hash_table_add (walk->seen, GUINT_TO_POINTER (reference.number)))
    return;
  stream = hopso_pdf_file_dup_object (walk->file, reference, NULL);
  if (stream != NULL && hopso_pdf_object_get_kind (stream) == HOPSO_PDF_STREAM)
    bytes = hopso_pdf_file_decode_stream (walk->file, stream, walk->left, NULL);
  if (bytes == NULL)
    return;
  walk->left -= g_bytes_get_size (bytes);
  revision = hopso_pdf_file_get_revision_of (walk->file, reference.number);
  piece = g_new0 (HopsoPdfMaterial, 1);
  piece->kind = kind;
  piece->reference = reference;
  piece->bytes = g_steal_pointer (&bytes);
  piece->end = hopso_pdf_file_get_revision_end (walk->file, revision);
  g_ptr_array_add (walk->pieces, piece);
}

static void
add_list (Walk *walk, HopsoPdfMaterialKind kind, HopsoPdfObject *dictionary, const char *key)
{
  g_autoptr (HopsoPdfObject) list = hopso_pdf_file_resolve_key (walk->file, dictionary, key, NULL);

  for (guint i = 0; list != NULL && i < hopso_pdf_object_get_length (list); i++)
    add_piece (walk, kind, hopso_pdf_object_get_item (list, i));
}

/* What single signatures name besides (table 262). */
static void
add_entries (Walk *walk, HopsoPdfObject *store)
{
  g_autoptr (HopsoPdfObject) entries = hopso_pdf_file_resolve_key (walk->file, store, "VRI", NULL);

  for (guint i = 0; entries != NULL && i < hopso_pdf_object_get_n_keys (entries) && i < MAX_ENTRIES;
       i++)
    {
      HopsoPdfObject *value;
      g_autoptr (HopsoPdfObject) entry = NULL;

      hopso_pdf_object_get_key (entries, i, &value);
      entry = hopso_pdf_file_resolve (walk->file, value, NULL);
      if (entry == NULL)
        continue;
      add_list (walk, HOPSO_PDF_MATERIAL_CERTIFICATE, entry, "Cert");
      add_list (walk, HOPSO_PDF_MATERIAL_OCSP, entry, "OCSP");
      add_list (walk, HOPSO_PDF_MATERIAL_CRL, entry, "CRL");
    }
}

/**
 * hopso_pdf_file_list_material:
 *
 * Returns: (transfer full) (element-type HopsoPdfMaterial): the pieces, each once, 16 MiB of them
 *   at most; none of a locked document. %NULL with @error
 */
GPtrArray *
hopso_pdf_file_list_material (HopsoPdfFile *self, GError **error)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (self, error);
  g_autoptr (HopsoPdfObject) store = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) pieces =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_material_free);
  Walk walk = { self, seen, pieces, MAX_SIZE };

  if (catalog == NULL)
    return NULL;
  if (!hopso_pdf_file_is_locked (self))
    store = hopso_pdf_file_resolve_key (self, catalog, "DSS", NULL);
  if (store != NULL)
    {
      add_list (&walk, HOPSO_PDF_MATERIAL_CERTIFICATE, store, "Certs");
      add_list (&walk, HOPSO_PDF_MATERIAL_OCSP, store, "OCSPs");
      add_list (&walk, HOPSO_PDF_MATERIAL_CRL, store, "CRLs");
      add_entries (&walk, store);
    }
  return g_steal_pointer (&pieces);
}
