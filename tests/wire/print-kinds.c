/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prints the model's tables of fields, one field per line, for the test of the OpenAPI file. */

#include "hopso-record.h"

int
main (void)
{
  static const char *const types[] = { "string", "integer", "boolean", "time", "strings" };

  for (guint id = 0; id < HOPSO_N_KINDS; id++)
    {
      const HopsoKind *kind = hopso_kind_get (id);

      for (guint i = 0; i < kind->n_fields; i++)
        g_print ("%s %s %s %s\n", kind->name, kind->fields[i].name, types[kind->fields[i].type],
                 kind->fields[i].is_required ? "required" : "optional");
    }
  return 0;
}
