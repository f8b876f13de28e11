/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-deed-facts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoDeedBox:
 *
 * Where an official types what an agency's signature says: number, date, form of a copy. Signal
 * "changed": something was typed.
 */
#define HOPSO_TYPE_DEED_BOX (hopso_deed_box_get_type ())
G_DECLARE_FINAL_TYPE (HopsoDeedBox, hopso_deed_box, HOPSO, DEED_BOX, GtkBox)

void hopso_deed_box_show (HopsoDeedBox *self,
                          const HopsoDeedFacts *facts,
                          const HopsoSignPreview *preview);
void hopso_deed_box_read (HopsoDeedBox *self, HopsoDeedFacts *facts);
void hopso_deed_box_set_problem (HopsoDeedBox *self, const char *problem);
void hopso_deed_box_set_is_narrow (HopsoDeedBox *self, gboolean is_narrow);
gboolean hopso_deed_box_take_focus (HopsoDeedBox *self);

G_END_DECLS
