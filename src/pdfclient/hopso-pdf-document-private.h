/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-client-private.h"
#include "hopso-pdf-runner-private.h"

G_BEGIN_DECLS

typedef struct
{
  double width;
  double height;
  gboolean is_sound;
} HopsoPdfPageSize;

struct _HopsoPdfDocument
{
  GObject parent_instance;

  HopsoPdfClient *client;     /* owned */
  HopsoPdfRunner *visible;    /* owned */
  HopsoPdfRunner *background; /* owned, nullable until needed */
  HopsoPdfQueue queue;
  GHashTable *layers; /* owned, nullable: place → shown, where somebody wished so */
  guint generation;   /* of the layers */
  char *password;     /* owned, nullable */
  int fd;             /* owned */
  guint64 number;     /* in the cache */
  guint n_pages;
  guint n_sized; /* pages whose size is known; the others are taken to be like the first */
  HopsoPdfPageSize *sizes; /* owned, n_pages */
  char **texts;            /* owned, n_pages, nullable: what was read while looking for words */
  gsize texts_size;
  GPtrArray *sizes_waiters; /* owned: of GTask, while sizes are being asked for */
};

gboolean hopso_pdf_document_take_facts (HopsoPdfDocument *self, GVariant *facts, GError **error);
void hopso_pdf_document_ask (HopsoPdfDocument *self, const HopsoPdfWish *wish, GTask *task);
void hopso_pdf_document_refuse (GTask *task);
void hopso_pdf_document_tell_layers (HopsoPdfDocument *self, HopsoPdfRunner *runner);
const char *hopso_pdf_document_get_known_text (HopsoPdfDocument *self, guint page);
void hopso_pdf_document_keep_text (HopsoPdfDocument *self, guint page, char *text);
void hopso_pdf_document_forget_texts (HopsoPdfDocument *self);
void hopso_pdf_document_renew_pictures (HopsoPdfDocument *self);

G_END_DECLS
