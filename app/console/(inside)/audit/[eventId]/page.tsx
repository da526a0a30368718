import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { notFoundOr } from "@/app/_server/not-found-or";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { formatCount, Time } from "@/components/ui/text";
import { purposeOf } from "@/db/values/look-purposes";
import { mayReadAudit } from "@/domain/audit/policy";
import { getEvent } from "@/domain/audit/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { auditZone } from "../audit-zone";
import { auditLink, nameActor } from "../name-actor";

export const generateMetadata = staffTitle("audit", "event");

export default async function AuditEventPage({ params }: PageProps<"/console/audit/[eventId]">) {
  const { ctx, member } = await requireStaff(mayReadAudit);
  const { locale } = member;
  const event = await notFoundOr(getEvent(ctx, (await params).eventId));
  const [names, t, looks] = await Promise.all([listStaffNames(ctx), getTranslations({ locale, namespace: "audit" }), getTranslations({ locale, namespace: "reveals" })]);
  const timeZone = await auditZone(ctx, event.incidentId);
  const { objectKind: kind, objectId: object, checkpoint } = event;
  const purpose = purposeOf(event.action, event.details.purpose);
  const code = (text: string) => <code className="wrap-anywhere text-14">{text}</code>;
  const link = (href: string, text: string) => (
    <Link prefetch={false} className="wrap-anywhere" href={href}>
      {text}
    </Link>
  );
  const who = event.actorKind === "staff" && event.actorId ? link(auditLink({ person: event.actorId }, "/timeline"), nameActor(event, names, t)) : <>{nameActor(event, names, t)} {event.actorId && code(event.actorId)}</>;
  return (
    <div className="max-w-240">
      <BackLink href="/console/audit">{t("title")}</BackLink>
      <PageHead title={event.action}>
        <Time at={event.at} locale={locale} timeZone={timeZone} />
      </PageHead>
      <Panel title={t("event")}>
        <KeyValues
          rows={[
            { name: t("who"), value: who },
            { name: t("object"), value: object ? link(auditLink(kind === "staff" ? { person: object } : { kind, object }, "/timeline"), kind === "staff" ? (names.get(object) ?? object) : `${kind} ${object}`) : kind },
            ...(purpose ? [{ name: looks("purpose"), value: looks(`purpose-is.${purpose}`) }] : []),
            { name: t("reason"), value: event.reason ? <span className="whitespace-pre-wrap wrap-anywhere">{event.reason}</span> : "–" },
            { name: t("incident"), value: event.incidentId ? code(event.incidentId) : "–" },
            { name: t("filter.request"), value: link(auditLink({ request: event.requestId }), event.requestId) },
            { name: t("id"), value: code(event.id) },
          ]}
        />
        <h3 className="mt-4 mb-1 text-14">{t("details")}</h3>
        <pre className="overflow-x-auto rounded-6 border border-line p-3 text-14" tabIndex={0} role="group" aria-label={t("details")}>
          {JSON.stringify(event.details, null, 2)}
        </pre>
      </Panel>
      <Panel title={t("proof.title")}>
        {event.seq === null || !checkpoint ? (
          <p className="text-ink-soft">{t("proof.not-yet")}</p>
        ) : (
          <>
            <p className="mb-3">{t("proof.intro")}</p>
            <KeyValues
              rows={[
                { name: t("proof.number"), value: formatCount(event.seq, locale) },
                { name: t("proof.leaf"), value: code(event.leafHash ?? "") },
                { name: t("proof.checkpoint"), value: <>{t("proof.covers", { events: formatCount(checkpoint.size, locale) })} <Time at={checkpoint.at} locale={locale} timeZone={timeZone} /></> },
              ]}
            />
            <p className="mt-3">
              <a href={`/console/audit/${event.id}/proof`} download>
                {t("proof.get")}
              </a>
            </p>
            <p className="mt-1 text-ink-soft">{t("proof.check")}</p>
          </>
        )}
      </Panel>
    </div>
  );
}
