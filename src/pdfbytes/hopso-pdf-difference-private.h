/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-difference.h"
#include "hopso-pdf-form.h"
#include "hopso-pdf-signature.h"

G_BEGIN_DECLS

/* What is being looked at, so that an alteration can be told with its place. */
typedef struct
{
  HopsoPdfTouchKind kind;
  int page;             /* -1: none */
  HopsoPdfObject *item; /* owned, nullable: the field or annotation */
} HopsoPdfLook;

/* One comparison under way. Steps return FALSE when the comparison is over: with @error when
 * something could not be read, else because the document was altered. */
typedef struct
{
  HopsoPdfFile *before;  /* owned: the older revision */
  HopsoPdfFile *after;   /* borrowed: the newest */
  GHashTable *changed;   /* owned: numbers of which the objects may differ */
  GHashTable *explained; /* owned: those of them that were found to be allowed */
  GHashTable *counts;    /* owned, nullable: number → how often it is referred to, before */
  GHashTable *names;     /* owned: number of a field or widget, afterwards → its name */
  GPtrArray *signatures; /* owned: of HopsoPdfSignature, before */
  GPtrArray *allowed;    /* owned: of HopsoPdfObject, values before and after in turn */
  GPtrArray *touched;    /* owned: of char *, every field that was signed or filled in */
  GHashTable *widgets;   /* owned, nullable: number of an annotation, afterwards → its page + 1 */
  GHashTable *showing;   /* owned, nullable: number of an object, afterwards → its page + 1 */
  GHashTable
      *structure;    /* owned, nullable: number → how often the structure refers to it, before */
  GPtrArray *fields; /* owned: of HopsoPdfField, afterwards */
  GHashTable *reserved; /* owned: name of a field → HopsoPdfPlace, reserved and empty before */
  guint seal_revision;  /* the one that the seal's signature covers, plus 1; 0 unknown */
  HopsoPdfLook look;
  HopsoPdfDifference *difference; /* owned */
  gboolean has_overwritten;       /* an object that was there is written anew */
  gboolean has_new_signature;     /* somebody's, not a document time stamp */
} HopsoPdfComparison;

/* hopso-pdf-difference.c */
void hopso_pdf_comparison_raise (HopsoPdfComparison *self, HopsoPdfChange change);
gboolean
hopso_pdf_comparison_alter (HopsoPdfComparison *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean hopso_pdf_comparison_goes_on (gboolean is_done, GError **error);
gboolean hopso_pdf_comparison_is_changed (HopsoPdfComparison *self, HopsoPdfObject *reference);
void hopso_pdf_comparison_explain (HopsoPdfComparison *self, HopsoPdfObject *reference);
gboolean hopso_pdf_comparison_read (HopsoPdfComparison *self,
                                    HopsoPdfObject *before,
                                    HopsoPdfObject *after,
                                    HopsoPdfObject **old_value,
                                    HopsoPdfObject **new_value,
                                    GError **error);

gboolean hopso_pdf_comparison_means_the_same (HopsoPdfComparison *self,
                                              HopsoPdfObject *before,
                                              HopsoPdfObject *after);

/* hopso-pdf-touch.c */
void hopso_pdf_comparison_look (HopsoPdfComparison *self,
                                HopsoPdfTouchKind kind,
                                int page,
                                HopsoPdfObject *item);
void hopso_pdf_comparison_touch (HopsoPdfComparison *self, HopsoPdfTouchKind kind);
void hopso_pdf_comparison_touch_altered (HopsoPdfComparison *self);
void hopso_pdf_comparison_look_at_object (HopsoPdfComparison *self, guint32 number);
const char *hopso_pdf_comparison_get_name_of (HopsoPdfComparison *self, HopsoPdfObject *item);
void hopso_pdf_touch_free (HopsoPdfTouch *self);

/* hopso-pdf-reserved.c */
gboolean hopso_pdf_comparison_load_reserved (HopsoPdfComparison *self, GError **error);
gboolean hopso_pdf_comparison_is_reserved (HopsoPdfComparison *self, HopsoPdfObject *item);
gboolean hopso_pdf_comparison_touch_field (HopsoPdfComparison *self,
                                           HopsoPdfTouchKind kind,
                                           HopsoPdfObject *item,
                                           gboolean is_new_mark,
                                           GError **error);
gboolean hopso_pdf_comparison_touch_annotation (HopsoPdfComparison *self);
const char *hopso_pdf_get_seal_name (void);
int hopso_pdf_comparison_find_page (HopsoPdfComparison *self, guint32 number);

/* hopso-pdf-ownership.c */
void hopso_pdf_comparison_allow (HopsoPdfComparison *self,
                                 HopsoPdfObject *before,
                                 HopsoPdfObject *after);
gboolean hopso_pdf_comparison_was_there (HopsoPdfComparison *self, guint32 number);
gboolean hopso_pdf_comparison_reaches_change (HopsoPdfComparison *self,
                                              HopsoPdfObject *after,
                                              gboolean *is_reached,
                                              GError **error);
gboolean hopso_pdf_comparison_count_references (HopsoPdfComparison *self,
                                                guint32 number,
                                                guint *n,
                                                GError **error);
gboolean hopso_pdf_comparison_check_rest (HopsoPdfComparison *self, GError **error);

/* hopso-pdf-difference-structure.c */
gboolean hopso_pdf_comparison_is_grown_structure (HopsoPdfComparison *self,
                                                  guint32 number,
                                                  HopsoPdfObject *before,
                                                  HopsoPdfObject *after,
                                                  gboolean *is_grown,
                                                  GError **error);

/* hopso-pdf-difference-catalog.c, -form.c, -pages.c, -resources.c */
gboolean hopso_pdf_comparison_check_catalog (HopsoPdfComparison *self, GError **error);
gboolean hopso_pdf_comparison_check_form (HopsoPdfComparison *self,
                                          HopsoPdfObject *before,
                                          HopsoPdfObject *after,
                                          GError **error);
gboolean hopso_pdf_comparison_check_resources (HopsoPdfComparison *self,
                                               HopsoPdfObject *before,
                                               HopsoPdfObject *after,
                                               GError **error);
gboolean hopso_pdf_comparison_check_pages (HopsoPdfComparison *self, GError **error);

G_END_DECLS
