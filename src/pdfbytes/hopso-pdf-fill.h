/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-form.h"

G_BEGIN_DECLS

#define HOPSO_PDF_FILL_MAX_TEXT   65536
#define HOPSO_PDF_FILL_MAX_VALUES 10000

/* Bits of Ff (ISO 32000-2, tables 227, 229, 231, 233). */
enum
{
  HOPSO_PDF_FILL_READ_ONLY = 1 << 0,
  HOPSO_PDF_FILL_REQUIRED = 1 << 1,
  HOPSO_PDF_FILL_MULTILINE = 1 << 12,
  HOPSO_PDF_FILL_PASSWORD = 1 << 13,
  HOPSO_PDF_FILL_NO_TOGGLE_TO_OFF = 1 << 14,
  HOPSO_PDF_FILL_RADIO = 1 << 15,
  HOPSO_PDF_FILL_PUSH_BUTTON = 1 << 16,
  HOPSO_PDF_FILL_COMBO = 1 << 17,
  HOPSO_PDF_FILL_EDIT = 1 << 18,
  HOPSO_PDF_FILL_FILE = 1 << 20,
  HOPSO_PDF_FILL_SEVERAL = 1 << 21,
  HOPSO_PDF_FILL_COMB = 1 << 24,
  HOPSO_PDF_FILL_RICH = 1 << 25,
};

/**
 * HopsoPdfFillKind:
 *
 * How a field is filled.
 */
typedef enum
{
  HOPSO_PDF_FILL_NONE,
  HOPSO_PDF_FILL_TEXT,
  HOPSO_PDF_FILL_CHECK,
  HOPSO_PDF_FILL_RADIO_BUTTONS,
  HOPSO_PDF_FILL_CHOICE,
} HopsoPdfFillKind;

/**
 * HopsoPdfFillPlace:
 * @reference: the widget
 * @page: where it is drawn, -1 on none
 * @rect: left, bottom, right, top in default user space
 * @rotation: by how much its look is turned against the clock, 0, 90, 180 or 270
 * @flags: F, of the annotation
 * @state_name: (owned) (nullable): of a button: the look it has when it is on, as a name
 * @state: (owned) (nullable): the same in words
 * @export_value: (owned) (nullable): what it means, if that is said elsewhere
 * @is_on: whether a button is on
 * @n_looks: how many pages are needed to draw it: 1 for a text or a choice; 2 for a button that has
 *   no looks of its own, on and off; 0 if it needs none
 * @has_look: whether there is something to be seen already
 *
 * A widget of a field.
 */
typedef struct
{
  HopsoPdfReference reference;
  int page;
  double rect[4];
  guint rotation;
  guint32 flags;
  char *state_name;
  char *state;
  char *export_value;
  gboolean is_on;
  guint n_looks;
  gboolean has_look;
} HopsoPdfFillPlace;

/**
 * HopsoPdfFillField:
 * @name: (owned): the whole name
 * @label: (owned) (nullable): what it is called for people
 * @kind: how it is filled
 * @flags: Ff
 * @max_length: most characters of a text, 0 any number
 * @values: (owned) (array zero-terminated=1): what it holds: a text, the state of a button, export
 *   values of what is chosen
 * @options: (owned) (array zero-terminated=1): export values of a choice
 * @option_words: (owned) (array zero-terminated=1): what people see of @options
 * @places: (owned) (element-type HopsoPdfFillPlace): where it is drawn
 * @reference: the field
 * @dictionary: (owned): likewise
 *
 * A field as who fills it sees it.
 */
typedef struct
{
  char *name;
  char *label;
  HopsoPdfFillKind kind;
  guint32 flags;
  guint max_length;
  char **values;
  char **options;
  char **option_words;
  GPtrArray *places;
  HopsoPdfReference reference;
  HopsoPdfObject *dictionary;
} HopsoPdfFillField;

/**
 * HopsoPdfFillValue:
 * @name: (owned): of the field
 * @values: (owned) (array zero-terminated=1): what it shall hold: exactly one text; exactly one
 *   state of a button or "Off"; any number of export values of a choice, or what was typed into it
 */
typedef struct
{
  char *name;
  char **values;
} HopsoPdfFillValue;

/**
 * HopsoPdfFillPlan:
 * @values: (owned) (element-type HopsoPdfFillValue): what to fill in
 * @looks: (borrowed) (nullable): a PDF with one page for each look of each place of each value, in
 *   this order; needed when there is one
 */
typedef struct
{
  GPtrArray *values;
  HopsoPdfSource *looks;
} HopsoPdfFillPlan;

GPtrArray *hopso_pdf_file_list_fill_fields (HopsoPdfFile *self, GError **error);
void hopso_pdf_fill_field_free (HopsoPdfFillField *self);

GVariant *hopso_pdf_file_describe_form (HopsoPdfFile *self, GError **error);

HopsoPdfFillPlan *hopso_pdf_fill_plan_new (void);
void hopso_pdf_fill_plan_add (HopsoPdfFillPlan *self, const char *name, const char *const *values);
GVariant *hopso_pdf_fill_plan_to_variant (const HopsoPdfFillPlan *self);
HopsoPdfFillPlan *hopso_pdf_fill_plan_read (GVariant *values, GError **error);
void hopso_pdf_fill_plan_free (HopsoPdfFillPlan *self);

GBytes *
hopso_pdf_prepare_filling (HopsoPdfFile *file, const HopsoPdfFillPlan *plan, GError **error);
gboolean hopso_pdf_check_filling (HopsoPdfSource *original,
                                  GBytes *appended,
                                  const HopsoPdfFillPlan *plan,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfFillField, hopso_pdf_fill_field_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfFillPlan, hopso_pdf_fill_plan_free)

G_END_DECLS
