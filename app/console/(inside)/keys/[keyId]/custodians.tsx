import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Select } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import type { Locale } from "@/db/values/locales";
import type { RegisteredKey } from "@/domain/keys/register/types";
import { addCustodianAction, strikeCustodianAction } from "../actions";

interface Props {
  named: RegisteredKey;
  locale: Locale;
  names: Map<string, string>;
  colleagues: { id: string; name: string }[];
  /** Whoever looks, where they may change who is entered. */
  me: string | null;
}

/** Who knows a key. */
export async function Custodians({ named: key, locale, names, colleagues, me }: Props) {
  const t = await getTranslations({ locale, namespace: "keys" });
  const nameOf = (staffId: string) => names.get(staffId) ?? "–";
  const hidden = { keyId: key.id };
  const others = colleagues.filter(({ id }) => !key.custodians.some(({ staffId }) => staffId === id)).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Panel title={t("custodians")}>
      <p className="mb-3">{t("custodians-text")}</p>
      {key.custodians.length === 0 ? (
        <p className="text-ink-soft">{t("no-custodians")}</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {key.custodians.map(({ staffId, strikeAskedBy }) => (
            <li key={staffId} className="flex flex-wrap items-center gap-3 py-2">
              <span>
                {nameOf(staffId)}
                {strikeAskedBy && <span className="block text-14 text-ink-soft">{t("strike.asked", { name: nameOf(strikeAskedBy) })}</span>}
              </span>
              {me && staffId !== me && strikeAskedBy !== me && !key.leavers.includes(staffId) && (
                <ActionForm action={strikeCustodianAction} hidden={{ ...hidden, staffId }} className="ml-auto contents">
                  <SubmitButton kind="secondary" small>
                    {strikeAskedBy ? t("strike.agree") : t("strike.ask")} <span className="sr-only">{nameOf(staffId)}</span>
                  </SubmitButton>
                </ActionForm>
              )}
            </li>
          ))}
        </ul>
      )}
      {me && (
        <>
          <ActionForm action={addCustodianAction} hidden={hidden} className="mt-4 grid gap-4 sm:grid-cols-[1fr_auto] sm:items-end">
            <Select name="staffId" label={t("add.who")} empty={t("add.choose")} options={others} />
            <SubmitButton kind="secondary">{t("add.submit")}</SubmitButton>
          </ActionForm>
          <p className="mt-3 text-14 text-ink-soft">{t("strike.text")}</p>
        </>
      )}
    </Panel>
  );
}
