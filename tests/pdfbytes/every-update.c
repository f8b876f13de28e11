/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Honest updates of all kinds, for those who want to bend them. Test support. */

#include "every-update.h"

#include "evidence-world.h"
#include "fill-world.h"
#include "prepare-world.h"

static const HopsoPdfReservation reservation = {
  .places = { [HOPSO_PDF_RESERVED_NUMBER] = { .x = 100, .y = 100, .width = 50, .height = 14 },
              [HOPSO_PDF_RESERVED_DATE] = { .x = 300, .y = 100, .width = 90, .height = 14 },
              [HOPSO_PDF_RESERVED_SEAL] = { .x = 300, .y = 350, .width = 100, .height = 100 },
              [HOPSO_PDF_RESERVED_SIGNATURE] = { .x = 350, .y = 360, .width = 90, .height = 60 } }
};

static void
every_update_free (gpointer data)
{
  EveryUpdate *self = data;

  hopso_pdf_source_unref (self->original);
  g_bytes_unref (self->appended);
  if (self->filling != NULL)
    self->filling->looks = NULL; /* borrowed */
  g_clear_pointer (&self->filling, hopso_pdf_fill_plan_free);
  g_clear_pointer (&self->evidence, hopso_pdf_evidence_plan_free);
  g_free (self);
}

/* Takes @original. */
static EveryUpdate *
add (GPtrArray *all, const char *name, GBytes *original)
{
  EveryUpdate *self = g_new0 (EveryUpdate, 1);

  self->name = name;
  self->original = hopso_pdf_source_new_bytes (original);
  g_bytes_unref (original);
  g_ptr_array_add (all, self);
  return self;
}

static void
sign (EveryUpdate *self, const HopsoPdfSignaturePlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (self->original, &error);
  g_autoptr (HopsoPdfPrepared) prepared = NULL;

  g_assert_no_error (error);
  self->is_signature = TRUE;
  self->signing = *plan;
  self->signing.hole_size = HOPSO_PDF_HOLE_SIZE_MIN;
  self->signing.filling = self->filling;
  prepared = hopso_pdf_prepare_signature (file, &self->signing, &error);
  g_assert_no_error (error);
  self->appended = g_bytes_ref (prepared->appended);
  self->hole = (EveryHole){ .offset = prepared->hole_offset, .size = prepared->hole_size };
  for (guint i = 0; i < 4; i++)
    self->hole.range[i] = prepared->byte_range[i];
}

static GBytes *
new_form (void)
{
  const FillShape shape = { .field = "<<" FILL_WIDGET "/FT/Sig/T(Sig)/Rect[9 9 60 60]/Lock<<"
                                     "/Type/SigFieldLock/Action/Include/Fields[(days)(town)]>>>>",
                            .form = "/DA(/Helv 0 Tf)/DR<</Font<<>>>>/SigFlags 1" };

  return fill_world_form (&shape);
}

static GBytes *
new_split (void)
{
  const PrepareShape shape = {
    .catalog = "/AcroForm<</Fields[5 0 R]>>",
    .page = "/Annots[6 0 R]/Rotate 90",
    .objects = { "<</T(a)/FT/Sig/Kids[6 0 R]>>",
                 "<</Type/Annot/Subtype/Widget/Parent 5 0 R/Rect[9 9 90 60]/P 3 0 R/F 2>>" }
  };

  return prepare_make_shape (&shape);
}

static void
add_signatures (GPtrArray *all)
{
  static HopsoPdfSource *mark; /* made once */
  static const char *const locked[] = { "name", "Sig", NULL };
  const PrepareShape bare = { .catalog = "/AcroForm 5 0 R",
                              .page = "/Annots 6 0 R",
                              .objects = { "<</Fields 7 0 R>>", "[]", "[]" } };
  const PrepareShape certified = { .catalog = "/Perms<<>>", .page = "/CropBox[9 9 500 700]" };
  const PrepareShape nothing = { .catalog = "", .page = "" };
  const PrepareShape hidden = { .catalog = "/AcroForm<</Fields[5 0 R]>>",
                                .page = "",
                                .objects = { "<</T(Sig)/FT/Sig>>" } };
  HopsoPdfSignaturePlan plan = { .name = "An", .reason = "a", .location = "b", .signing_time = 9 };

  if (mark == NULL)
    mark = prepare_new_mark ();
  sign (add (all, "invisible", new_form ()), &plan);
  sign (add (all, "invisible in a list of its own", prepare_make_shape (&bare)), &plan);
  plan.certification = 2;
  sign (add (all, "certifying", prepare_make_shape (&certified)), &plan);
  plan = (HopsoPdfSignaturePlan){ .sub_filter = "ETSI.RFC3161" };
  sign (add (all, "timestamp", prepare_make_shape (&nothing)), &plan);
  plan = (HopsoPdfSignaturePlan){ .name = "An",
                                  .width = 50,
                                  .height = 20,
                                  .mark = mark,
                                  .lock = HOPSO_PDF_LOCK_INCLUDE,
                                  .locked_fields = locked };
  sign (add (all, "visible", prepare_make_shape (&certified)), &plan);
  plan.field_name = "Sig";
  plan.lock = HOPSO_PDF_LOCK_ALL;
  plan.locked_fields = NULL;
  sign (add (all, "in a field", new_form ()), &plan);
  plan.field_name = "a";
  sign (add (all, "in a field in two parts", new_split ()), &plan);
  plan = (HopsoPdfSignaturePlan){ .field_name = "Sig" };
  sign (add (all, "in a field, unseen", new_form ()), &plan);
  sign (add (all, "in a field without a place", prepare_make_shape (&hidden)), &plan);
}

static void
fill (EveryUpdate *self)
{
  static HopsoPdfSource *looks; /* made once */
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (self->original, &error);

  if (looks == NULL)
    looks = fill_world_looks (N_LOOKS);
  g_assert_no_error (error);
  self->filling = fill_world_plan ();
  self->filling->looks = looks;
  self->appended = hopso_pdf_prepare_filling (file, self->filling, &error);
  g_assert_no_error (error);
}

static void
add_fillings (GPtrArray *all)
{
  HopsoPdfSignaturePlan plan = { .name = "An" };
  g_autoptr (GBytes) form = new_form ();

  fill (add (all, "filling", new_form ()));
  fill (add (all, "filling what was signed", prepare_sign (form, &plan)));
}

static void
add_reserved (GPtrArray *all)
{
  static HopsoPdfSource *mark; /* made once: the seal, and a page for each value */
  const PrepareShape shape = { .catalog = "/Lang(vi)", .page = "" };
  HopsoPdfSignaturePlan approval = { .name = "An" };
  HopsoPdfSignaturePlan seal = { .name = "UBND", .width = 100, .height = 100 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = prepare_make_shape (&shape);
  g_autoptr (GBytes) reserved = hopso_pdf_reserve (plain, &reservation, &error);
  EveryUpdate *update = add (all, "reserving", g_bytes_ref (plain));
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (update->original, NULL);

  g_assert_no_error (error);
  update->reservation = &reservation;
  update->appended = hopso_pdf_prepare_reservation (file, &reservation, &error);
  g_assert_no_error (error);
  if (mark == NULL)
    {
      g_autoptr (GBytes) bytes = hopso_test_marks (100, 100, 3);

      mark = hopso_pdf_source_new_bytes (bytes);
    }
  update = add (all, "issuing", prepare_sign (reserved, &approval));
  update->filling = hopso_pdf_fill_plan_new ();
  fill_world_add (update->filling, hopso_pdf_reserved_kind_get_name (HOPSO_PDF_RESERVED_NUMBER),
                  "12", NULL);
  fill_world_add (update->filling, hopso_pdf_reserved_kind_get_name (HOPSO_PDF_RESERVED_DATE), "1",
                  NULL);
  seal.mark = mark;
  seal.field_name = hopso_pdf_reserved_kind_get_name (HOPSO_PDF_RESERVED_SEAL);
  sign (update, &seal);
}

static void
add_evidence (GPtrArray *all)
{
  static const char *const names[] = { "evidence", "more evidence", "evidence in its own objects" };
  const Store stores[] = { WITHOUT, DIRECT, INDIRECT };

  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      EveryUpdate *update = add (all, names[i], evidence_new_document (TABLE, stores[i]));
      g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (update->original, NULL);
      g_autoptr (GError) error = NULL;

      update->evidence = evidence_new_plan ();
      update->appended = hopso_pdf_prepare_evidence (file, update->evidence, &error);
      g_assert_no_error (error);
    }
}

GPtrArray *
every_updates (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (every_update_free);

  add_signatures (all);
  add_fillings (all);
  add_reserved (all);
  add_evidence (all);
  return all;
}

gboolean
every_update_check (const EveryUpdate *self,
                    GBytes *appended,
                    const EveryHole *hole,
                    GError **error)
{
  if (self->is_signature)
    return hopso_pdf_check_update (self->original, appended, &self->signing, hole->range,
                                   hole->offset, hole->size, error);
  if (self->filling != NULL)
    return hopso_pdf_check_filling (self->original, appended, self->filling, error);
  if (self->evidence != NULL)
    return hopso_pdf_check_evidence (self->original, appended, self->evidence, NULL, error);
  return hopso_pdf_check_reservation (self->original, appended, NULL, self->reservation, error);
}
