/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Drives a fuzz target without libFuzzer, in every build: each file of the corpus as it is, cut
 * off, and with a few bytes changed at random. The seed is fixed: a failure comes again. Usage:
 * fuzz-TARGET CORPUS-FOLDER, or fuzz-TARGET FILE… to look at single inputs. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#define SEED     20260101
#define N_ROUNDS 400

static void
run (const guint8 *bytes, gsize size)
{
  /* A copy of exactly this size: the sanitizer sees one byte too far. */
  guint8 *copy = malloc (MAX (size, 1));

  if (size > 0)
    memcpy (copy, bytes, size);
  LLVMFuzzerTestOneInput (copy, size);
  free (copy);
}

static void
change (GRand *random, guint8 *bytes, gsize size)
{
  gint32 n = g_rand_int_range (random, 1, 5);

  for (gint32 i = 0; i < n; i++)
    {
      gsize at = g_rand_int (random) % size;

      switch (g_rand_int_range (random, 0, 4))
        {
        case 0:
          bytes[at] ^= (guint8) (1 << g_rand_int_range (random, 0, 8));
          break;
        case 1:
          bytes[at] = 0xff;
          break;
        case 2:
          bytes[at] = 0;
          break;
        default:
          bytes[at] = bytes[g_rand_int (random) % size];
          break;
        }
    }
}

static void
replay (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, &error))
    g_error ("%s", error->message);

  const guint8 *bytes = (const guint8 *) text;
  run (bytes, size);
  run (bytes, 0);
  if (size == 0)
    return;

  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (bytes, size);

      run (bytes, g_rand_int (random) % size);
      change (random, changed, size);
      run (changed, size);
    }
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GDir) folder = g_dir_open (argv[i], 0, NULL);
      const char *name;

      if (folder == NULL)
        replay (argv[i]);
      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *path = g_build_filename (argv[i], name, NULL);

          replay (path);
        }
    }
  return 0;
}
