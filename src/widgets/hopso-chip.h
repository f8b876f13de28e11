/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoTone:
 * @HOPSO_TONE_PLAIN: a fact
 * @HOPSO_TONE_DIM: nothing yet
 * @HOPSO_TONE_GOOD: done, valid
 * @HOPSO_TONE_ATTENTION: something is asked of the reader
 * @HOPSO_TONE_BAD: invalid, refused
 * @HOPSO_TONE_ACCENT: under way
 *
 * How a state is tinted; it is always said in words too.
 */
typedef enum
{
  HOPSO_TONE_PLAIN,
  HOPSO_TONE_DIM,
  HOPSO_TONE_GOOD,
  HOPSO_TONE_ATTENTION,
  HOPSO_TONE_BAD,
  HOPSO_TONE_ACCENT
} HopsoTone;

#define HOPSO_TYPE_TONE (hopso_tone_get_type ())
GType hopso_tone_get_type (void);

/**
 * HopsoChip:
 *
 * A state: icon, word and tint together.
 */
#define HOPSO_TYPE_CHIP (hopso_chip_get_type ())
G_DECLARE_FINAL_TYPE (HopsoChip, hopso_chip, HOPSO, CHIP, GtkWidget)

GtkWidget *hopso_chip_new (const char *icon_name, const char *label, HopsoTone tone);
void hopso_chip_set (HopsoChip *self, const char *icon_name, const char *label, HopsoTone tone);
void hopso_chip_set_flat (HopsoChip *self, gboolean is_flat);
const char *hopso_chip_get_label (HopsoChip *self);
HopsoTone hopso_chip_get_tone (HopsoChip *self);

G_END_DECLS
