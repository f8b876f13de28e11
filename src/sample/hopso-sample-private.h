/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sample.h"

#include "hopso-typeset-document.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Every agency keeps the time of Vietnam, which has no summer time. */
#define HOPSO_SAMPLE_UTC_OFFSET (7 * 3600)
#define HOPSO_SAMPLE_DAY        (24 * 3600)

/* A paper that has no bytes yet. */
typedef struct
{
  JsonObject *description; /* owned */
  char *id;                /* owned: UUID */
  char *meeting;           /* owned, nullable: UUID */
  char *agenda_item;       /* owned, nullable: UUID */
  guint position;          /* among the papers of its item */
  gint64 date;
} HopsoSamplePaper;

struct _HopsoSample
{
  char *folder; /* owned */
  gint64 now;
  gint64 midnight;      /* when today began */
  JsonObject *province; /* owned */
  GHashTable *ids;      /* owned: local id → UUID, both owned */
  GHashTable *members;  /* owned: local id → its borrowed JsonObject */
  GPtrArray *records;   /* owned, of owned HopsoRecord */
  GPtrArray *papers;    /* owned, of owned HopsoSamplePaper */
};

const char *hopso_sample_get_text (JsonObject *object, const char *name, GError **error);
const char *hopso_sample_peek_text (JsonObject *object, const char *name);
gint64 hopso_sample_get_number (JsonObject *object, const char *name, gint64 otherwise);
JsonArray *hopso_sample_get_array (JsonObject *object, const char *name);
JsonObject *hopso_sample_get_element (JsonArray *array, guint index, GError **error);
const char *hopso_sample_get_string (JsonArray *array, guint index);

const char *hopso_sample_add_id (HopsoSample *self, const char *local_id, JsonObject *object);
const char *
hopso_sample_refer (HopsoSample *self, JsonObject *object, const char *name, GError **error);
char *hopso_sample_order_key (guint position);
void hopso_sample_add_record (HopsoSample *self, HopsoRecordBuilder *builder);

gboolean hopso_sample_add_meeting (HopsoSample *self, JsonObject *meeting, GError **error);
gboolean hopso_sample_add_paper (HopsoSample *self,
                                 JsonObject *paper,
                                 const char *meeting,
                                 const char *agenda_item,
                                 guint position,
                                 gint64 date,
                                 GError **error);
gboolean hopso_sample_add_request (HopsoSample *self, JsonObject *request, GError **error);

/* The words of one paper: the same seed gives the same words. */
typedef struct
{
  GRand *rand;        /* owned */
  JsonArray *places;  /* borrowed */
  JsonArray *objects; /* borrowed: projects, schools … of the theme */
  const char *place;  /* borrowed, nullable: the one the sentence is about */
  const char *object; /* borrowed, nullable */
  int year;
  gint32 number; /* the latest one */
  gint32 share;  /* the latest one, in thousandths */
} HopsoSampleWords;

char *hopso_sample_expand (HopsoSampleWords *words, const char *template);

HopsoTypesetDocument *hopso_sample_compose_paper (HopsoSample *self,
                                                  const HopsoSamplePaper *paper,
                                                  JsonObject *theme,
                                                  guint n_sections,
                                                  GError **error);
JsonObject *hopso_sample_load_json (const char *path, GError **error);

G_END_DECLS
