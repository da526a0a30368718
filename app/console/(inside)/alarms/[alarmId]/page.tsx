import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { notFoundOr } from "@/app/_server/not-found-or";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { AlarmBadge } from "@/components/alarms/alarm-badge";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Badge, Callout, formatCount, Time } from "@/components/ui/text";
import { mayReadAlarms, mayHandleAlarms } from "@/domain/alarms/policy";
import { getAlarm } from "@/domain/alarms/queries";
import { whomAbout } from "@/domain/alarms/rules";
import type { Alarm } from "@/domain/alarms/types";
import { mayReadAudit } from "@/domain/audit/policy";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { acknowledgeAlarmAction, closeAlarmAction } from "../actions";
import { nameObject } from "../name-object";
import { Runbook } from "./runbook";

export const generateMetadata = staffTitle("alarms", "title");

export default async function AlarmPage({ params }: PageProps<"/console/alarms/[alarmId]">) {
  const { ctx, member } = await requireStaff(mayReadAlarms);
  const { locale } = member;
  const alarm = await notFoundOr(getAlarm(ctx, (await params).alarmId));
  const [names, t, errors] = await Promise.all([listStaffNames(ctx), getTranslations({ locale, namespace: "alarms" }), getTranslations({ locale, namespace: "errors" })]);
  const handles = alarm.state !== "closed" && may(ctx.actor, mayHandleAlarms);
  const own = whomAbout(alarm).includes(member.staffId);
  const time = (at: Date) => <Time at={at} locale={locale} />;
  const by = ({ by: who, at, words }: NonNullable<Alarm["acknowledged"]>) => (
    <>
      {names.get(who) ?? "–"}, {time(at)}
      {words && <p className="mt-1 whitespace-pre-wrap wrap-anywhere">{words}</p>}
    </>
  );
  const says = (value: unknown): string => {
    if (typeof value === "number") return formatCount(value, locale);
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    return typeof value === "string" ? (names.get(value) ?? (t.has(`value.${value}`) ? t(`value.${value}`) : value)) : "–";
  };
  const about = alarm.objectKind === "staff" ? `/console/staff/${alarm.objectId}` : alarm.objectKind === "canary" ? "/console/exposure/canaries" : alarm.objectKind === "reveal-request" ? "/console/reveals" : alarm.objectKind === "retention" ? "/console/erasures/retention" : null;
  return (
    <div className="max-w-240">
      <BackLink href="/console/alarms">{t("title")}</BackLink>
      <PageHead title={t(`kind.${alarm.kind}`)}>
        <span className="flex flex-wrap items-center gap-2">
          <AlarmBadge severity={alarm.severity}>{t(`severity.${alarm.severity}`)}</AlarmBadge>
          <Badge tone={alarm.state === "open" ? "leaked" : "plain"}>{t(`state.${alarm.state}`)}</Badge>
        </span>
      </PageHead>
      <Panel title={t("seen")}>
        <p className="mb-3">{t(`what.${alarm.kind}`)}</p>
        <KeyValues
          rows={[
            { name: t("about"), value: about ? <Link href={about} prefetch={false}>{nameObject(alarm, names, t)}</Link> : nameObject(alarm, names, t) },
            { name: t("hits"), value: formatCount(alarm.hits, locale) },
            { name: t("first"), value: time(alarm.firstAt) },
            { name: t("last"), value: time(alarm.lastAt) },
            ...Object.entries(alarm.details).filter(([, value]) => value !== null).map(([name, value]) => ({ name: t(`detail.${name}`), value: says(value) })),
            ...(alarm.acknowledged ? [{ name: t("acknowledged-by"), value: by(alarm.acknowledged) }] : []),
            ...(alarm.closed ? [{ name: t("closed-by"), value: by(alarm.closed) }] : []),
          ]}
        />
        {may(ctx.actor, mayReadAudit) && (
          <p className="mt-3">
            <Link href={`/console/audit?${new URLSearchParams(alarm.objectKind === "staff" ? { actor: alarm.objectId } : { kind: "alarm", object: alarm.id }).toString()}`} prefetch={false}>{t(alarm.objectKind === "staff" ? "their-acts" : "its-events")}</Link>
          </p>
        )}
      </Panel>
      <Runbook kind={alarm.kind} locale={locale} />
      {handles && own && <Callout kind="possible">{errors("alarm-about-oneself")}</Callout>}
      {handles && !own && (
        <>
          {alarm.state === "open" && (
            <Panel title={t("acknowledge")}>
              <p className="mb-3 text-ink-soft">{t("acknowledge-hint")}</p>
              <ActionForm action={acknowledgeAlarmAction} hidden={{ alarmId: alarm.id }} className="space-y-4">
                <TextArea name="words" rows={2} maxLength={1_000} label={t("acknowledge-words")} />
                <SubmitButton>{t("acknowledge-submit")}</SubmitButton>
              </ActionForm>
            </Panel>
          )}
          <Panel title={t("close")}>
            <ActionForm action={closeAlarmAction} hidden={{ alarmId: alarm.id }} className="space-y-4">
              <TextArea name="words" rows={4} maxLength={1_000} label={t("close-words")} hint={t("close-hint")} />
              <SubmitButton kind="secondary">{t("close-submit")}</SubmitButton>
            </ActionForm>
          </Panel>
        </>
      )}
    </div>
  );
}
