/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-page.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoRequestsPage:
 *
 * The sign requests of a person: to be signed now, submitted, waiting for others, over.
 */
#define HOPSO_TYPE_REQUESTS_PAGE (hopso_requests_page_get_type ())
G_DECLARE_FINAL_TYPE (HopsoRequestsPage, hopso_requests_page, HOPSO, REQUESTS_PAGE, HopsoPage)

GtkWidget *hopso_requests_page_new (HopsoWorkspace *workspace, HopsoClock *clock);

G_END_DECLS
