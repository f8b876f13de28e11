/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pkcs11-private.h"
#include "hopso-secret.h"

#include <p11-kit/p11-kit.h>

G_BEGIN_DECLS

/* One module, inside its process. */
typedef struct
{
  struct ck_function_list *functions; /* owned, nullable: not loaded */
} HopsoTokenHost;

/* Each takes the arguments and gives the answer of its HopsoTokenCall. */
ck_rv_t hopso_token_host_load (HopsoTokenHost *self,
                               GVariant *arguments,
                               HopsoSecret *pin,
                               GVariant **answer);
ck_rv_t hopso_token_host_slots (HopsoTokenHost *self,
                                GVariant *arguments,
                                HopsoSecret *pin,
                                GVariant **answer);
ck_rv_t hopso_token_host_info (HopsoTokenHost *self,
                               GVariant *arguments,
                               HopsoSecret *pin,
                               GVariant **answer);
ck_rv_t hopso_token_host_objects (HopsoTokenHost *self,
                                  GVariant *arguments,
                                  HopsoSecret *pin,
                                  GVariant **answer);
ck_rv_t hopso_token_host_open (HopsoTokenHost *self,
                               GVariant *arguments,
                               HopsoSecret *pin,
                               GVariant **answer);
ck_rv_t hopso_token_host_sign (HopsoTokenHost *self,
                               GVariant *arguments,
                               HopsoSecret *pin,
                               GVariant **answer);
ck_rv_t hopso_token_host_close (HopsoTokenHost *self,
                                GVariant *arguments,
                                HopsoSecret *pin,
                                GVariant **answer);
ck_rv_t hopso_token_host_set_pin (HopsoTokenHost *self,
                                  GVariant *arguments,
                                  HopsoSecret *pin,
                                  GVariant **answer);

G_END_DECLS
