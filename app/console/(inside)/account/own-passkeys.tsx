import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { PasskeyForm } from "@/components/staff/passkey-form";
import { RecoveryCodesForm } from "@/components/staff/recovery-codes-form";
import { Callout, Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { OwnPasskey } from "@/domain/staff/types";
import { OwnRow } from "./own-row";
import { addPasskeyAction, beginPasskeyAction, makeRecoveryCodesAction, removePasskeyAction } from "./passkey-actions";

interface OwnPasskeysProps {
  passkeys: OwnPasskey[];
  /** Holds a role that needs one: the last one stays. */
  needed: boolean;
  /** May not do what they are here for before they have shown one. */
  weak: boolean;
  /** Changes nothing here before they have shown one. */
  closed: boolean;
  locale: Locale;
}

/** One's own passkeys: which there are, removing and adding. */
export async function OwnPasskeys({ passkeys, needed, weak, closed, locale }: OwnPasskeysProps) {
  const t = await getTranslations({ locale, namespace: "passkeys" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  return (
    <Panel title={t("title")}>
      {weak && (
        <div className="mb-4">
          <Callout kind="possible">{t(passkeys.length === 0 ? "weak-none" : "weak")}</Callout>
        </div>
      )}
      <p className="mb-4 max-w-180">{t("intro")}</p>
      {passkeys.length === 0 ? <p className="mb-4 text-ink-soft">{t("none")}</p> : <PasskeyList passkeys={passkeys} locked={needed && passkeys.length === 1} closed={closed} locale={locale} />}
      {closed ? (
        <ShowFirst locale={locale} />
      ) : (
        <div className="mt-4 max-w-120">
          <PasskeyForm make ask={beginPasskeyAction} finish={addPasskeyAction} words={{ button: t("add"), pending: t("pending"), refused: errors("refused"), none: t("not-made"), known: t("known") }} kind={passkeys.length === 0 ? "primary" : "secondary"}>
            <TextField name="name" label={t("name")} hint={t("name-hint")} maxLength={60} autoComplete="off" />
          </PasskeyForm>
        </div>
      )}
    </Panel>
  );
}

/** What stands in place of the buttons that would be refused. */
async function ShowFirst({ locale }: { locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "passkeys" });
  return (
    <p className="mt-4 max-w-180">
      {t("first")} <Link href="/console/prove?to=/console/account">{t("first-link")}</Link>
    </p>
  );
}

async function PasskeyList({ passkeys, locked, closed, locale }: { passkeys: OwnPasskey[]; locked: boolean; closed: boolean; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "passkeys" });
  return (
    <ActionForm action={removePasskeyAction} className="space-y-4">
      <ul className="divide-y divide-line border-y border-line">
        {passkeys.map((passkey) => (
          <OwnRow
            key={passkey.id}
            title={passkey.name}
            facts={
              <>
                {t("since")} <Time at={passkey.createdAt} locale={locale} /> · {t("used")} {passkey.lastUsedAt ? <Time at={passkey.lastUsedAt} locale={locale} /> : t("never")}
              </>
            }
          >
            {locked && <p className="text-ink-soft">{t("last")}</p>}
            {!locked && !closed && (
              <SubmitButton kind="danger" small name="passkeyId" value={passkey.id}>
                {t("remove")}
                <span className="sr-only"> · {passkey.name}</span>
              </SubmitButton>
            )}
          </OwnRow>
        ))}
      </ul>
    </ActionForm>
  );
}

/** How many recovery codes are left, and new ones. */
export async function RecoveryCodes({ left, closed, locale }: { left: number; closed: boolean; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "passkeys" });
  return (
    <Panel title={t("codes.title")}>
      <p className="mb-2 max-w-180">{t("codes.intro")}</p>
      <p className="mb-4 font-semibold">{t("codes.left", { count: left })}</p>
      {closed ? <ShowFirst locale={locale} /> : <RecoveryCodesForm action={makeRecoveryCodesAction} words={{ button: t(left === 0 ? "codes.make" : "codes.make-anew"), title: t("codes.new"), hint: t("codes.hint") }} />}
    </Panel>
  );
}
