/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoPdfAttachment:
 * @name: as the document calls it: any words, no path to be trusted
 * @description: or empty
 * @size: in bytes; -1 when it is not said
 * @created: (nullable): when it was made
 * @modified: (nullable): when it was changed
 *
 * A file that a document carries.
 */
typedef struct
{
  char *name;        /* owned */
  char *description; /* owned */
  gint64 size;
  GDateTime *created;  /* owned, nullable */
  GDateTime *modified; /* owned, nullable */
} HopsoPdfAttachment;

/**
 * HopsoPdfLayer:
 * @title: what it is called
 * @depth: 0, or one more than its parent, which comes before
 * @is_layer: else it is a heading only
 * @is_shown: whether it is drawn
 * @group: 0, or that of which at most one is shown
 *
 * A part of the pages that can be shown or hidden.
 */
typedef struct
{
  char *title; /* owned */
  guint depth;
  guint group;
  gboolean is_layer;
  gboolean is_shown;
} HopsoPdfLayer;

/**
 * HopsoPdfFont:
 * @name: without the prefix of a subset
 * @type: "TrueType" and the like, or empty
 * @instead: the font that is drawn when this one is not in the document, or empty
 * @is_embedded: whether the document brings it
 * @is_subset: whether it brings only the characters it uses
 *
 * A font that a document uses.
 */
typedef struct
{
  char *name;    /* owned */
  char *type;    /* owned */
  char *instead; /* owned */
  gboolean is_embedded;
  gboolean is_subset;
} HopsoPdfFont;

/**
 * HopsoPdfPermissions:
 *
 * What whoever protected the document allows.
 */
typedef enum
{
  HOPSO_PDF_MAY_PRINT = 1 << 0,
  HOPSO_PDF_MAY_CHANGE = 1 << 1,
  HOPSO_PDF_MAY_COPY = 1 << 2,
  HOPSO_PDF_MAY_ANNOTATE = 1 << 3,
  HOPSO_PDF_MAY_FILL = 1 << 4,
  HOPSO_PDF_MAY_EXTRACT = 1 << 5,
  HOPSO_PDF_MAY_ASSEMBLE = 1 << 6,
  HOPSO_PDF_MAY_PRINT_WELL = 1 << 7,
  HOPSO_PDF_MAY_ALL = 0xff
} HopsoPdfPermissions;

/**
 * HopsoPdfProperties:
 * @title: and the other words: (nullable): as the document says them, unchecked
 * @pdfa: (nullable): what the document claims, such as "PDF/A-2b"; nobody verified it
 * @permissions: a sum of #HopsoPdfPermissions
 * @is_encrypted: whether it is protected, by a password or not
 * @has_javascript: whether it contains scripts, which are never run
 * @has_xfa: whether it contains an XFA form, which is not shown
 * @needs_appearances: whether its fields have to be drawn by whoever shows them
 *
 * What a document says of itself.
 */
typedef struct
{
  char *title;         /* owned, nullable */
  char *author;        /* owned, nullable */
  char *subject;       /* owned, nullable */
  char *keywords;      /* owned, nullable */
  char *creator;       /* owned, nullable */
  char *producer;      /* owned, nullable */
  char *version;       /* owned, nullable: "PDF-1.7" */
  char *pdfa;          /* owned, nullable */
  GDateTime *created;  /* owned, nullable */
  GDateTime *modified; /* owned, nullable */
  guint permissions;
  gboolean is_encrypted;
  gboolean is_linearized;
  gboolean is_tagged;
  gboolean has_javascript;
  gboolean has_xfa;
  gboolean needs_appearances;
} HopsoPdfProperties;

void hopso_pdf_properties_free (HopsoPdfProperties *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfProperties, hopso_pdf_properties_free)

/**
 * HopsoPdfDoubts:
 * @HOPSO_PDF_DOUBT_FONTS: a font is not in the document
 * @HOPSO_PDF_DOUBT_LAYERS: something is hidden that can be shown, or the other way round
 * @HOPSO_PDF_DOUBT_SCRIPTS: it contains scripts, which HopSo does not run
 * @HOPSO_PDF_DOUBT_XFA: it contains an XFA form, which HopSo does not show
 * @HOPSO_PDF_DOUBT_FIELDS: form fields without a picture of their own
 *
 * Why a document may look otherwise in another program.
 */
typedef enum
{
  HOPSO_PDF_DOUBT_FONTS = 1 << 0,
  HOPSO_PDF_DOUBT_LAYERS = 1 << 1,
  HOPSO_PDF_DOUBT_SCRIPTS = 1 << 2,
  HOPSO_PDF_DOUBT_XFA = 1 << 3,
  HOPSO_PDF_DOUBT_FIELDS = 1 << 4,
} HopsoPdfDoubts;

guint
hopso_pdf_doubts_find (const HopsoPdfProperties *properties, GPtrArray *fonts, GPtrArray *layers);
const char *hopso_pdf_doubt_get_words (HopsoPdfDoubts doubt);
const char *hopso_pdf_doubt_get_advice (HopsoPdfDoubts doubt);

GPtrArray *hopso_pdf_attachment_list_from_reply (GVariant *reply, GError **error);
GPtrArray *hopso_pdf_layer_list_from_reply (GVariant *reply, GError **error);
GPtrArray *hopso_pdf_font_list_new (void);
GPtrArray *hopso_pdf_font_list_from_reply (GVariant *reply, GError **error);
HopsoPdfProperties *hopso_pdf_properties_from_reply (GVariant *reply, GError **error);

G_END_DECLS
