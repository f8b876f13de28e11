/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts a file into a document of our own making, by an incremental update: an embedded file stream,
 * its specification, and both ways to it, by the name tree (ISO 32000-2, 7.11.4) and as an
 * associated file (14.13). One thread at a time. */

#include "hopso-pdf-attach.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-update.h"

static HopsoPdfObject *
make_stream (const HopsoPdfNewFile *file)
{
  g_autoptr (HopsoPdfObject) dictionary = hopso_pdf_object_new_dictionary ();
  HopsoPdfObject *parameters = hopso_pdf_object_new_dictionary ();

  hopso_pdf_set_key (&parameters, "Size",
                     hopso_pdf_object_new_integer ((gint64) g_bytes_get_size (file->bytes)));
  hopso_pdf_set_key (&dictionary, "Type", hopso_pdf_object_new_name ("EmbeddedFile"));
  hopso_pdf_set_key (&dictionary, "Subtype", hopso_pdf_object_new_name (file->type));
  hopso_pdf_set_key (&dictionary, "Params", parameters);
  return hopso_pdf_object_new_stream (dictionary, file->bytes);
}

static HopsoPdfObject *
make_specification (const HopsoPdfNewFile *file, HopsoPdfReference stream)
{
  HopsoPdfObject *self = hopso_pdf_object_new_dictionary ();
  HopsoPdfObject *embedded = hopso_pdf_object_new_dictionary ();

  hopso_pdf_set_key (&embedded, "F", hopso_pdf_object_new_reference (stream));
  hopso_pdf_set_key (&self, "Type", hopso_pdf_object_new_name ("Filespec"));
  hopso_pdf_set_key (&self, "F", hopso_pdf_object_new_text (file->name));
  hopso_pdf_set_key (&self, "UF", hopso_pdf_object_new_text (file->name));
  hopso_pdf_set_key (&self, "Desc", hopso_pdf_object_new_text (file->description));
  hopso_pdf_set_key (&self, "AFRelationship", hopso_pdf_object_new_name ("Data"));
  hopso_pdf_set_key (&self, "EF", embedded);
  return self;
}

static HopsoPdfObject *
make_names (const HopsoPdfNewFile *file, HopsoPdfReference specification)
{
  HopsoPdfObject *const pair[] = { hopso_pdf_object_new_text (file->name),
                                   hopso_pdf_object_new_reference (specification) };
  HopsoPdfObject *tree = hopso_pdf_object_new_dictionary ();
  HopsoPdfObject *self = hopso_pdf_object_new_dictionary ();

  hopso_pdf_set_key (&tree, "Names", hopso_pdf_object_new_array (pair, G_N_ELEMENTS (pair)));
  hopso_pdf_set_key (&self, "EmbeddedFiles", tree);
  return self;
}

static GBytes *
prepare (HopsoPdfFile *document, const HopsoPdfNewFile *file, GError **error)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (document, error);
  g_autoptr (HopsoPdfUpdate) update =
      catalog == NULL ? NULL : hopso_pdf_update_new (document, error);
  g_autoptr (HopsoPdfObject) stream = NULL;
  g_autoptr (HopsoPdfObject) specification = NULL;
  HopsoPdfObject *reference;
  HopsoPdfReference root, place;
  GByteArray *bytes;

  if (update == NULL)
    return NULL;
  if (hopso_pdf_object_has (catalog, "Names") || hopso_pdf_object_has (catalog, "AF") ||
      !hopso_pdf_object_get_reference (
          hopso_pdf_object_get (hopso_pdf_file_get_trailer (document), "Root"), &root))
    {
      hopso_pdf_fail_damaged (error, "The document has names already");
      return NULL;
    }
  stream = make_stream (file);
  specification = make_specification (file, hopso_pdf_update_add (update, stream));
  place = hopso_pdf_update_add (update, specification);
  reference = hopso_pdf_object_new_reference (place);
  hopso_pdf_set_key (&catalog, "Names", make_names (file, place));
  hopso_pdf_set_key (&catalog, "AF", hopso_pdf_object_new_array (&reference, 1));
  hopso_pdf_update_put (update, root, catalog);
  hopso_pdf_update_renew_identity (update, file->name);
  bytes = hopso_pdf_update_finish (update, error);
  return bytes != NULL ? g_byte_array_free_to_bytes (bytes) : NULL;
}

/**
 * hopso_pdf_attach:
 * @document: of our own making, without names
 * @file: what it shall carry
 *
 * Returns: (transfer full): the document with the file, or %NULL with @error
 */
GBytes *
hopso_pdf_attach (GBytes *document, const HopsoPdfNewFile *file, GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (document);
  g_autoptr (HopsoPdfFile) opened = hopso_pdf_file_open (source, error);
  g_autoptr (GBytes) appended = opened == NULL ? NULL : prepare (opened, file, error);
  GByteArray *whole;

  if (appended == NULL)
    return NULL;
  whole = g_byte_array_new ();
  g_byte_array_append (whole, g_bytes_get_data (document, NULL),
                       (guint) g_bytes_get_size (document));
  g_byte_array_append (whole, g_bytes_get_data (appended, NULL),
                       (guint) g_bytes_get_size (appended));
  return g_byte_array_free_to_bytes (whole);
}
