import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { DataTable } from "@/components/ui/lists";
import type { Locale } from "@/db/values/locales";
import type { FactPlace } from "@/domain/facts/types";
import { whereFactsAreSaid } from "@/domain/incidents/queries";
import type { StaffContext } from "@/domain/kernel/context";
import { fieldNames } from "../draft-refusal";

/** Every place that says facts of an incident, from all slices that have words. */
export async function gatherFactPlaces(ctx: StaffContext, incidentId: string): Promise<FactPlace[]> {
  return whereFactsAreSaid(ctx, incidentId);
}

/** Where one fact is said, and what each place needs once another value is approved. */
export async function FactPlaces({ places, locale }: { places: FactPlace[]; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "fact-console" });
  const incident = await getTranslations({ locale, namespace: "incident-console" });
  const name = await fieldNames(locale);
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
          { head: t("places.field"), cell: ({ in: at, path }) => (at.kind === "revision" ? name(path) : path) },
          { head: t("places.follows"), cell: ({ mention, in: at }) => t(mention === "named" ? "places.named" : `places.written-${at.state}`) },
        ]}
      />
    </Panel>
  );
}
