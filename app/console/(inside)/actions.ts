"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { chooseIncident } from "@/app/_server/current-incident";
import { requireStaff } from "@/app/_server/staff";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { getIncidentForStaff } from "@/domain/incidents/queries";
import { mayReadIncidents } from "@/domain/incidents/policy";
import { endOwnSessions } from "@/domain/staff/end-own-sessions";
import { mayUseConsole } from "@/domain/staff/policy";
import { setLocale } from "@/domain/staff/set-locale";
import { signOut } from "@/domain/staff/sign-out";

export async function signOutAction(): Promise<void> {
  const { ctx } = await requireStaff(mayUseConsole);
  await signOut(ctx);
  await forgetCookie();
  redirect("/console/sign-in");
}

async function forgetCookie(): Promise<void> {
  const jar = await cookies();
  jar.delete("next-auth.session-token");
  // A browser takes no word about a cookie of this prefix that is not marked so itself (RFC 6265bis § 4.1.3.1).
  jar.delete({ name: "__Secure-next-auth.session-token", secure: true });
}

export async function endOwnSessionsAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayUseConsole, form, async (ctx, input, { locale }) => {
    const { ended } = await endOwnSessions(ctx, input);
    if (input.which === "all") {
      await forgetCookie();
      return { redirect: `/console/sign-in?lang=${locale}` };
    }
    revalidatePath("/console/account");
    const t = await getTranslations({ locale, namespace: "sessions" });
    return { message: input.which === "one" ? t("own.ended-one") : t("own.ended-others", { count: ended }) };
  });
}

export async function chooseIncidentAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReadIncidents, form, async (ctx, input) => {
    const incident = await getIncidentForStaff(ctx, String(input.incident));
    await chooseIncident(incident.id);
    return { redirect: "/console" };
  });
}

export async function setLocaleAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayUseConsole, form, async (ctx, input) => {
    await setLocale(ctx, input);
    revalidatePath("/console", "layout");
    return { redirect: "/console/account" };
  });
}
