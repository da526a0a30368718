import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { Badge, formatTime, Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { OwnSession } from "@/domain/staff/types";
import { endOwnSessionsAction } from "../actions";
import { OwnRow } from "./own-row";

/** Where somebody is signed in, and how to end it. */
export async function OwnSessions({ sessions, locale }: { sessions: OwnSession[]; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "sessions" });
  const named = (session: OwnSession) => session.device || t("own.device-unknown");
  return (
    <Panel title={t("own.title")}>
      <p className="mb-4 max-w-180">{t("own.intro")}</p>
      <ActionForm action={endOwnSessionsAction} hidden={{ which: "one" }} className="space-y-4">
        <ul className="divide-y divide-line border-y border-line">
          {sessions.map((session) => (
            <OwnRow
              key={session.sessionId}
              title={
                <>
                  {named(session)} {session.current && <Badge tone="good">{t("own.this")}</Badge>}
                </>
              }
              facts={
                <>
                  {t("own.network")} <span className="tabular-nums">{session.network ?? t("own.network-unknown")}</span> · {t("own.since")} <Time at={session.createdAt} locale={locale} /> · {t("own.last")} <Time at={session.lastSeenAt} locale={locale} />
                </>
              }
            >
              {!session.current && (
                <SubmitButton kind="secondary" small name="sessionId" value={session.sessionId}>
                  {t("own.end-one")}
                  <span className="sr-only"> · {t("own.end-one-of", { device: named(session), at: formatTime(session.createdAt, locale) })}</span>
                </SubmitButton>
              )}
            </OwnRow>
          ))}
        </ul>
      </ActionForm>
      <div className="mt-4 flex flex-wrap gap-3">
        {sessions.length > 1 && (
          <ActionForm action={endOwnSessionsAction} hidden={{ which: "others" }} className="contents">
            <SubmitButton kind="secondary">{t("own.end-others")}</SubmitButton>
          </ActionForm>
        )}
        <ActionForm action={endOwnSessionsAction} hidden={{ which: "all" }} className="contents">
          <SubmitButton kind="danger">{t("own.end-all")}</SubmitButton>
        </ActionForm>
      </div>
    </Panel>
  );
}
