/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-typeset-mark.h"

G_BEGIN_DECLS

/**
 * HopsoTypesetKind:
 * @HOPSO_TYPESET_LETTER: công văn: no name of type, "V/v" under the number, "Kính gửi"
 * @HOPSO_TYPESET_NAMED: any document with a name: báo cáo, kế hoạch, thông báo, tờ trình …
 * @HOPSO_TYPESET_DECISION: quyết định: who decides, the grounds, the articles
 * @HOPSO_TYPESET_INVITATION: giấy mời
 * @HOPSO_TYPESET_MINUTES: biên bản: signed by the secretary and the chair
 */
typedef enum
{
  HOPSO_TYPESET_LETTER,
  HOPSO_TYPESET_NAMED,
  HOPSO_TYPESET_DECISION,
  HOPSO_TYPESET_INVITATION,
  HOPSO_TYPESET_MINUTES,
} HopsoTypesetKind;

typedef enum
{
  HOPSO_TYPESET_NOT_URGENT,
  HOPSO_TYPESET_URGENT,      /* KHẨN */
  HOPSO_TYPESET_VERY_URGENT, /* THƯỢNG KHẨN */
  HOPSO_TYPESET_EXPRESS,     /* HỎA TỐC */
} HopsoTypesetUrgency;

/**
 * HopsoTypesetRect:
 *
 * A free place on a page, in PDF points from the lower left corner. Width 0: there is none.
 */
typedef struct
{
  guint page; /* the first is 0 */
  double x;
  double y;
  double width;
  double height;
  double font_size; /* of the line it stands in; 0: not in a line */
  gboolean is_italic;
} HopsoTypesetRect;

/**
 * HopsoTypesetReport:
 * @n_pages: number of pages
 * @number: the place for the number, if it was not given
 * @date: the place for "ngày … tháng … năm …", if it was not given
 * @signature: the place for the signature of @signer
 * @second_signature: minutes: the place for the secretary's
 * @seal: the place for the agency's seal: 36 mm, over the left third of @signature
 */
typedef struct
{
  guint n_pages;
  HopsoTypesetRect number;
  HopsoTypesetRect date;
  HopsoTypesetRect signature;
  HopsoTypesetRect second_signature;
  HopsoTypesetRect seal;
} HopsoTypesetReport;

/**
 * HopsoTypesetDocument:
 *
 * An administrative document before it has pages: its parts, in words.
 */
typedef struct _HopsoTypesetDocument HopsoTypesetDocument;
typedef struct _HopsoTypesetTable HopsoTypesetTable;

HopsoTypesetDocument *hopso_typeset_document_new (HopsoTypesetKind kind);
void hopso_typeset_document_free (HopsoTypesetDocument *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTypesetDocument, hopso_typeset_document_free)

void hopso_typeset_document_set_title (HopsoTypesetDocument *self, const char *title);
void hopso_typeset_document_set_created (HopsoTypesetDocument *self, gint64 unix_seconds);
void hopso_typeset_document_set_agency (HopsoTypesetDocument *self,
                                        const char *parent,
                                        const char *agency);
void hopso_typeset_document_set_number (HopsoTypesetDocument *self,
                                        const char *number,
                                        const char *symbol);
void
hopso_typeset_document_set_date (HopsoTypesetDocument *self, const char *place, const char *date);
void hopso_typeset_document_set_name (HopsoTypesetDocument *self,
                                      const char *name,
                                      const char *abstract);
void hopso_typeset_document_set_urgency (HopsoTypesetDocument *self, HopsoTypesetUrgency urgency);
void hopso_typeset_document_set_circulation (HopsoTypesetDocument *self, const char *circulation);
void hopso_typeset_document_set_decider (HopsoTypesetDocument *self, const char *decider);
void hopso_typeset_document_set_signer (HopsoTypesetDocument *self,
                                        const char *authority,
                                        const char *name);
void hopso_typeset_document_set_second_signer (HopsoTypesetDocument *self,
                                               const char *authority,
                                               const char *name);
void hopso_typeset_document_set_drafter (HopsoTypesetDocument *self, const char *drafter);
void hopso_typeset_document_set_contact (HopsoTypesetDocument *self, const char *contact);
void hopso_typeset_document_add_addressee (HopsoTypesetDocument *self, const char *addressee);
void hopso_typeset_document_add_recipient (HopsoTypesetDocument *self, const char *recipient);
void hopso_typeset_document_add_ground (HopsoTypesetDocument *self, const char *text);
void hopso_typeset_document_add_paragraph (HopsoTypesetDocument *self, const char *text);
void hopso_typeset_document_add_labelled (HopsoTypesetDocument *self,
                                          const char *label,
                                          const char *text);
void hopso_typeset_document_add_heading (HopsoTypesetDocument *self, const char *text);
void hopso_typeset_document_add_subheading (HopsoTypesetDocument *self, const char *text);
void hopso_typeset_document_add_centred (HopsoTypesetDocument *self, const char *text);
void hopso_typeset_document_add_table (HopsoTypesetDocument *self, HopsoTypesetTable *table);
void hopso_typeset_document_add_page_break (HopsoTypesetDocument *self);
void hopso_typeset_document_begin_annex (HopsoTypesetDocument *self,
                                         const char *label,
                                         const char *title);

gboolean hopso_typeset_document_write (HopsoTypesetDocument *self,
                                       int fd,
                                       HopsoTypesetReport *report,
                                       GError **error);
GBytes *hopso_typeset_document_write_bytes (HopsoTypesetDocument *self,
                                            HopsoTypesetReport *report,
                                            GError **error);

HopsoTypesetTable *hopso_typeset_table_new (void);
void hopso_typeset_table_free (HopsoTypesetTable *self);
void hopso_typeset_table_add_column (HopsoTypesetTable *self,
                                     const char *title,
                                     double weight,
                                     HopsoTypesetAlignment alignment);
void hopso_typeset_table_add_row (HopsoTypesetTable *self, const char *const *cells);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTypesetTable, hopso_typeset_table_free)

char *hopso_typeset_format_date (int day, int month, int year);

G_END_DECLS
