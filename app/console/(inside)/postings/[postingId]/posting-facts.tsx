import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { portalAddress } from "@/app/_server/hosts";
import { Panel } from "@/components/console/page-head";
import { buttonClass } from "@/components/ui/button";
import { KeyValues } from "@/components/ui/lists";
import { formatCount, formatTime, Time } from "@/components/ui/text";
import { loadRulebook } from "@/content/rules/rulebook";
import { localeNames } from "@/db/values/locales";
import { postingPath } from "@/domain/postings/rules";
import { listStaffNames } from "@/domain/staff/queries";
import { loadEnv } from "@/lib/env";
import type { PostingView } from "./posting-view";

/** Who did what, how long it stays and why. */
export async function PostingFacts({ ctx, locale, posting, timeZone }: PostingView) {
  const t = await getTranslations({ locale, namespace: "postings" });
  const names = await listStaffNames(ctx);
  const by = (id: string, at: Date) => t("facts.by", { name: names.get(id) ?? "–", at: formatTime(at, locale, timeZone) });
  const { template, decidedBy, decidedAt, publishedFrom, mustStayUntil, archivedBy, archivedAt } = posting;
  const why = posting.rules.map((id) => loadRulebook().rules.find((rule) => rule.id === id)?.instrument[locale] ?? id);
  return (
    <Panel title={t("facts.title")}>
      <KeyValues
        rows={[
          { name: t("wording"), value: <Link prefetch={false} href={`/console/notices/${template.id}?version=${template.number}`}>{t("wording-of", { name: template.name, number: template.number })}</Link> },
          { name: t("facts.proposed"), value: by(posting.proposedBy, posting.proposedAt) },
          ...(decidedBy && decidedAt && posting.state !== "withdrawn" ? [{ name: t("facts.published"), value: by(decidedBy, decidedAt) }] : []),
          ...(publishedFrom ? [{ name: t("facts.from"), value: <Time at={publishedFrom} locale={locale} timeZone={timeZone} /> }] : []),
          ...(mustStayUntil ? [{ name: t("facts.until"), value: <Time at={mustStayUntil} locale={locale} timeZone={timeZone} /> }] : []),
          { name: t("facts.rules"), value: `${t("facts.days", { days: posting.leastDays })}: ${why.length > 0 ? why.join("; ") : t("facts.rule-floor")}` },
          ...(posting.supersedes === null ? [] : [{ name: t("facts.supersedes"), value: t("posting", { number: posting.supersedes }) }]),
          ...(posting.supersededBy.length === 0 ? [] : [{ name: t("facts.superseded-by"), value: posting.supersededBy.map((number) => t("posting", { number })).join(", ") }]),
          ...(posting.waveId ? [{ name: t("facts.wave"), value: <Link prefetch={false} href={`/console/waves/${posting.waveId}`}>{posting.waveId}</Link> }] : []),
          ...(archivedBy && archivedAt ? [{ name: t("facts.archived"), value: by(archivedBy, archivedAt) }] : []),
        ]}
      />
    </Panel>
  );
}

/** Where it stands, in each language, and by what anybody can tell that it is still the same. */
export async function PostedFiles({ locale, posting }: PostingView) {
  const t = await getTranslations({ locale, namespace: "postings" });
  const url = (language: (typeof posting.files)[number]["locale"]) => loadEnv().AMENDS_URL.replace(/\/$/, "") + postingPath({ slug: posting.slug, number: posting.number, locale: language });
  return (
    <Panel title={t("files.title")}>
      <div className="space-y-4">
        {posting.files.map((file) => (
          <div key={file.locale}>
            <h3 className="mb-1 text-14 font-semibold">
              <span lang={file.locale}>{localeNames[file.locale]}</span>: <span lang={file.locale}>{file.title}</span>
            </h3>
            <KeyValues
              rows={[
                { name: t("files.address"), value: <a className="wrap-anywhere" href={portalAddress(postingPath({ slug: posting.slug, number: posting.number, locale: file.locale }))}>{url(file.locale)}</a> },
                { name: t("files.hash"), value: <code className="break-all">{file.hash}</code> },
                { name: t("files.size"), value: t("files.bytes", { bytes: formatCount(file.bytes, locale) }) },
              ]}
            />
          </div>
        ))}
      </div>
      <p className="mt-4">
        <a className={buttonClass("secondary")} href={`/console/postings/${posting.id}/proof`} download>
          {t("files.proof")}
        </a>
      </p>
    </Panel>
  );
}
