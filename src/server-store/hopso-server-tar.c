/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The little of tar that a backup needs (POSIX.1-1988 ustar): regular files with short names. No
 * links, no folders, no extensions; what is none of ours is no header. A size beyond eight
 * gigabytes is written in base 256, as GNU tar does. Pure. */

#include "hopso-server-tar.h"

#include <stdio.h>
#include <string.h>

/* Where the fields of a header stand. */
#define NAME_AT       0
#define NAME_SIZE     100
#define MODE_AT       100
#define OWNER_AT      108
#define GROUP_AT      116
#define SIZE_AT       124
#define SIZE_SIZE     12
#define TIME_AT       136
#define SUM_AT        148
#define SUM_SIZE      8
#define TYPE_AT       156
#define LINK_AT       157
#define MAGIC_AT      257
#define PREFIX_AT     345
#define PREFIX_SIZE   155
#define MAX_OCTAL     G_GUINT64_CONSTANT (077777777777)
#define BASE_256      0x80
#define MAX_FILE_SIZE (G_GUINT64_CONSTANT (1) << 48)

/**
 * hopso_server_tar_get_padded:
 *
 * Returns: what @size bytes take up in whole blocks
 */
guint64
hopso_server_tar_get_padded (guint64 size)
{
  return (size + HOPSO_SERVER_TAR_BLOCK - 1) / HOPSO_SERVER_TAR_BLOCK * HOPSO_SERVER_TAR_BLOCK;
}

/* The sum of all bytes, those of the sum itself taken as spaces. */
static guint
sum_up (const guint8 *block)
{
  guint sum = 0;

  for (guint i = 0; i < HOPSO_SERVER_TAR_BLOCK; i++)
    sum += i >= SUM_AT && i < SUM_AT + SUM_SIZE ? ' ' : block[i];
  return sum;
}

static void
write_octal (guint8 *field, gsize size, guint64 number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%0*" G_GINT64_MODIFIER "o", (int) size - 1, number);
  memcpy (field, text, size - 1);
}

static void
write_size (guint8 *field, guint64 size)
{
  if (size <= MAX_OCTAL)
    {
      write_octal (field, SIZE_SIZE, size);
      return;
    }
  field[0] = BASE_256;
  for (int i = SIZE_SIZE - 1; i > SIZE_SIZE - 9; i--, size >>= 8)
    field[i] = (guint8) size;
}

/**
 * hopso_server_tar_write_header:
 * @name: where a plain tar program shall put it; up to 100 bytes
 * @size: its bytes
 * @time: seconds since 1970-01-01T00:00:00Z
 * @block: (out caller-allocates) (array fixed-size=512): the header
 */
void
hopso_server_tar_write_header (const char *name, guint64 size, gint64 time, guint8 *block)
{
  g_return_if_fail (strlen (name) <= NAME_SIZE);

  memset (block, 0, HOPSO_SERVER_TAR_BLOCK);
  memcpy (block + NAME_AT, name, strlen (name));
  write_octal (block + MODE_AT, 8, 0600);
  write_octal (block + OWNER_AT, 8, 0);
  write_octal (block + GROUP_AT, 8, 0);
  write_size (block + SIZE_AT, size);
  write_octal (block + TIME_AT, 12, (guint64) MAX (time, 0));
  block[TYPE_AT] = '0';
  memcpy (block + MAGIC_AT,
          "ustar\0"
          "00",
          8);
  write_octal (block + SUM_AT, SUM_SIZE - 1, sum_up (block));
  block[SUM_AT + SUM_SIZE - 1] = ' ';
}

static gboolean
is_zero (const guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (bytes[i] != 0)
      return FALSE;
  return TRUE;
}

/**
 * hopso_server_tar_is_end:
 * @block: (array fixed-size=512): a block in the place of a header
 *
 * Returns: whether the archive ends here
 */
gboolean
hopso_server_tar_is_end (const guint8 *block)
{
  return is_zero (block, HOPSO_SERVER_TAR_BLOCK);
}

/* Digits, then NUL or space to the end. */
static gboolean
read_octal (const guint8 *field, gsize size, guint64 *number)
{
  gsize at = 0;

  *number = 0;
  for (; at < size && field[at] >= '0' && field[at] <= '7'; at++)
    *number = *number * 8 + (guint64) (field[at] - '0');
  if (at == 0)
    return FALSE;
  for (; at < size; at++)
    if (field[at] != 0 && field[at] != ' ')
      return FALSE;
  return TRUE;
}

static gboolean
read_size (const guint8 *field, guint64 *size)
{
  if (field[0] != BASE_256)
    return read_octal (field, SIZE_SIZE, size);
  if (!is_zero (field + 1, SIZE_SIZE - 9))
    return FALSE;
  *size = 0;
  for (guint i = SIZE_SIZE - 8; i < SIZE_SIZE; i++)
    *size = *size << 8 | field[i];
  return TRUE;
}

/**
 * hopso_server_tar_read_header:
 * @block: (array fixed-size=512): a block from outside
 * @entry: (out caller-allocates): what it says
 *
 * Returns: whether it is the header of a regular file as we write them
 */
gboolean
hopso_server_tar_read_header (const guint8 *block, HopsoServerTarEntry *entry)
{
  guint64 sum;

  if (memcmp (block + MAGIC_AT,
              "ustar\0"
              "00",
              8) != 0 ||
      block[TYPE_AT] != '0' || !read_octal (block + SUM_AT, SUM_SIZE, &sum) ||
      sum != sum_up (block) || !is_zero (block + LINK_AT, NAME_SIZE) ||
      !is_zero (block + PREFIX_AT, PREFIX_SIZE) || !read_size (block + SIZE_AT, &entry->size) ||
      entry->size > MAX_FILE_SIZE)
    return FALSE;
  memcpy (entry->name, block + NAME_AT, NAME_SIZE);
  entry->name[NAME_SIZE] = '\0';
  return is_zero (block + NAME_AT + strlen (entry->name), NAME_SIZE - strlen (entry->name));
}
