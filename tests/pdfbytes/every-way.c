/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that the room does, over documents of all builds. What must hold of any document,
 * however it is bent, is asserted here. Test support. */

#include "every-way.h"

#include "evidence-world.h"
#include "fill-world.h"
#include "hopso-pdf-difference.h"
#include "hopso-pdf-prepare.h"
#include "hopso-pdf-reserve.h"
#include "hopso-pdf-signature.h"
#include "prepare-world.h"

#include <string.h>

static gboolean reading_fails;

static void
assert_told (gboolean is_there, const GError *error)
{
  g_assert_true (is_there == (error == NULL));
  if (error == NULL || reading_fails)
    return;
  g_assert_true (error->domain == HOPSO_PDF_ERROR);
  g_assert_cmpint (error->code, !=, HOPSO_PDF_ERROR_NOT_AS_PLANNED);
}

/* A document may refer to what it does not have and so is seen through only afterwards. */
static void
assert_passes (gboolean passes, const GError *error)
{
  g_assert_true (passes == (error == NULL));
  if (reading_fails || g_error_matches (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED))
    return;
  g_assert_no_error (error);
}

/* --- reading --------------------------------------------------------------------------------- */

static void
read_pages (HopsoPdfFile *file)
{
  g_autoptr (GError) error = NULL;
  guint n = 0, found;
  gboolean is_counted = hopso_pdf_file_get_n_pages (file, &n, &error);

  assert_told (is_counted, error);
  for (guint i = 0; is_counted && i < MIN (n, 4); i++)
    {
      const HopsoPdfPage *page = hopso_pdf_file_get_page (file, i, NULL);

      if (page != NULL && hopso_pdf_file_find_page (file, page->reference, &found, NULL))
        g_assert_cmpuint (found, <=, i);
    }
  hopso_pdf_file_get_version (file);
}

static void
read_signatures (HopsoPdfFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, &error);

  assert_told (signatures != NULL, error);
  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];
      g_auto (GStrv) findings = hopso_pdf_signature_dup_finding_names (signature->findings);
      g_auto (GStrv) oddities = hopso_pdf_signature_dup_oddity_names (signature->oddities);
      g_autoptr (GPtrArray) certificates = hopso_pdf_signature_dup_certificates (signature, file);
      g_autoptr (GError) problem = NULL;
      g_autoptr (GBytes) contents = hopso_pdf_signature_dup_contents (signature, file, &problem);

      assert_told (contents != NULL, problem);
      if (signature->coverage != HOPSO_PDF_COVERAGE_NONE)
        g_assert_cmpuint (signature->findings, ==, 0);
    }
  hopso_pdf_file_count_removed_signatures (file);
}

static void
read_revisions (HopsoPdfFile *file)
{
  guint n = hopso_pdf_file_get_n_revisions (file);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoPdfDifference) difference = hopso_pdf_file_compare_revision (file, i, &error);

      assert_told (difference != NULL, error);
      if (difference == NULL || reading_fails)
        continue;
      if (i + 1 == n)
        g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_NONE);
      for (guint j = 0; j < difference->touches->len; j++)
        {
          HopsoPdfTouch *touch = difference->touches->pdata[j];

          g_assert_nonnull (hopso_pdf_touch_kind_get_name (touch->kind));
          g_assert_true (touch->is_allowed || difference->change == HOPSO_PDF_CHANGE_ALTERED ||
                         !difference->is_permitted);
        }
    }
}

static void
read_rest (HopsoPdfFile *file)
{
  gboolean is_filled[HOPSO_PDF_N_RESERVED];
  HopsoPdfReservation places;
  GError *errors[3] = { NULL, NULL, NULL };
  g_autoptr (GPtrArray) material = hopso_pdf_file_list_material (file, &errors[0]);
  g_autoptr (GVariant) form = hopso_pdf_file_describe_form (file, &errors[1]);
  gboolean is_read = hopso_pdf_file_read_reservation (file, &places, is_filled, &errors[2]);

  assert_told (material != NULL, errors[0]);
  assert_told (form != NULL, errors[1]);
  assert_told (is_read, errors[2]);
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    g_clear_error (&errors[i]);
}

/* --- writing --------------------------------------------------------------------------------- */

static void
sign (HopsoPdfFile *file, const HopsoPdfSignaturePlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfPrepared) prepared = hopso_pdf_prepare_signature (file, plan, &error);
  gboolean passes;

  assert_told (prepared != NULL, error);
  if (prepared == NULL)
    return;
  passes = hopso_pdf_check_update (hopso_pdf_file_get_source (file), prepared->appended, plan,
                                   prepared->byte_range, prepared->hole_offset, prepared->hole_size,
                                   &error);
  assert_passes (passes, error);
  if (passes)
    hopso_pdf_prepared_keeps_places (prepared, file, plan, NULL);
}

static const char *const locked_fields[] = { "name", "Sig", NULL };

static const HopsoPdfSignaturePlan plans[] = {
  { .name = "An" },
  { .name = "An", .x = 1, .y = 1, .width = 50, .height = 20 },
  { .reason = "a", .lock = HOPSO_PDF_LOCK_INCLUDE, .locked_fields = locked_fields },
  { .certification = 2, .name = "An", .location = "b" },
  { .sub_filter = "ETSI.RFC3161" },
  { .field_name = "Sig", .name = "An", .width = 50, .height = 20, .lock = HOPSO_PDF_LOCK_ALL },
};

static void
sign_as_planned (HopsoPdfFile *file, HopsoSecret *password, guint i)
{
  static HopsoPdfSource *mark; /* made once */
  HopsoPdfSignaturePlan plan = plans[i];

  if (mark == NULL)
    mark = prepare_new_mark ();
  plan.hole_size = HOPSO_PDF_HOLE_SIZE_MIN;
  plan.password = password;
  plan.mark = plan.width > 0 ? mark : NULL;
  sign (file, &plan);
}

static void
sign_fields (HopsoPdfFile *file, HopsoSecret *password)
{
  g_autoptr (GPtrArray) fields = hopso_pdf_file_list_fields (file, NULL);

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const HopsoPdfField *field = fields->pdata[i];
      HopsoPdfSignaturePlan plan = { .field_name = field->name,
                                     .hole_size = HOPSO_PDF_HOLE_SIZE_MIN,
                                     .password = password };

      if (g_strcmp0 (field->type, "Sig") == 0)
        sign (file, &plan);
    }
}

static void
fill (HopsoPdfFile *file)
{
  static HopsoPdfSource *looks; /* made once */
  g_autoptr (HopsoPdfFillPlan) plan = fill_world_plan ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) appended = NULL;

  if (looks == NULL)
    looks = fill_world_looks (N_LOOKS);
  plan->looks = looks;
  appended = hopso_pdf_prepare_filling (file, plan, &error);
  assert_told (appended != NULL, error);
  if (appended != NULL)
    {
      gboolean passes =
          hopso_pdf_check_filling (hopso_pdf_file_get_source (file), appended, plan, &error);

      assert_passes (passes, error);
    }
  plan->looks = NULL;
}

static void
add_evidence (HopsoPdfFile *file, HopsoSecret *password)
{
  g_autoptr (HopsoPdfEvidencePlan) plan = evidence_new_plan ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) appended = hopso_pdf_prepare_evidence (file, plan, &error);
  gboolean passes;

  assert_told (appended != NULL, error);
  if (appended == NULL)
    return;
  passes =
      hopso_pdf_check_evidence (hopso_pdf_file_get_source (file), appended, plan, password, &error);
  assert_passes (passes, error);
}

static const HopsoPdfReservation reservation = {
  .places = { [HOPSO_PDF_RESERVED_NUMBER] = { .x = 100, .y = 100, .width = 50, .height = 14 },
              [HOPSO_PDF_RESERVED_DATE] = { .x = 300, .y = 100, .width = 90, .height = 14 },
              [HOPSO_PDF_RESERVED_SEAL] = { .x = 300, .y = 350, .width = 100, .height = 100 },
              [HOPSO_PDF_RESERVED_SIGNATURE] = { .x = 350, .y = 360, .width = 90, .height = 60 } }
};

static void
reserve (HopsoPdfFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) appended = hopso_pdf_prepare_reservation (file, &reservation, &error);
  gboolean passes;

  assert_told (appended != NULL, error);
  if (appended == NULL)
    return;
  passes = hopso_pdf_check_reservation (hopso_pdf_file_get_source (file), appended, NULL,
                                        &reservation, &error);
  assert_passes (passes, error);
}

/* The agency's act: number, date and seal in one update. */
static void
issue (HopsoPdfFile *file)
{
  static HopsoPdfSource *mark; /* made once: a page for the seal, one for each value */
  g_autoptr (HopsoPdfFillPlan) filling = hopso_pdf_fill_plan_new ();
  HopsoPdfSignaturePlan plan = { .name = "UBND",
                                 .width = 100,
                                 .height = 100,
                                 .filling = filling,
                                 .hole_size = HOPSO_PDF_HOLE_SIZE_MIN };

  if (mark == NULL)
    {
      g_autoptr (GBytes) bytes = hopso_test_marks (100, 100, 3);

      mark = hopso_pdf_source_new_bytes (bytes);
    }
  plan.mark = mark;
  plan.field_name = hopso_pdf_reserved_kind_get_name (HOPSO_PDF_RESERVED_SEAL);
  fill_world_add (filling, hopso_pdf_reserved_kind_get_name (HOPSO_PDF_RESERVED_NUMBER), "12",
                  NULL);
  fill_world_add (filling, hopso_pdf_reserved_kind_get_name (HOPSO_PDF_RESERVED_DATE), "1", NULL);
  sign (file, &plan);
}

/* Does one of the things that this room can do; FALSE when there are no more of them. */
gboolean
every_way_do (guint i, HopsoPdfFile *file, HopsoSecret *password, gboolean fails)
{
  void (*const readers[]) (HopsoPdfFile *) = { read_pages, read_signatures, read_revisions,
                                               read_rest };
  void (*const writers[]) (HopsoPdfFile *) = { fill, reserve, issue };

  reading_fails = fails;
  if (i < G_N_ELEMENTS (readers))
    readers[i](file);
  else if ((i -= G_N_ELEMENTS (readers)) < G_N_ELEMENTS (plans))
    sign_as_planned (file, password, i);
  else if ((i -= G_N_ELEMENTS (plans)) == 0)
    sign_fields (file, password);
  else if (i == 1)
    add_evidence (file, password);
  /* What follows is not done with protected documents. */
  else if (i - 2 < G_N_ELEMENTS (writers) && password == NULL)
    writers[i - 2](file);
  else
    return FALSE;
  return TRUE;
}

/* Opens; NULL when that is refused. */
HopsoPdfFile *
every_way_open (HopsoPdfSource *source, HopsoSecret *password, gboolean fails)
{
  g_autoptr (GError) error = NULL;
  HopsoPdfFile *file = hopso_pdf_file_open_protected (source, password, &error);

  reading_fails = fails;
  assert_told (file != NULL, error);
  return file;
}

/* Does with a document all that this room can do. */
void
every_way_go (HopsoPdfSource *source, HopsoSecret *password)
{
  g_autoptr (HopsoPdfFile) file = every_way_open (source, password, FALSE);

  for (guint i = 0; file != NULL && every_way_do (i, file, password, FALSE); i++)
    ;
}

/* --- documents ------------------------------------------------------------------------------- */

static void
every_document_free (gpointer data)
{
  EveryDocument *self = data;

  g_bytes_unref (self->bytes);
  g_clear_pointer (&self->password, hopso_secret_unref);
  g_free (self);
}

/* Takes @bytes. */
static GBytes *
add (GPtrArray *all, const char *name, GBytes *bytes)
{
  EveryDocument *document = g_new0 (EveryDocument, 1);

  document->name = name;
  document->bytes = bytes;
  g_ptr_array_add (all, document);
  return bytes;
}

static GBytes *
reserved_document (GBytes *plain)
{
  g_autoptr (GError) error = NULL;
  GBytes *reserved = hopso_pdf_reserve (plain, &reservation, &error);

  g_assert_no_error (error);
  return reserved;
}

static void
add_signed (GPtrArray *all)
{
  static const char *const locked[] = { "name", NULL };
  const FillShape form = { .field = "<<" FILL_WIDGET "/FT/Sig/T(Sig)/Rect[9 9 60 60]/Lock<<"
                                    "/Type/SigFieldLock/Action/Include/Fields[(days)(town)]>>"
                                    "/SV<</Type/SV/Ff 107/Filter/Adobe.PPKLite/SubFilter"
                                    "[/ETSI.CAdES.detached]/DigestMethod[(SHA256)]/Reasons[(.)]"
                                    "/MDP<</P 0>>/Cert<</Type/SVCert/Ff 0>>>>>>",
                           .form = "/DA(/Helv 0 Tf)/DR<</Font<<>>>>" };
  const FillShape stream = { .has_stream = TRUE, .catalog = "/Names<<>>/PageMode/UseNone" };
  HopsoPdfSignaturePlan approval = { .name = "An", .hole_size = HOPSO_PDF_HOLE_SIZE_MIN };
  HopsoPdfSignaturePlan certifying = { .certification = 2, .hole_size = HOPSO_PDF_HOLE_SIZE_MIN };
  HopsoPdfSignaturePlan locking = { .lock = HOPSO_PDF_LOCK_EXCLUDE,
                                    .locked_fields = locked,
                                    .hole_size = HOPSO_PDF_HOLE_SIZE_MIN };
  g_autoptr (HopsoPdfFillPlan) plan = fill_world_plan ();
  GBytes *bytes = add (all, "form", fill_world_form (&form));

  bytes = add (all, "signed form", prepare_sign (bytes, &approval));
  add (all, "signed and filled", fill_world_fill (bytes, plan, N_LOOKS));
  bytes = add (all, "form with a stream", fill_world_form (&stream));
  bytes = add (all, "certified", prepare_sign (bytes, &certifying));
  add (all, "locked", prepare_sign (bytes, &locking));
}

static void
add_reserved (GPtrArray *all)
{
  const PrepareShape shape = { .catalog = "/Lang(vi)", .page = "/Rotate 90/CropBox[1 2 500 700]" };
  HopsoPdfSignaturePlan approval = { .name = "An", .hole_size = HOPSO_PDF_HOLE_SIZE_MIN };
  g_autoptr (GBytes) plain = prepare_make_shape (&shape);
  g_autoptr (HopsoPdfEvidencePlan) evidence = evidence_new_plan ();
  GBytes *bytes = add (all, "reserved", reserved_document (plain));
  g_autoptr (GBytes) appended = NULL;

  bytes = add (all, "reserved and signed", prepare_sign (bytes, &approval));
  appended = evidence_prepare (bytes, evidence);
  add (all, "with evidence", evidence_join (bytes, appended));
  add (all, "hybrid", evidence_new_document (HYBRID, INDIRECT));
}

/* As other programs write them. */
static void
add_converted (GPtrArray *all)
{
  static const char *const packed[] = { "--object-streams=generate", NULL };
  static const char *const linear[] = { "--linearize", NULL };
  static const char *const strong[] = { "--encrypt", "u", "o", "256", "--", NULL };
  static const char *const old[] = {
    "--allow-weak-crypto", "--encrypt", "u", "o", "128", "--", NULL
  };
  const char *const *const options[] = { packed, linear, strong, old };
  static const char *const names[] = { "packed", "linear", "strong", "old" };
  const FillShape form = { .field = "<<" FILL_WIDGET "/FT/Sig/T(Sig)/Rect[9 9 60 60]>>" };
  g_autoptr (GBytes) plain = fill_world_form (&form);

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      GBytes *bytes = prepare_convert (plain, options[i]);

      if (bytes == NULL)
        return;
      add (all, names[i], bytes);
      if (i >= 2)
        ((EveryDocument *) all->pdata[all->len - 1])->password = hopso_secret_new_from_string ("o");
    }
}

/* Documents of all builds. */
GPtrArray *
every_way_documents (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (every_document_free);

  add_signed (all);
  add_reserved (all);
  add_converted (all);
  return all;
}
