import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { formatMoney, formatTime } from "@/content/formats";
import type { Locale, Localized } from "@/db/values/locales";
import type { ClaimedLoss } from "@/domain/claims/types";
import { ActionForm } from "../form/action-form";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

interface LossListProps {
  losses: readonly ClaimedLoss[];
  kinds: readonly { slug: string; name: Localized }[];
  currency: string;
  locale: Locale;
  edit?: (id: string) => string;
  remove?: { action: FormAction; hidden: Record<string, string> };
}

/** Losses that are claimed, each with its day, amount and story, and what they come to. */
export async function LossList({ losses, kinds, currency, locale, edit, remove }: LossListProps) {
  const t = await getTranslations({ locale, namespace: "claims" });
  return (
    <>
      <ul className="divide-y divide-line border-y border-line">
        {losses.map((loss) => {
          const name = kinds.find(({ slug }) => slug === loss.loss)?.name[locale] ?? loss.loss;
          return (
            <li key={loss.id} className="py-3">
              <p className="flex flex-wrap justify-between gap-x-4">
                <strong>{name}</strong>
                <span className="tabular-nums">{formatMoney(loss.amountMinor, currency, locale)}</span>
              </p>
              <p className="text-ink-soft">{formatTime(new Date(`${loss.on}T00:00:00Z`), locale, "UTC", true)}</p>
              <p className="whitespace-pre-line wrap-break-word">{loss.what}</p>
              {edit && remove && (
                <div className="mt-2 flex flex-wrap items-center gap-4">
                  <Link href={edit(loss.id)} prefetch={false}>
                    {t("change")} <span className="sr-only">{name}</span>
                  </Link>
                  <ActionForm action={remove.action} hidden={{ ...remove.hidden, lossId: loss.id }} className="contents">
                    <SubmitButton kind="secondary" small>
                      {t("loss-remove")} <span className="sr-only">{name}</span>
                    </SubmitButton>
                  </ActionForm>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      <p className="mt-2 flex justify-between font-semibold">
        <span>{t("losses-total")}</span>
        <span className="tabular-nums">{formatMoney(losses.reduce((sum, { amountMinor }) => sum + amountMinor, 0n), currency, locale)}</span>
      </p>
    </>
  );
}
