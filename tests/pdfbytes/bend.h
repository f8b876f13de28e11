/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

/* What comes out of one bend: the whole object; @key is what was touched of it, NULL: itself. */
typedef void (*BendFunc) (HopsoPdfObject *object, const char *key, gpointer data);

/* Makes each value of an object something else, takes each away, names each key twice, adds what
 * nobody asked for; one at a time. @self is the object's own number. */
void bend_object (HopsoPdfFile *file,
                  HopsoPdfReference self,
                  HopsoPdfObject *object,
                  BendFunc func,
                  gpointer data);

G_END_DECLS
