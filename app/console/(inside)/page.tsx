import { getTranslations } from "next-intl/server";
import { findCurrentIncident } from "@/app/_server/current-incident";
import { requireStaff } from "@/app/_server/staff";
import { PageHead } from "@/components/console/page-head";
import { mayUseConsole } from "@/domain/staff/policy";

export const metadata = { title: "Overview" };

export default async function OverviewPage() {
  const { ctx, member } = await requireStaff(mayUseConsole);
  const t = await getTranslations({ locale: member.locale, namespace: "console" });
  const { current } = await findCurrentIncident(ctx);
  return <PageHead title={t("nav.overview")}>{current?.title[member.locale]}</PageHead>;
}
