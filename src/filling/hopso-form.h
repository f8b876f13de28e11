/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-text.h"

G_BEGIN_DECLS

#define HOPSO_FILLING_ERROR (hopso_filling_error_quark ())

/**
 * HopsoFillingError:
 * @HOPSO_FILLING_ERROR_FORBIDDEN: a signature or the document itself forbids it
 * @HOPSO_FILLING_ERROR_VALUE: the value cannot stand there, or there is no such field
 * @HOPSO_FILLING_ERROR_DOCUMENT: a document that cannot be filled
 * @HOPSO_FILLING_ERROR_PREPARED: what was prepared is not what was asked for
 * @HOPSO_FILLING_ERROR_CHANGED: the file is not the one that was opened any more
 *
 * Their messages are for people.
 */
typedef enum
{
  HOPSO_FILLING_ERROR_FORBIDDEN,
  HOPSO_FILLING_ERROR_VALUE,
  HOPSO_FILLING_ERROR_DOCUMENT,
  HOPSO_FILLING_ERROR_PREPARED,
  HOPSO_FILLING_ERROR_CHANGED,
} HopsoFillingError;

GQuark hopso_filling_error_quark (void);

/**
 * HopsoFormKind:
 *
 * How a field is filled.
 */
typedef enum
{
  HOPSO_FORM_NONE,
  HOPSO_FORM_TEXT,
  HOPSO_FORM_CHECK,
  HOPSO_FORM_RADIO,
  HOPSO_FORM_CHOICE,
} HopsoFormKind;

/**
 * HopsoFormPlace:
 * @page: where it is drawn, from 0; -1 nowhere
 * @box: in points of the page as it is shown
 * @width: of what is drawn, before it is turned
 * @height: likewise
 * @rotation: by which it is turned against the clock
 * @is_hidden: whether it is shown to nobody
 * @state: (owned): of a button: what the field holds when this one is on
 * @meaning: (owned): of a button: what that stands for, or empty
 * @n_looks: how many pictures of it have to be drawn
 * @has_look: whether there is something to be seen
 * @font: (owned): what its text is set in, and how
 * @sign: (owned): of a button
 *
 * Where a field is drawn, and how.
 */
typedef struct
{
  int page;
  HopsoPdfBox box;
  double width;
  double height;
  guint rotation;
  gboolean is_hidden;
  char *state;
  char *meaning;
  guint n_looks;
  gboolean has_look;
  char *font;
  double size;
  guint colour;
  double border;
  char border_style;
  int border_colour;
  int background;
  char *sign;
} HopsoFormPlace;

/**
 * HopsoFormField:
 * @name: (owned): by which it is filled
 * @title: (owned): what it is called for people
 * @kind: how it is filled
 * @max_length: most characters of a text, 0 any number
 * @alignment: 0 from the left, 1 in the middle, 2 from the right
 * @values: (owned) (array zero-terminated=1): what it holds in the document
 * @options: (owned) (array zero-terminated=1): what may be chosen
 * @option_words: (owned) (array zero-terminated=1): what people see of it
 * @obstacle: (owned): the field of the signature that forbids to fill it, or empty
 * @places: (owned) (element-type HopsoFormPlace): where it is drawn
 * @is_secret: a password or the name of a file, which are not kept in documents
 *
 * A field of a form.
 */
typedef struct
{
  char *name;
  char *title;
  HopsoFormKind kind;
  guint max_length;
  guint alignment;
  char **values;
  char **options;
  char **option_words;
  char *obstacle;
  GPtrArray *places;
  gboolean is_read_only;
  gboolean is_required;
  gboolean has_lines;
  gboolean has_cells;
  gboolean is_secret;
  gboolean is_rich;
  gboolean is_combo;
  gboolean is_editable;
  gboolean is_several;
} HopsoFormField;

/**
 * HopsoForm:
 *
 * What of a document can be filled. Never changes.
 */
#define HOPSO_TYPE_FORM (hopso_form_get_type ())
G_DECLARE_FINAL_TYPE (HopsoForm, hopso_form, HOPSO, FORM, GObject)

HopsoForm *hopso_form_new_from_reply (GVariant *reply, GError **error);

gboolean hopso_form_is_encrypted (HopsoForm *self);
gboolean hopso_form_is_locked_layer (HopsoForm *self, const char *name);
gboolean hopso_form_is_hidden (HopsoForm *self);
gboolean hopso_form_is_signed (HopsoForm *self);
gboolean hopso_form_has_xfa (HopsoForm *self);
gboolean hopso_form_calculates (HopsoForm *self);
gboolean hopso_form_needs_looks (HopsoForm *self);
gboolean hopso_form_can_fill (HopsoForm *self);
const char *hopso_form_get_obstacle (HopsoForm *self);

guint hopso_form_get_n_fields (HopsoForm *self);
const HopsoFormField *hopso_form_get_field (HopsoForm *self, guint index);
const HopsoFormField *hopso_form_find_field (HopsoForm *self, const char *name);

gboolean hopso_form_field_can_fill (const HopsoFormField *self);
const char *hopso_form_field_get_title (const HopsoFormField *self);
gboolean hopso_form_field_is_on (const HopsoFormField *self,
                                 const HopsoFormPlace *place,
                                 const char *const *values);
gboolean
hopso_form_field_check (const HopsoFormField *self, const char *const *values, GError **error);
char **
hopso_form_field_read_words (const HopsoFormField *self, const char *const *words, GError **error);

G_END_DECLS
