/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Memory is wiped when it is given back. Our own secrets are wiped where they are used; but on
 * their way through libraries (JSON, HTTP headers, entries of forms, TLS) they leave copies on the
 * heap that nobody else will wipe. Linked into the programs that handle secrets, in the place of
 * the C library's functions, which do the work. Any thread.
 *
 * Not wiped: stacks, blocks that are never given back, and blocks over a mebibyte, which no
 * password or token is in and which go back to the kernel. */

#include <dlfcn.h>
#include <malloc.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Sanitizers have an allocator of their own. */
#ifndef __SANITIZE_ADDRESS__

#define MAX_WIPED ((size_t) 1024 * 1024)

typedef void (*Free) (void *);
typedef void *(*Realloc) (void *, size_t);

/* Both are looked up at the first call, which comes from the loader, before main(). */
void
free (void *block)
{
  static Free next;

  if (block == NULL)
    return;
  if (next == NULL)
    next = (Free) dlsym (RTLD_NEXT, "free");

  size_t size = malloc_usable_size (block);
  if (size <= MAX_WIPED)
    explicit_bzero (block, size);
  next (block);
}

void *
realloc (void *block, size_t size)
{
  static Realloc next;
  size_t before = block == NULL ? 0 : malloc_usable_size (block);

  if (next == NULL)
    next = (Realloc) dlsym (RTLD_NEXT, "realloc");
  /* New, or too large to hold a secret: the library's own way. */
  if (before == 0 || before > MAX_WIPED)
    return next (block, size);
  if (size == 0)
    {
      free (block);
      return NULL;
    }
  if (size <= before && size >= before / 2)
    return block;

  void *moved = malloc (size);
  if (moved == NULL)
    return NULL;
  memcpy (moved, block, size < before ? size : before);
  free (block);
  return moved;
}

#endif
