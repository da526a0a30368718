import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import type { Review } from "@/domain/access-review/types";
import { SubmitButton } from "../form/submit-button";
import { DataTable } from "../ui/lists";
import { Badge, formatTime } from "../ui/text";
import { ReviewBox } from "./review-box";

const tones = { keep: "good", revoke: "leaked", "no-answer": "possible" } as const;

interface ReviewsTableProps {
  reviews: Review[];
  names: ReadonlyMap<string, string>;
  /** Whose screen it is, where they may answer now: they may not for themself. */
  reviewer: string | null;
  locale: Locale;
  empty: ReactNode;
}

/** The roles of a campaign with what was known of them when it was opened, and their answers. */
export async function ReviewsTable({ reviews, names, reviewer, locale, empty }: ReviewsTableProps) {
  const [t, tStaff] = [await getTranslations({ locale, namespace: "access-review" }), await getTranslations({ locale, namespace: "staff" })];
  const time = (at: string | Date) => formatTime(new Date(at), locale, undefined, true);
  const values = ({ role, facts }: Review) => ({ name: facts.name, role: tStaff(`role.${role}`) });
  const did = ({ facts }: Review): string[] => {
    const approved = Object.values(facts.approved).reduce((sum, times) => sum + times, 0);
    const lines = [...(approved > 0 ? [t("approved", { count: approved })] : []), ...(facts.looks > 0 ? [t("looks", { count: facts.looks })] : []), ...facts.incidents.map(({ slug, acts }) => t("acts", { incident: slug, count: acts }))];
    return [...(lines.length > 0 ? lines : [t("nothing")]), ...(facts.keys.length > 0 ? [t("keys", { keys: facts.keys.join(", ") })] : [])];
  };
  return (
    <DataTable
      caption={t("roles")}
      rows={reviews}
      rowKey={({ id }) => id}
      empty={empty}
      lead={reviewer === null ? undefined : { head: <span className="sr-only">{t("pick-column")}</span>, cell: (review) => (review.staffId === reviewer ? null : <ReviewBox id={review.id} label={t("pick", values(review))} />) }}
      columns={[
        { head: t("person"), cell: ({ staffId, facts }) => <><Link href={`/console/staff/${staffId}`} prefetch={false}>{facts.name}</Link>{facts.suspended && <> <Badge tone="possible">{t("suspended")}</Badge></>}</> },
        { head: t("role"), cell: ({ role }) => <Badge>{tStaff(`role.${role}`)}</Badge> },
        {
          head: t("given"),
          cell: ({ facts }) => (
            <ul>
              <li>{t("given-at", { at: time(facts.grantedAt), by: facts.group !== null ? t("group", { group: facts.group }) : (facts.grantedBy ?? t("operator")) })}</li>
              {facts.renewedAt !== null && <li>{t("renewed", { at: time(facts.renewedAt), by: facts.renewedBy ?? t("operator") })}</li>}
              <li className="text-ink-soft">{t("ends", { at: time(facts.expiresAt) })}</li>
            </ul>
          ),
        },
        {
          head: t("used"),
          cell: ({ facts }) => (
            <ul>
              <li>{facts.lastUsedAt !== null ? t("last-used", { at: time(facts.lastUsedAt) }) : t("never-used")}</li>
              <li className="text-ink-soft">{facts.lastSignInAt !== null ? t("last-sign-in", { at: time(facts.lastSignInAt) }) : t("never-signed-in")}</li>
            </ul>
          ),
        },
        { head: t("did"), cell: (review) => <ul>{did(review).map((line) => <li key={line} className="wrap-anywhere">{line}</li>)}</ul> },
        { head: t("reviewer"), cell: ({ reviewerId }) => (reviewerId !== null ? (names.get(reviewerId) ?? "–") : <span className="text-ink-soft">{t("nobody")}</span>) },
        {
          head: t("answer"),
          cell: (review) => (
            <div className="space-y-1">
              {review.decision === null ? (
                <span className="text-ink-soft">{review.staffId === reviewer ? t("own") : t("state.unanswered")}</span>
              ) : (
                <p className="flex flex-wrap items-center gap-1">
                  <Badge tone={tones[review.decision]}>{t(`state.${{ keep: "kept", revoke: "revoked", "no-answer": "no-answer" }[review.decision]}`)}</Badge>
                  {review.outcome !== null && review.outcome !== "kept" && <span className="text-ink-soft">{t(`outcome.${review.outcome}`)}</span>}
                </p>
              )}
              {review.decidedBy !== null && review.decidedAt !== null && <p className="text-ink-soft">{t("answered", { name: names.get(review.decidedBy) ?? "–", at: time(review.decidedAt) })}</p>}
              {review.reason !== null && <p className="wrap-anywhere">{review.reason}</p>}
              {reviewer !== null && review.decision !== null && review.staffId !== reviewer && (
                <SubmitButton kind="secondary" small name="undo" value={review.id}>
                  {t("undo")}
                  <span className="sr-only"> {t("undo-of", values(review))}</span>
                </SubmitButton>
              )}
            </div>
          ),
        },
      ]}
    />
  );
}
