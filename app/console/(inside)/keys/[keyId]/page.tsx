import { getTranslations } from "next-intl/server";
import { notFoundOr } from "@/app/_server/not-found-or";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Select } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Callout, Time } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { mayKeepCustodians, mayReadKeys } from "@/domain/keys/policy";
import { getKey } from "@/domain/keys/register/queries";
import { listColleagueNames, listStaffNames } from "@/domain/staff/queries";
import { setOwnerAction } from "../actions";
import { KeyBadges } from "../key-words";
import { Custodians } from "./custodians";

export const generateMetadata = staffTitle("keys", "title");

export default async function KeyPage({ params }: PageProps<"/console/keys/[keyId]">) {
  const { ctx, member } = await requireStaff(mayReadKeys);
  const { locale } = member;
  const [key, names, colleagues, t] = await Promise.all([notFoundOr(getKey(ctx, (await params).keyId)), listStaffNames(ctx), listColleagueNames(ctx), getTranslations({ locale, namespace: "keys" })]);
  const living = key.state === "active" || key.state === "next";
  const keeps = living && may(ctx.actor, mayKeepCustodians);
  const hidden = { keyId: key.id };
  const nameOf = (staffId: string) => names.get(staffId) ?? "–";
  const options = (people: typeof colleagues) => people.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="max-w-200">
      <BackLink href="/console/keys">{t("title")}</BackLink>
      <PageHead title={t(`kind.${key.kind}.name`)}>
        {key.id} · {key.incident ?? key.name}
      </PageHead>
      {key.leavers.length > 0 && (
        <div className="mb-4" role="alert">
          <Callout kind="leaked" title={t("to-rotate")}>
            {t("left-text", { names: key.leavers.map(nameOf).join(", ") })}
          </Callout>
        </div>
      )}
      <div className="mb-6">
        <KeyValues
          rows={[
            { name: t("state"), value: <KeyBadges named={key} locale={locale} /> },
            { name: t("created"), value: <Time at={key.createdAt} locale={locale} /> },
            ...(key.state === "active" ? [{ name: t("due"), value: <Time at={key.dueAt} locale={locale} /> }] : []),
            ...(key.retiredAt ? [{ name: t("retired"), value: <Time at={key.retiredAt} locale={locale} /> }] : []),
            { name: t("last-used"), value: key.lastUsedAt ? <Time at={key.lastUsedAt} locale={locale} /> : "–" },
            { name: t("owner"), value: key.ownerId ? nameOf(key.ownerId) : t("no-owner") },
          ]}
        />
      </div>
      <Custodians named={key} locale={locale} names={names} colleagues={colleagues} me={keeps ? member.staffId : null} />
      {keeps && (
        <Panel title={t("owner")}>
          <p className="mb-3">{t("owner-text")}</p>
          <ActionForm action={setOwnerAction} hidden={hidden} className="grid gap-4 sm:grid-cols-[1fr_auto] sm:items-end">
            <Select name="staffId" label={t("set-owner.who")} initial={key.ownerId ?? ""} options={[{ value: "", label: t("no-owner") }, ...options(colleagues)]} />
            <SubmitButton kind="secondary">{t("set-owner.submit")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
      {living && (
        <Panel title={t("rotate")}>
          <p className="mb-3">{t(`kind.${key.kind}.rotate`)}</p>
          <pre className="overflow-x-auto rounded-6 border border-line p-3 text-14" tabIndex={0}>{`amends keys rotate ${key.kind}${key.kind === "blind-index" ? ` ${key.incident ?? key.name}` : key.kind === "api-token" || key.kind === "database-login" ? ` ${key.id}` : ""}`}</pre>
          <p className="mt-3 text-ink-soft">{t("rotate-text")}</p>
        </Panel>
      )}
    </div>
  );
}
