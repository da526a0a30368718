import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { countKeptBack } from "@/domain/correspondence/queries";
import { mayReadInstallation } from "@/domain/installation/policy";
import { getInstallation, listGuests } from "@/domain/installation/queries";
import { findMissing } from "@/domain/installation/rules";
import { listStaffNames } from "@/domain/staff/queries";
import { countWaitingWaves } from "@/domain/waves/queries/count-waiting";
import { loadEnv } from "@/lib/env";
import { GuestsPanel, KeptPanel } from "./guests-panel";
import { Doubt, IdentityPanel } from "./identity-panel";
import { ModePanel } from "./mode-panel";

export const generateMetadata = staffTitle("installation", "title");

export default async function InstallationPage() {
  const { ctx, member } = await requireStaff(mayReadInstallation);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "installation" });
  const [installation, guests, kept, waiting, names] = await Promise.all([getInstallation(ctx), listGuests(ctx), countKeptBack(ctx), countWaitingWaves(ctx), listStaffNames(ctx)]);
  const mails = (state: "held" | "withheld") => kept.filter((row) => row.state === state).reduce((sum, row) => sum + row.mails, 0);
  const view = { locale, installation, missing: findMissing(loadEnv()), names, waiting: { ...waiting, mails: mails("held") }, withheld: mails("withheld") };
  return (
    <div className="max-w-240">
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      {installation.standing === "unconfirmed" && <Doubt {...view} />}
      <ModePanel {...view} />
      <GuestsPanel {...view} guests={guests} />
      {kept.length > 0 && <KeptPanel locale={locale} kept={kept} />}
      {installation.standing !== "unconfirmed" && <IdentityPanel {...view} />}
    </div>
  );
}
