import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { KeyValues } from "@/components/ui/lists";
import { Badge, Callout, formatTime, Time } from "@/components/ui/text";
import { endsSoon } from "@/domain/access-review/rules";
import { may } from "@/domain/kernel/context";
import { countRecoveryCodes, listOwnPasskeys } from "@/domain/staff/passkeys/queries";
import { mayMakeTokens, mayUseConsole } from "@/domain/staff/policy";
import { listOwnRoles, listOwnSessions } from "@/domain/staff/queries";
import { needsOwnPasskey, needsStrongProof } from "@/domain/staff/rules";
import { listOwnTokens } from "@/domain/staff/tokens/queries";
import { setLocaleAction } from "../actions";
import { OwnPasskeys, RecoveryCodes } from "./own-passkeys";
import { OwnSessions } from "./own-sessions";
import { OwnTokens } from "./own-tokens";

export const generateMetadata = staffTitle("staff", "account.title");

export default async function AccountPage() {
  const { ctx, member } = await requireStaff(mayUseConsole);
  const { locale } = member;
  const [t, errors] = await Promise.all([getTranslations({ locale, namespace: "staff" }), getTranslations({ locale, namespace: "errors" })]);
  const [own, tokens] = await Promise.all([listOwnRoles(ctx), listOwnTokens(ctx)]);
  const makesTokens = may(ctx.actor, mayMakeTokens);
  const closed = needsOwnPasskey(member);
  return (
    <>
      <PageHead title={t("account.title")} />
      {ctx.actor.weak && member.method === "company" && (
        <div className="mb-6">
          <Callout kind="possible">{errors("company-weak")}</Callout>
        </div>
      )}
      <Panel title={member.name}>
        <KeyValues
          rows={[
            { name: t("email"), value: member.email },
            { name: t("roles"), value: <ul className="space-y-1">{own.map(({ role, expiresAt }) => <li key={role}><Badge tone={endsSoon({ expiresAt }, ctx.clock.now()) ? "possible" : "plain"}>{t(`role.${role}`)}</Badge> <span className="text-ink-soft">{t("until", { at: formatTime(expiresAt, locale) })}</span></li>)}</ul> },
            { name: t("account.session-until"), value: <Time at={member.expiresAt} locale={locale} /> },
          ]}
        />
      </Panel>
      {member.method !== "company" && (
        <>
          <OwnPasskeys passkeys={await listOwnPasskeys(ctx)} needed={needsStrongProof(member.roles)} weak={ctx.actor.weak === true} closed={closed} locale={locale} />
          <RecoveryCodes left={await countRecoveryCodes(ctx)} closed={closed} locale={locale} />
        </>
      )}
      <OwnSessions sessions={await listOwnSessions(ctx)} locale={locale} />
      {(makesTokens || tokens.length > 0) && <OwnTokens tokens={tokens} makes={makesTokens} locale={locale} />}
      <Panel title={t("account.language")}>
        <ActionForm action={setLocaleAction} className="max-w-80 space-y-4">
          <Choices name="locale" label={t("account.language-label")} initial={locale} options={[{ value: "ko", label: "한국어" }, { value: "en", label: "English" }]} />
          <SubmitButton>{t("save")}</SubmitButton>
        </ActionForm>
      </Panel>
    </>
  );
}
