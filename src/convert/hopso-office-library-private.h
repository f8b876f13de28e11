/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is used of the interface that LibreOffice keeps for programs that load it, in the order of
 * its tables: these entries are there since 6.0, later ones come after them. It is declared here
 * since its own headers are not for C. */

typedef struct _HopsoOffice HopsoOffice;
typedef struct _HopsoOfficeDocument HopsoOfficeDocument;
typedef void (*HopsoOfficeCallback) (int type, const char *payload, void *data);
typedef void (*HopsoOfficeUnused) (void);

typedef struct
{
  gsize size; /* of the table, in bytes */
  HopsoOfficeUnused destroy;
  HopsoOfficeUnused document_load;
  char *(*get_error) (HopsoOffice *self);
  HopsoOfficeDocument *(*load_document) (HopsoOffice *self, const char *uri, const char *options);
  HopsoOfficeUnused free_error;
  void (*register_callback) (HopsoOffice *self, HopsoOfficeCallback callback, void *data);
  HopsoOfficeUnused get_filter_types;
  void (*set_optional_features) (HopsoOffice *self, unsigned long long features);
} HopsoOfficeTable;

typedef struct
{
  gsize size;
  HopsoOfficeUnused destroy;
  int (*save_as) (HopsoOfficeDocument *self,
                  const char *uri,
                  const char *format,
                  const char *filter_options);
} HopsoOfficeDocumentTable;

struct _HopsoOffice
{
  HopsoOfficeTable *table;
};

struct _HopsoOfficeDocument
{
  HopsoOfficeDocumentTable *table;
};

/* Kinds of callbacks. */
#define HOPSO_OFFICE_CB_PROGRESS         10
#define HOPSO_OFFICE_CB_PASSWORD         20
#define HOPSO_OFFICE_CB_PASSWORD_TO_EDIT 21

/* Whoever is asked for a password is asked by a callback. */
#define HOPSO_OFFICE_ASKS_PASSWORD         (1ULL << 0)
#define HOPSO_OFFICE_ASKS_PASSWORD_TO_EDIT (1ULL << 1)

/* HopsoOffice *hook (program folder, URI of the profile) */
#define HOPSO_OFFICE_HOOK "libreofficekit_hook_2"
typedef HopsoOffice *(*HopsoOfficeHook) (const char *program_folder, const char *profile);

G_END_DECLS
