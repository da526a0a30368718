import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { DataTable } from "@/components/ui/lists";
import type { Locale } from "@/db/values/locales";
import type { FactPlace } from "@/domain/facts/types";
import { whereFactsAreSaid } from "@/domain/incidents/queries";
import type { IncidentSummary } from "@/domain/incidents/types";
import { may, type StaffContext } from "@/domain/kernel/context";
import { mayReadNotices } from "@/domain/notices/policy";
import { whereFactsAreSaid as whereNoticesSayFacts } from "@/domain/notices/queries";
import { fieldNames } from "../draft-refusal";

/** Every place that says facts of an incident, from all slices that have words; those of notices for whoever may read notices. */
export async function gatherFactPlaces(ctx: StaffContext, incident: Pick<IncidentSummary, "id" | "timeZone">): Promise<FactPlace[]> {
  const notices = may(ctx.actor, mayReadNotices) ? await whereNoticesSayFacts(ctx, incident.id, incident.timeZone) : [];
  return [...(await whereFactsAreSaid(ctx, incident.id)), ...notices];
}

/** Where one fact is said, and what each place needs once another value is approved. */
export async function FactPlaces({ places, locale }: { places: FactPlace[]; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "fact-console" });
  const incident = await getTranslations({ locale, namespace: "incident-console" });
  const name = await fieldNames(locale);
  const fieldOfNotice = (path: string) => {
    const section = /^sections\.(\d+)\./.exec(path)?.[1];
    return section === undefined ? t(path.startsWith("sms") ? "places.sms" : "places.subject") : t("places.section", { number: Number(section) + 1 });
  };
  return (
    <Panel title={t("places.title")}>
      {places.length > 0 && <p className="mb-2 text-ink-soft">{t("places.text")}</p>}
      <DataTable
        caption={t("places.title")}
        rows={places}
        rowKey={(place) => `${JSON.stringify(place.in)} ${place.path} ${place.locale}`}
        empty={<p>{t("places.none")}</p>}
        columns={[
          {
            head: t("places.where"),
            cell: ({ in: at }) =>
              at.kind === "revision" ? (
                <Link href={at.state === "published" ? "/console/incidents" : "/console/incidents/preview"} prefetch={false}>
                  {t("places.revision", { number: at.number, state: incident(`state-name.${at.state}`) })}
                </Link>
              ) : (
                <Link href={`/console/notices/${at.templateId}?version=${at.number}`} prefetch={false}>
                  {t("places.notice", { name: at.name, number: at.number })}
                </Link>
              ),
          },
          { head: t("places.field"), cell: ({ in: at, path, locale: language }) => (at.kind === "revision" ? name(path) : `${fieldOfNotice(path)} (${t(`language.${language}`)})`) },
          { head: t("places.follows"), cell: ({ mention, in: at }) => t(mention === "written" ? `places.written-${at.state}` : at.kind === "notice" ? "places.named-notice" : "places.named") },
        ]}
      />
    </Panel>
  );
}
