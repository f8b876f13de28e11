/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-prepare.h"
#include "hopso-test-pki.h"

G_BEGIN_DECLS

/**
 * HopsoTestRecipe:
 *
 * A PDF that is signed, stamped and kept step by step, each step an incremental update by pdfbytes,
 * each signature, token, list and answer by the openssl program at the time of the PKI
 * (hopso_test_pki_set_time()). For tests only: the application itself writes B-B.
 */
typedef struct _HopsoTestRecipe HopsoTestRecipe;

/**
 * HopsoTestMaterial:
 * @HOPSO_TEST_MATERIAL_OCSP: an answer of the issuer for each certificate, fresh for a day
 * @HOPSO_TEST_MATERIAL_CRL: the list of each issuer, fresh for 30 days
 * @HOPSO_TEST_MATERIAL_VRI: also named by the signature that came last
 *
 * What goes into the document security store besides the certificates.
 */
typedef enum
{
  HOPSO_TEST_MATERIAL_OCSP = 1 << 0,
  HOPSO_TEST_MATERIAL_CRL = 1 << 1,
  HOPSO_TEST_MATERIAL_VRI = 1 << 2,
} HopsoTestMaterial;

/**
 * HopsoTestLevel:
 *
 * The levels of PAdES, and B-LTA with two further archive time stamps, each with material for the
 * one before.
 */
typedef enum
{
  HOPSO_TEST_LEVEL_B,
  HOPSO_TEST_LEVEL_T,
  HOPSO_TEST_LEVEL_LT,
  HOPSO_TEST_LEVEL_LTA,
  HOPSO_TEST_LEVEL_RENEWED,
} HopsoTestLevel;

HopsoTestRecipe *hopso_test_recipe_new (HopsoTestPki *pki, GBytes *pdf);
HopsoTestRecipe *
hopso_test_recipe_new_of_level (HopsoTestPki *pki, const char *certificate, HopsoTestLevel level);
void hopso_test_recipe_free (HopsoTestRecipe *self);

void hopso_test_recipe_set_tsa (HopsoTestRecipe *self, const char *certificate);
void hopso_test_recipe_set_token (HopsoTestRecipe *self, GBytes *token);
GBytes *hopso_test_recipe_dup_token (HopsoTestRecipe *self);
void hopso_test_recipe_sign (HopsoTestRecipe *self, const char *certificate, gboolean is_stamped);
void hopso_test_recipe_sign_plan (HopsoTestRecipe *self,
                                  const char *certificate,
                                  gboolean is_stamped,
                                  const HopsoPdfSignaturePlan *plan);
void hopso_test_recipe_sign_by_command (HopsoTestRecipe *self,
                                        const char *sub_filter,
                                        const char *command);
void hopso_test_recipe_sign_legacy (HopsoTestRecipe *self,
                                    const char *certificate,
                                    const char *sub_filter);
void hopso_test_recipe_add_material (HopsoTestRecipe *self,
                                     HopsoTestMaterial kinds,
                                     const char *certificate,
                                     ...) G_GNUC_NULL_TERMINATED;
void hopso_test_recipe_stamp_document (HopsoTestRecipe *self);
void hopso_test_recipe_append (HopsoTestRecipe *self, GByteArray *update);

HopsoPdfFile *hopso_test_recipe_open (HopsoTestRecipe *self);
GBytes *hopso_test_recipe_dup_bytes (HopsoTestRecipe *self);
void hopso_test_recipe_write (HopsoTestRecipe *self, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestRecipe, hopso_test_recipe_free)

G_END_DECLS
