/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoVirusAnswer:
 * @HOPSO_VIRUS_NOT_CHECKED: no scanner is configured
 * @HOPSO_VIRUS_CLEAN: the scanner knows nothing bad of it
 * @HOPSO_VIRUS_INFECTED: it does
 * @HOPSO_VIRUS_DOWN: the scanner does not answer, or not as it should
 */
typedef enum
{
  HOPSO_VIRUS_NOT_CHECKED,
  HOPSO_VIRUS_CLEAN,
  HOPSO_VIRUS_INFECTED,
  HOPSO_VIRUS_DOWN,
} HopsoVirusAnswer;

char *hopso_virus_scanner_read_address (void);
HopsoVirusAnswer hopso_virus_scanner_ask (const char *address, int fd, GCancellable *cancellable);

G_END_DECLS
