/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an office file is, by its name and its first look, before LibreOffice sees it: kinds that
 * are taken, containers that fit the name, archives that would not burst. It reads directories
 * only, and believes nothing that it does not need. Pure, any thread. */

#include "hopso-office-file.h"

#include "hopso-office-run-private.h"

#include <string.h>

/* What archives may become, and of how many files. */
#define MAX_UNPACKED (G_GUINT64_CONSTANT (1) << 30)
#define MAX_ENTRIES  20000u

/* ZIP: the record at the end, an entry of the directory, and where their numbers are
 * (APPNOTE 4.3.16 and 4.3.12). */
#define END_SIZE        22u
#define MAX_COMMENT     65535u
#define ENTRY_SIZE      46u
#define ENCRYPTED_ENTRY 1u

#define PDF_OPTIONS \
  "{\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"true\"}," \
  "\"ExportNotes\":{\"type\":\"boolean\",\"value\":\"false\"}}"

static const HopsoOfficeKind kinds[] = {
  { "docx", 'z', PDF_OPTIONS },       { "odt", 'z', PDF_OPTIONS },
  { "xlsx", 'z', PDF_OPTIONS, TRUE }, { "ods", 'z', PDF_OPTIONS, TRUE },
  { "pptx", 'z', PDF_OPTIONS },       { "odp", 'z', PDF_OPTIONS },
  { "doc", 'c', PDF_OPTIONS },        { "xls", 'c', PDF_OPTIONS, TRUE },
  { "ppt", 'c', PDF_OPTIONS },        { "rtf", 'r', PDF_OPTIONS },
};

/**
 * hopso_office_kind_find:
 * @file_name: a name, with or without a folder
 *
 * Returns: (nullable): what such a file is, %NULL when it is none that is converted
 */
const HopsoOfficeKind *
hopso_office_kind_find (const char *file_name)
{
  const char *suffix = strrchr (file_name, '.');

  for (gsize i = 0; suffix != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_ascii_strcasecmp (suffix + 1, kinds[i].suffix) == 0)
        return &kinds[i];
    }
  return NULL;
}

static guint
read_16 (const guint8 *at)
{
  return at[0] | (guint) at[1] << 8;
}

static guint32
read_32 (const guint8 *at)
{
  return read_16 (at) | (guint32) read_16 (at + 2) << 16;
}

/* The last record of an archive; it may be followed by a comment. */
static const guint8 *
find_end (const guint8 *data, gsize size)
{
  const gsize farthest = MIN (size, END_SIZE + MAX_COMMENT);

  for (gsize back = END_SIZE; back <= farthest; back++)
    {
      const guint8 *at = data + size - back;

      if (memcmp (at, "PK\5\6", 4) == 0 && read_16 (at + 20) == back - END_SIZE)
        return at;
    }
  return NULL;
}

/* Sizes that lie are met by the limits of the process. */
static gboolean
check_archive (const guint8 *data, gsize size, GError **error)
{
  const guint8 *end = find_end (data, size);
  const gsize n_entries = end == NULL ? 0 : read_16 (end + 10);
  gsize offset = end == NULL ? 0 : read_32 (end + 16);
  guint64 unpacked = 0;

  if (end == NULL || n_entries == 0)
    return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_BROKEN);
  if (n_entries > MAX_ENTRIES)
    return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_TOO_LARGE);
  for (gsize i = 0; i < n_entries; i++)
    {
      const guint8 *entry = data + offset;

      if (offset > size || size - offset < ENTRY_SIZE || memcmp (entry, "PK\1\2", 4) != 0)
        return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_BROKEN);
      if (read_16 (entry + 8) & ENCRYPTED_ENTRY)
        return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_PROTECTED);
      unpacked += read_32 (entry + 24);
      if (unpacked > MAX_UNPACKED)
        return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_TOO_LARGE);
      offset += ENTRY_SIZE + read_16 (entry + 28) + read_16 (entry + 30) + read_16 (entry + 32);
    }
  return TRUE;
}

static gboolean
begins_with (GBytes *bytes, const char *magic, gsize length)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return size >= length && memcmp (data, magic, length) == 0;
}

/**
 * hopso_office_file_check:
 * @kind: what the name says
 * @bytes: the file
 * @error: #HopsoConverterError
 *
 * Returns: whether it may be given to LibreOffice
 */
gboolean
hopso_office_file_check (const HopsoOfficeKind *kind, GBytes *bytes, GError **error)
{
  const gboolean is_compound = begins_with (bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
  const gboolean is_archive = begins_with (bytes, "PK\3\4", 4);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  switch (kind->container)
    {
    case 'z':
      /* OOXML that is encrypted lies in a compound file (MS-OFFCRYPTO 2.3.4). */
      if (is_compound)
        return hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_PROTECTED);
      return is_archive ? check_archive (data, size, error)
                        : hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_BROKEN);
    case 'c':
      return is_compound || hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_BROKEN);
    default:
      return begins_with (bytes, "{\\rtf", 5) ||
             hopso_converter_fail (error, HOPSO_CONVERTER_ERROR_BROKEN);
    }
}
