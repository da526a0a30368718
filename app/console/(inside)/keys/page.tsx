import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { DataTable } from "@/components/ui/lists";
import { Callout, EmptyState, Time } from "@/components/ui/text";
import { mayReadKeys } from "@/domain/keys/policy";
import { listKeys } from "@/domain/keys/register/queries";
import type { RegisteredKey } from "@/domain/keys/register/types";
import { listStaffNames } from "@/domain/staff/queries";
import { KeyBadges, KeyName } from "./key-words";

export const generateMetadata = staffTitle("keys", "title");

export default async function KeysPage({ searchParams }: PageProps<"/console/keys">) {
  const { ctx, member } = await requireStaff(mayReadKeys);
  const { locale } = member;
  const all = (await searchParams).all === "1";
  const [keys, names, t] = await Promise.all([listKeys(ctx), listStaffNames(ctx), getTranslations({ locale, namespace: "keys" })]);
  const living = keys.filter(({ state }) => state === "active" || state === "next");
  const overdue = living.filter(({ age }) => age === "overdue");
  const owed = living.filter(({ leavers }) => leavers.length > 0);
  const unknown = living.filter(({ kind, custodians }) => kind === "database-login" && custodians.length === 0);
  const past = keys.length - living.length;
  return (
    <div className="max-w-320">
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      {overdue.length > 0 && (
        <div className="mb-4" role="alert">
          <Callout kind="leaked" title={t("overdue.title", { count: overdue.length })}>
            {t("overdue.text")}
          </Callout>
        </div>
      )}
      {owed.length > 0 && (
        <div className="mb-4" role="alert">
          <Callout kind="leaked" title={t("owed.title", { count: owed.length })}>
            {t("owed.text")}
          </Callout>
        </div>
      )}
      {unknown.length > 0 && (
        <div className="mb-4">
          <Callout kind="possible" title={t("unknown.title", { count: unknown.length })}>
            {t("unknown.text")}
          </Callout>
        </div>
      )}
      <Panel title={all ? t("list.all") : t("list.living")}>
        <DataTable<RegisteredKey>
          caption={t("title")}
          rows={all ? keys : living}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/console/keys/${id}`}
          empty={<EmptyState title={t("none")}>{t("none-text")}</EmptyState>}
          columns={[
            { head: t("key"), cell: (key) => <KeyName named={key} locale={locale} /> },
            { head: t("state"), cell: (key) => <KeyBadges named={key} locale={locale} /> },
            { head: t("due"), cell: (key) => (key.state === "active" ? <Time brief at={key.dueAt} locale={locale} /> : "–") },
            { head: t("owner"), cell: ({ ownerId }) => (ownerId ? (names.get(ownerId) ?? "–") : "–") },
            { head: t("custodians"), cell: ({ custodians }) => custodians.map(({ staffId }) => names.get(staffId) ?? "–").join(", ") || "–" },
            { head: t("last-used"), cell: ({ lastUsedAt }) => (lastUsedAt ? <Time brief at={lastUsedAt} locale={locale} /> : "–") },
          ]}
        />
        {past > 0 && (
          <p className="mt-3">
            <Link href={all ? "/console/keys" : "/console/keys?all=1"} prefetch={false}>
              {all ? t("list.only-living") : t("list.past", { count: past })}
            </Link>
          </p>
        )}
      </Panel>
    </div>
  );
}
