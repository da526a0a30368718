import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink } from "@/components/ui/lists";
import { Badge, EmptyState, Time } from "@/components/ui/text";
import { mayFollowClaims } from "@/domain/claims/desk/policy";
import { listMentions } from "@/domain/claims/desk/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { readMentionsAction } from "../desk-actions";

export const generateMetadata = staffTitle("claims-desk", "mentions.title");

export default async function MentionsPage() {
  const { ctx, member, incident } = await requireIncident(mayFollowClaims);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "claims-desk" });
  const claims = await getTranslations({ locale, namespace: "claims" });
  const [mentions, names] = await Promise.all([listMentions(ctx), listStaffNames(ctx)]);
  const unread = [...new Set(mentions.filter(({ read }) => !read).map(({ claimId }) => claimId))];
  return (
    <div className="max-w-240">
      <BackLink href="/console/claims">{claims("console.title")}</BackLink>
      <PageHead title={t("mentions.title")}>{t("mentions.intro")}</PageHead>
      {mentions.length === 0 && <EmptyState title={t("mentions.none")}>{t("mentions.none-hint")}</EmptyState>}
      <ul className="divide-y divide-line border-y border-line">
        {mentions.map((mention) => (
          <li key={mention.noteId} className="py-3">
            <p className="text-14 text-ink-soft">
              <Link href={`/console/claims/${mention.claimId}`} prefetch={false} className="tabular-nums">
                {mention.reference}
              </Link>{" "}
              · <strong className="text-ink">{names.get(mention.authorId) ?? ""}</strong> · <Time at={mention.at} locale={locale} timeZone={incident.timeZone} /> {!mention.read && <Badge tone="accent">{t("mentions.unread")}</Badge>}
            </p>
            <p className="whitespace-pre-wrap wrap-break-word">{mention.text}</p>
          </li>
        ))}
      </ul>
      {unread.length > 0 && (
        <div className="mt-4">
          <ActionForm action={readMentionsAction}>
            {unread.map((claimId) => (
              <input key={claimId} type="hidden" name="claim" value={claimId} />
            ))}
            <SubmitButton kind="secondary">{t("mentions.read-all")}</SubmitButton>
          </ActionForm>
        </div>
      )}
    </div>
  );
}
