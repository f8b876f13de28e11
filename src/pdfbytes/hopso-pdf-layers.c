/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Optional content (ISO 32000-2, 8.11) as far as it binds people: layers that its author has locked
 * (8.11.4.3) stay as they are. Which those are is told by their names: what draws the pages knows
 * them by these. Pure. */

#include "hopso-pdf-layers.h"

/* More are named by nobody. */
#define MOST_LAYERS 1000u

static HopsoPdfObject *
dup_locked (HopsoPdfFile *self, HopsoPdfObject *catalog)
{
  g_autoptr (HopsoPdfObject) properties =
      hopso_pdf_file_resolve_key (self, catalog, "OCProperties", NULL);
  g_autoptr (HopsoPdfObject) usual =
      properties != NULL ? hopso_pdf_file_resolve_key (self, properties, "D", NULL) : NULL;

  return usual != NULL ? hopso_pdf_file_resolve_key (self, usual, "Locked", NULL) : NULL;
}

/**
 * hopso_pdf_file_list_locked_layers:
 * @catalog: of the file
 *
 * Returns: (transfer full): the names of the layers that nobody may show or hide
 */
char **
hopso_pdf_file_list_locked_layers (HopsoPdfFile *self, HopsoPdfObject *catalog)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (HopsoPdfObject) locked = dup_locked (self, catalog);
  const guint n = locked != NULL ? hopso_pdf_object_get_length (locked) : 0;

  for (guint i = 0; i < MIN (n, MOST_LAYERS); i++)
    {
      g_autoptr (HopsoPdfObject) layer =
          hopso_pdf_file_resolve (self, hopso_pdf_object_get_item (locked, i), NULL);
      g_autoptr (HopsoPdfObject) words =
          layer != NULL ? hopso_pdf_file_resolve_key (self, layer, "Name", NULL) : NULL;
      g_autofree char *name = words != NULL ? hopso_pdf_object_dup_text (words) : NULL;

      if (name != NULL)
        g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}
