import { getTranslations } from "next-intl/server";
import { consoleAddress } from "@/app/_server/hosts";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { TokenForm } from "@/components/staff/token-form";
import { Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { MOST_DAYS } from "@/domain/staff/tokens/rules";
import type { OwnToken } from "@/domain/staff/tokens/types";
import { OwnRow } from "./own-row";
import { endTokenAction, makeTokenAction } from "./token-actions";

/** One's own API tokens: which there are, ending one, and making one where one's roles allow it. */
export async function OwnTokens({ tokens, makes, locale }: { tokens: OwnToken[]; makes: boolean; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "api-tokens" });
  return (
    <Panel title={t("title")}>
      <p className="mb-4 max-w-180">{t("intro", { days: MOST_DAYS })}</p>
      <ActionForm action={endTokenAction} className="space-y-4">
        {tokens.length === 0 ? (
          <p className="text-ink-soft">{t("none")}</p>
        ) : (
          <ul className="divide-y divide-line border-y border-line">
            {tokens.map((token) => (
              <OwnRow
                key={token.id}
                title={token.name}
                facts={
                  <>
                    {t("made-at")} <Time at={token.madeAt} locale={locale} /> · {t("until")} <Time at={token.runsOutAt} locale={locale} /> · {t("used")} {token.lastUsedAt ? <Time at={token.lastUsedAt} locale={locale} /> : t("never")}
                  </>
                }
              >
                <SubmitButton kind="danger" small name="tokenId" value={token.id}>
                  {t("end")}
                  <span className="sr-only"> · {token.name}</span>
                </SubmitButton>
              </OwnRow>
            ))}
          </ul>
        )}
      </ActionForm>
      {makes && (
        <div className="mt-4 max-w-120">
          <TokenForm action={makeTokenAction} address={new URL("/api/audit/events", consoleAddress()).href} words={{ button: t("make"), title: t("new"), hint: t("new-hint"), how: t("how") }}>
            <TextField name="name" label={t("name")} hint={t("name-hint")} maxLength={60} autoComplete="off" />
          </TokenForm>
        </div>
      )}
    </Panel>
  );
}
