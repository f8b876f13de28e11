/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token-module-info.h"

G_BEGIN_DECLS

/* A module that is to be asked. */
typedef struct
{
  char *file;      /* owned */
  char *arguments; /* owned, nullable: what its C_Initialize wants to be told */
  HopsoTokenSource source;
} HopsoTokenSpec;

HopsoTokenSpec *
hopso_token_spec_new (const char *file, const char *arguments, HopsoTokenSource source);
void hopso_token_spec_free (HopsoTokenSpec *self);
GPtrArray *hopso_token_specs_new (void);

/* Takes @spec, unless the same file is among @specs by whatever name. */
void hopso_token_specs_take (GPtrArray *specs, HopsoTokenSpec *spec);

/* What p11-kit is configured with, apart from what holds no tokens. */
void hopso_token_specs_add_configured (GPtrArray *specs, const char *const *folders);

/* What a list names and this machine has; @keeps_missing: also what it does not have. */
void hopso_token_specs_add_list (GPtrArray *specs,
                                 const char *path,
                                 const char *const *folders,
                                 HopsoTokenSource source,
                                 gboolean keeps_missing);

/* All of that, from where this machine and this person keep it. */
GPtrArray *hopso_token_specs_dup_all (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTokenSpec, hopso_token_spec_free)

G_END_DECLS
