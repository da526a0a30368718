import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { DataTable } from "@/components/ui/lists";
import type { OffBoarded } from "@/domain/offboarding/types";

/** Whom somebody let in before they left: people they added, and roles they gave to others. */
export async function TheirDoing({ ended: { addedPeople, givenRoles }, names, locale }: { ended: OffBoarded; names: ReadonlyMap<string, string>; locale: "ko" | "en" }) {
  const [t, staffWords] = await Promise.all([getTranslations({ locale, namespace: "off-boarding" }), getTranslations({ locale, namespace: "staff" })]);
  const people = [...new Set([...addedPeople, ...givenRoles.map(({ staffId }) => staffId)])];
  return (
    <Panel title={t("doing.title")}>
      <p className="mb-3">{people.length === 0 ? t("doing.none") : t("doing.intro")}</p>
      <DataTable
        caption={t("doing.title")}
        rows={people}
        rowKey={(id) => id}
        empty={null}
        columns={[
          { head: t("doing.person"), cell: (id) => <Link href={`/console/staff/${id}`} prefetch={false}>{names.get(id) ?? "–"}</Link> },
          { head: t("doing.added"), cell: (id) => (addedPeople.includes(id) ? t("doing.yes") : "–") },
          { head: t("doing.roles"), cell: (id) => givenRoles.filter(({ staffId }) => staffId === id).map(({ role }) => staffWords(`role.${role}`)).join(", ") || "–" },
        ]}
      />
    </Panel>
  );
}
