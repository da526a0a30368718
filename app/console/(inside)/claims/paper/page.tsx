import { getTranslations } from "next-intl/server";
import { portalAddress } from "@/app/_server/hosts";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { ClaimSearch } from "@/components/claims/claim-search";
import { EntryList } from "@/components/claims/entry-list";
import { PageHead, Panel } from "@/components/console/page-head";
import { BackLink } from "@/components/ui/lists";
import { Callout } from "@/components/ui/text";
import { ENTRIES_MOST, listEntries } from "@/domain/claims/paper/queries";
import { mayEnterPaperClaims } from "@/domain/claims/policy";
import { listOpenProgrammes } from "@/domain/programmes/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { findRecordAction } from "./actions";

export const generateMetadata = staffTitle("claims-paper", "title");

/** Where the entry of a paper begins: with the record it speaks of. */
export default async function PaperClaimsPage({ searchParams }: PageProps<"/console/claims/paper">) {
  const { ctx, member, incident } = await requireIncident(mayEnterPaperClaims);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  const [own, others, names, programmes, { dropped }] = await Promise.all([listEntries(ctx, incident.id, { whose: "own" }), listEntries(ctx, incident.id, { whose: "others" }), listStaffNames(ctx), listOpenProgrammes(ctx.db, incident.id), searchParams]);
  const list = { most: ENTRIES_MOST, linked: true, locale, timeZone: incident.timeZone };
  return (
    <div className="max-w-240">
      <BackLink href="/console/claims">{t("back")}</BackLink>
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      {dropped === "1" && (
        <div role="status" className="mb-4">
          <Callout>{t("dropped")}</Callout>
        </div>
      )}
      {programmes.length === 0 ? (
        <p>{t("no-programme")}</p>
      ) : (
        <Panel title={t("find")}>
          <p className="mb-3">{t("find-intro")}</p>
          <ClaimSearch action={findRecordAction} words={{ label: t("find-label"), hint: t("find-hint"), submit: t("find-submit") }} />
        </Panel>
      )}
      <Panel title={t("entries")}>
        <EntryList {...list} caption={t("entries")} entries={own} names={null} empty={<p className="text-ink-soft">{t("entries-none")}</p>} />
      </Panel>
      <Panel title={t("others")}>
        {others.length > 0 && <p className="mb-3">{t("others-intro")}</p>}
        <EntryList {...list} caption={t("others")} entries={others} names={names} empty={<p className="text-ink-soft">{t("others-none")}</p>} />
      </Panel>
      {programmes.length > 0 && (
        <Panel title={t("forms")}>
          <p className="mb-3">{t("forms-intro")}</p>
          <ul className="space-y-1">
            {programmes.map((programme) => (
              <li key={programme.id}>
                <a href={portalAddress(`/${locale}/${incident.slug}/compensation/${programme.slug}/form`)}>{t("form-of", { name: programme.terms.texts.name[locale] })}</a>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}
