/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One encrypted file of SQLite's: between SQLite and the file below, units are decrypted and
 * encrypted; locks, shared memory and everything else pass through.
 *
 * A unit is what is encrypted as a piece: a sector of 4096 bytes, in a write-ahead log one frame
 * (24 + 4096 bytes) and, by itself, the log's header. So the write of a frame leaves the frames
 * before it alone, which other processes may be reading and which a power cut must not touch.
 * Units are whole on the disk. The layout does not depend on how SQLite cuts its writes: a write
 * of a part of a unit reads the rest first.
 *
 * A page of the database ends with a code over its number and its encrypted bytes, in the bytes
 * that SQLite is told to leave alone, so that what the disk changed is found before anybody
 * believes it. Frames of the log have SQLite's own sums; older databases have no codes until they
 * are written anew (hopso-vault-upgrade.c).
 *
 * No secret but the pages: sizes, and the numbers of the pages in the shared memory, are open.
 * A hole in a file reads as zeros. Any thread, as SQLite does it. */

#include "hopso-vault-private.h"

#include <string.h>

#define SECTOR_SIZE     4096
#define WAL_HEADER_SIZE 32
#define WAL_FRAME_SIZE  (24 + SECTOR_SIZE)
#define TAGGED_SIZE     (SECTOR_SIZE - HOPSO_VAULT_TAG_SIZE)

/* Where the header of a database says how many bytes of each page are left alone. */
#define RESERVED_AT 20

typedef struct
{
  guint64 number;
  sqlite3_int64 start; /* in the file */
  int size;
} Unit;

static HopsoVaultFile *
get_self (sqlite3_file *file)
{
  return (HopsoVaultFile *) file;
}

static sqlite3_file *
get_below (sqlite3_file *file)
{
  return (sqlite3_file *) (get_self (file) + 1);
}

static Unit
find_unit (HopsoVaultFile *self, sqlite3_int64 offset)
{
  if (!self->is_wal)
    return (Unit){ (guint64) offset / SECTOR_SIZE, offset - offset % SECTOR_SIZE, SECTOR_SIZE };
  if (offset < WAL_HEADER_SIZE)
    return (Unit){ 0, 0, WAL_HEADER_SIZE };

  sqlite3_int64 frame = (offset - WAL_HEADER_SIZE) / WAL_FRAME_SIZE;
  return (Unit){ (guint64) frame + 1, WAL_HEADER_SIZE + frame * WAL_FRAME_SIZE, WAL_FRAME_SIZE };
}

static gboolean
is_hole (const guint8 *bytes, int size)
{
  return bytes[0] == 0 && memcmp (bytes, bytes + 1, (gsize) size - 1) == 0;
}

/* The first page, in the clear, says whether all have codes. */
static gboolean
says_tagged (const guint8 *page)
{
  static const char magic[16] = "SQLite format 3";

  return memcmp (page, magic, sizeof magic) == 0 && page[RESERVED_AT] == HOPSO_VAULT_TAG_SIZE;
}

/* Decrypts a whole page of the database and holds it against its code. */
static int
open_page (HopsoVaultFile *self, guint64 number, guint8 *bytes)
{
  guint8 found[HOPSO_VAULT_TAG_SIZE];
  guint8 expected[HOPSO_MAC_SIZE];

  memcpy (found, bytes + TAGGED_SIZE, sizeof found);
  if (!hopso_mac_compute (self->tags, number, bytes, TAGGED_SIZE, expected))
    return SQLITE_IOERR_NOMEM;
  if (!hopso_xts_decrypt (self->cipher, number, bytes, SECTOR_SIZE, NULL))
    return SQLITE_IOERR_READ;
  if (number == 0)
    self->is_tagged = self->must_be_tagged || says_tagged (bytes);
  if (!self->is_tagged)
    return SQLITE_OK;
  memset (bytes + TAGGED_SIZE, 0, HOPSO_VAULT_TAG_SIZE);
  return self->believes_all || memcmp (found, expected, sizeof found) == 0 ? SQLITE_OK
                                                                           : SQLITE_IOERR_DATA;
}

/* A unit that a crash cut off is decrypted as far as it goes: the checksums of SQLite's journals
 * are there to find out. What is missing is zeros, as SQLite wants it. */
static int
read_unit (sqlite3_file *file, const Unit *unit, guint8 *bytes)
{
  sqlite3_file *below = get_below (file);
  sqlite3_int64 available = unit->size;
  int code = below->pMethods->xRead (below, bytes, unit->size, unit->start);

  if (code == SQLITE_IOERR_SHORT_READ)
    {
      sqlite3_int64 end;
      int size_code = below->pMethods->xFileSize (below, &end);

      if (size_code != SQLITE_OK)
        return size_code;
      available = CLAMP (end - unit->start, 0, unit->size);
    }
  else if (code != SQLITE_OK)
    return code;

  if (is_hole (bytes, unit->size))
    return code;
  if (get_self (file)->tags != NULL)
    {
      int page_code = SQLITE_OK;

      if (available == unit->size)
        page_code = open_page (get_self (file), unit->number, bytes);
      else
        memset (bytes, 0, (gsize) unit->size);
      return page_code != SQLITE_OK ? page_code : code;
    }
  if (!hopso_xts_decrypt (get_self (file)->cipher, unit->number, bytes, (gsize) unit->size, NULL))
    return SQLITE_IOERR_READ;
  memset (bytes + available, 0, (gsize) (unit->size - available));
  return code;
}

/* Another connection may have written the first page since this one has read it. */
static int
look_whether_tagged (sqlite3_file *file, const Unit *unit, const guint8 *bytes)
{
  HopsoVaultFile *self = get_self (file);
  const Unit first = { 0, 0, SECTOR_SIZE };
  guint8 page[SECTOR_SIZE];

  if (self->must_be_tagged)
    return SQLITE_OK;
  if (unit->number == 0)
    {
      self->is_tagged = says_tagged (bytes);
      return SQLITE_OK;
    }
  if (self->is_tagged)
    return SQLITE_OK;

  int code = read_unit (file, &first, page);
  return code == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : code;
}

static int
close_page (HopsoVaultFile *self, guint64 number, guint8 *bytes)
{
  guint8 mac[HOPSO_MAC_SIZE];

  if (!hopso_mac_compute (self->tags, number, bytes, TAGGED_SIZE, mac))
    return SQLITE_IOERR_NOMEM;
  memcpy (bytes + TAGGED_SIZE, mac, HOPSO_VAULT_TAG_SIZE);
  return SQLITE_OK;
}

static int
write_unit (sqlite3_file *file, const Unit *unit, guint8 *bytes)
{
  HopsoVaultFile *self = get_self (file);
  sqlite3_file *below = get_below (file);
  int code = self->tags != NULL ? look_whether_tagged (file, unit, bytes) : SQLITE_OK;

  if (code == SQLITE_OK &&
      !hopso_xts_encrypt (self->cipher, unit->number, bytes, (gsize) unit->size, NULL))
    code = SQLITE_IOERR_WRITE;
  if (code == SQLITE_OK && self->tags != NULL && self->is_tagged)
    code = close_page (self, unit->number, bytes);
  if (code != SQLITE_OK)
    return code;
  return below->pMethods->xWrite (below, bytes, unit->size, unit->start);
}

static int
vault_read (sqlite3_file *file, void *buffer, int size, sqlite3_int64 offset)
{
  guint8 *out = buffer;
  guint8 bytes[WAL_FRAME_SIZE];
  int result = SQLITE_OK;

  while (size > 0)
    {
      Unit unit = find_unit (get_self (file), offset);
      int from = (int) (offset - unit.start);
      int count = MIN (size, unit.size - from);
      int code = read_unit (file, &unit, bytes);

      if (code == SQLITE_IOERR_SHORT_READ)
        result = code;
      else if (code != SQLITE_OK)
        return code;
      memcpy (out, bytes + from, (gsize) count);
      out += count;
      offset += count;
      size -= count;
    }
  return result;
}

static int
vault_write (sqlite3_file *file, const void *buffer, int size, sqlite3_int64 offset)
{
  const guint8 *in = buffer;
  guint8 bytes[WAL_FRAME_SIZE];

  while (size > 0)
    {
      Unit unit = find_unit (get_self (file), offset);
      int from = (int) (offset - unit.start);
      int count = MIN (size, unit.size - from);
      int code = count < unit.size ? read_unit (file, &unit, bytes) : SQLITE_OK;

      if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)
        return code;
      memcpy (bytes + from, in, (gsize) count);
      code = write_unit (file, &unit, bytes);
      if (code != SQLITE_OK)
        return code;
      in += count;
      offset += count;
      size -= count;
    }
  return SQLITE_OK;
}

static int
vault_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  sqlite3_file *below = get_below (file);
  Unit unit = find_unit (get_self (file), size);

  if (size > unit.start)
    size = unit.start + unit.size;
  return below->pMethods->xTruncate (below, size);
}

static int
vault_close (sqlite3_file *file)
{
  sqlite3_file *below = get_below (file);

  return below->pMethods->xClose (below);
}

static int
vault_sync (sqlite3_file *file, int flags)
{
  sqlite3_file *below = get_below (file);

  return below->pMethods->xSync (below, flags);
}

static int
vault_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  sqlite3_file *below = get_below (file);

  return below->pMethods->xFileSize (below, size);
}

static int
vault_lock (sqlite3_file *file, int level)
{
  sqlite3_file *below = get_below (file);

  return below->pMethods->xLock (below, level);
}

static int
vault_unlock (sqlite3_file *file, int level)
{
  sqlite3_file *below = get_below (file);

  return below->pMethods->xUnlock (below, level);
}

static int
vault_check_reserved_lock (sqlite3_file *file, int *is_reserved)
{
  sqlite3_file *below = get_below (file);

  return below->pMethods->xCheckReservedLock (below, is_reserved);
}

/* Nothing below may map the file or grow it by itself. */
static int
vault_file_control (sqlite3_file *file, int operation, void *argument)
{
  sqlite3_file *below = get_below (file);

  if (operation == SQLITE_FCNTL_MMAP_SIZE || operation == SQLITE_FCNTL_CHUNK_SIZE ||
      operation == SQLITE_FCNTL_SIZE_HINT)
    return SQLITE_NOTFOUND;
  return below->pMethods->xFileControl (below, operation, argument);
}

static int
vault_sector_size (sqlite3_file *file)
{
  return SECTOR_SIZE;
}

/* Of what the disk promises, only this survives our units: a write leaves its neighbours alone.
 * (A sector of the rollback journal that is written again gets the same bytes for what stood in
 * it before: XTS encrypts 16 bytes at a time, and SQLite's pieces begin at multiples of 512.) */
static int
vault_device_characteristics (sqlite3_file *file)
{
  sqlite3_file *below = get_below (file);
  int kept = SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN;

  return below->pMethods->xDeviceCharacteristics (below) & kept;
}

static int
vault_shm_map (sqlite3_file *file, int region, int size, int extend, void volatile **memory)
{
  sqlite3_file *below = get_below (file);

  return below->pMethods->xShmMap (below, region, size, extend, memory);
}

static int
vault_shm_lock (sqlite3_file *file, int offset, int count, int flags)
{
  sqlite3_file *below = get_below (file);

  return below->pMethods->xShmLock (below, offset, count, flags);
}

static void
vault_shm_barrier (sqlite3_file *file)
{
  sqlite3_file *below = get_below (file);

  below->pMethods->xShmBarrier (below);
}

static int
vault_shm_unmap (sqlite3_file *file, int delete)
{
  sqlite3_file *below = get_below (file);

  return below->pMethods->xShmUnmap (below, delete);
}

/* Version 2: shared memory, but no xFetch, hence no memory-mapped pages. */
static const sqlite3_io_methods vault_methods = {
  .iVersion = 2,
  .xClose = vault_close,
  .xRead = vault_read,
  .xWrite = vault_write,
  .xTruncate = vault_truncate,
  .xSync = vault_sync,
  .xFileSize = vault_file_size,
  .xLock = vault_lock,
  .xUnlock = vault_unlock,
  .xCheckReservedLock = vault_check_reserved_lock,
  .xFileControl = vault_file_control,
  .xSectorSize = vault_sector_size,
  .xDeviceCharacteristics = vault_device_characteristics,
  .xShmMap = vault_shm_map,
  .xShmLock = vault_shm_lock,
  .xShmBarrier = vault_shm_barrier,
  .xShmUnmap = vault_shm_unmap,
};

/* Opens @path below and puts the cipher of @role over it. Returns SQLite's code. */
int
hopso_vault_file_open (HopsoVault *vault,
                       const char *path,
                       sqlite3_file *file,
                       HopsoVaultRole role,
                       int flags,
                       int *out_flags)
{
  sqlite3_file *below = get_below (file);
  int code;

  file->pMethods = NULL;
  code = vault->below->xOpen (vault->below, path, below, flags, out_flags);
  if (code != SQLITE_OK)
    {
      /* SQLite wants a half-open file closed by whoever asked for it. */
      if (below->pMethods != NULL)
        below->pMethods->xClose (below);
      return code;
    }
  g_assert (below->pMethods->iVersion >= 2);
  get_self (file)->cipher = vault->ciphers[role];
  get_self (file)->is_wal = role == HOPSO_VAULT_WAL;
  get_self (file)->tags = role == HOPSO_VAULT_DATABASE ? vault->tags : NULL;
  get_self (file)->must_be_tagged = vault->has_tags;
  get_self (file)->believes_all = vault->believes_all;
  get_self (file)->is_tagged = vault->has_tags;
  file->pMethods = &vault_methods;
  return SQLITE_OK;
}
