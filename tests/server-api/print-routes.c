/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prints the server's routes and the names of its problems, for the test of the OpenAPI file. */

#include "hopso-server-api.h"
#include "hopso-server-problems.h"

int
main (void)
{
  g_autofree char *routes = hopso_server_api_list_routes ();

  g_print ("%s", routes);
  for (guint i = 0; i < HOPSO_SERVER_N_PROBLEMS; i++)
    {
      g_autoptr (HopsoWireProblem) problem = hopso_server_problem_make (i, NULL);
      g_print ("PROBLEM %s\n", problem->type);
    }
  return 0;
}
