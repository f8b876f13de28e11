/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-text.h"

G_BEGIN_DECLS

/**
 * HopsoPdfFieldKind:
 *
 * What a form field is.
 */
typedef enum
{
  HOPSO_PDF_FIELD_PUSH_BUTTON,
  HOPSO_PDF_FIELD_CHECK_BOX,
  HOPSO_PDF_FIELD_RADIO_BUTTON,
  HOPSO_PDF_FIELD_TEXT,
  HOPSO_PDF_FIELD_CHOICE,
  HOPSO_PDF_FIELD_SIGNATURE,
  HOPSO_PDF_FIELD_UNKNOWN,
} HopsoPdfFieldKind;

/**
 * HopsoPdfField:
 * @kind: what it is
 * @box: where it stands
 * @id: its number in the document
 * @max_length: most characters of a text, or 0
 * @name: its full name, by which it is filled
 * @label: what it is called for people, or empty
 * @value: its text
 * @choices: (array zero-terminated=1): of a choice
 * @chosen: (element-type guint): which of @choices
 * @is_read_only: whether it must not be filled
 * @has_lines: a text of several lines, or a choice shown as a list
 * @is_password: its text is not to be seen
 * @is_rich: its text has formatting that would be lost
 * @is_editable: a choice into which something else may be typed
 * @is_several: several of @choices may be chosen
 * @is_checked: a check box or radio button
 *
 * One place on a page where a form is filled. Several may belong to one field of the same @name.
 */
typedef struct
{
  HopsoPdfFieldKind kind;
  HopsoPdfBox box;
  int id;
  guint max_length;
  char *name;     /* owned */
  char *label;    /* owned */
  char *value;    /* owned */
  char **choices; /* owned */
  GArray *chosen; /* owned */
  gboolean is_read_only;
  gboolean has_lines;
  gboolean is_password;
  gboolean is_rich;
  gboolean is_editable;
  gboolean is_several;
  gboolean is_checked;
} HopsoPdfField;

GPtrArray *
hopso_pdf_field_list_from_reply (GVariant *reply, double width, double height, GError **error);

G_END_DECLS
