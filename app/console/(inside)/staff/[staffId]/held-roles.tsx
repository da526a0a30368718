import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { Badge, formatTime } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { endsSoon } from "@/domain/access-review/rules";
import type { StaffMember } from "@/domain/staff/types";
import { approveGrantAction, approveRenewalAction, endGrantAction, renewGrantAction } from "../actions";

/** The roles that somebody has: from whom, until when, and when they last used them. */
export async function HeldRoles({ person, names, manages, now, locale }: { person: StaffMember; names: ReadonlyMap<string, string>; manages: boolean; now: Date; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "staff" });
  const from = ({ group, grantedBy }: StaffMember["grants"][number]) => (group !== null ? t("granted-by-group", { group }) : grantedBy ? t("granted-by", { name: names.get(grantedBy) ?? "" }) : t("granted-by-operator"));
  if (person.grants.length === 0) return <p>{t("no-roles")}</p>;
  return (
    <ul className="divide-y divide-line">
      {person.grants.map((grant) => (
        <li key={grant.id} className="flex flex-wrap items-center gap-3 py-2">
          <Badge tone={grant.effective ? "plain" : "possible"}>{t(`role.${grant.role}`)}</Badge>
          {grant.expiresAt <= now ? <Badge tone="leaked">{t("ran-out")}</Badge> : endsSoon(grant, now) && <Badge tone="possible">{t("ends-soon")}</Badge>}
          <span className="min-w-60 flex-1 text-ink-soft">
            {from(grant)}
            {grant.approvedBy ? ` · ${t("approved-by", { name: names.get(grant.approvedBy) ?? "" })}` : ""}
            {` · ${t("until", { at: formatTime(grant.expiresAt, locale) })}`}
            {grant.effective ? ` · ${grant.lastUsedAt ? t("last-used", { at: formatTime(grant.lastUsedAt, locale) }) : t("never-used")}` : ` · ${t("waiting")}`}
            {grant.renewalBy && grant.renewalUntil ? ` · ${t("renewal-waits", { name: names.get(grant.renewalBy) ?? "", at: formatTime(grant.renewalUntil, locale) })}` : ""}
          </span>
          {manages && (
            <span className="ml-auto flex flex-wrap gap-2">
              {grant.role === "admin" && !grant.effective && (
                <ActionForm action={approveGrantAction} hidden={{ grantId: grant.id, staffId: person.id }} className="contents">
                  <SubmitButton>{t("approve")}</SubmitButton>
                </ActionForm>
              )}
              {grant.renewalUntil && (
                <ActionForm action={approveRenewalAction} hidden={{ grantId: grant.id, staffId: person.id, until: grant.renewalUntil.toISOString() }} className="contents">
                  <SubmitButton>{t("approve-renewal")}</SubmitButton>
                </ActionForm>
              )}
              {grant.effective && !grant.renewalUntil && (
                <ActionForm action={renewGrantAction} hidden={{ grantId: grant.id, staffId: person.id }} className="contents">
                  <SubmitButton kind="secondary">{t("renew")}</SubmitButton>
                </ActionForm>
              )}
              <ActionForm action={endGrantAction} hidden={{ grantId: grant.id, staffId: person.id }} className="contents">
                <SubmitButton kind="secondary">{t("end-role")}</SubmitButton>
              </ActionForm>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
