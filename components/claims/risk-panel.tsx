import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { linkExplanations } from "@/db/values/claim-risk";
import type { Locale } from "@/db/values/locales";
import type { RiskReason } from "@/domain/claims/risk/types";
import { Panel } from "../console/page-head";
import { ActionForm } from "../form/action-form";
import { Choices, TextArea } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Badge, formatCount, Time } from "../ui/text";

/** References listed with a reason; the graph has the rest. */
const LISTED = 6;

interface RiskPanelProps {
  claimId: string;
  reasons: RiskReason[];
  names: ReadonlyMap<string, string>;
  locale: Locale;
  timeZone: string;
  /** The claim they are of, where it is another than the page's. */
  of?: string;
  /** Null for whoever may not explain. */
  explain: FormAction | null;
}

/** What a claim has in common with others: reasons in words, what each does not mean, and no sum of them. */
export async function RiskPanel({ reasons, of, ...rest }: RiskPanelProps) {
  const t = await getTranslations({ locale: rest.locale, namespace: "claims-risk" });
  const quiet = reasons.filter(({ state }) => state === "quiet");
  const told = reasons.filter(({ state }) => state !== "quiet");
  return (
    <Panel title={of === undefined ? t("title") : `${t("title")} · ${of}`}>
      <p className="mb-3 text-ink-soft">{t(reasons.length > 0 ? "intro" : "none")}</p>
      <ul className="space-y-5">
        {told.map((reason) => (
          <Reason key={reason.kind + reason.trace} reason={reason} {...rest} />
        ))}
      </ul>
      {quiet.length > 0 && (
        <details className="mt-4">
          <summary className="text-accent">{t("quiet", { count: quiet.length })}</summary>
          <ul className="mt-3 space-y-5">
            {quiet.map((reason) => (
              <Reason key={reason.kind + reason.trace} reason={reason} {...rest} />
            ))}
          </ul>
        </details>
      )}
      {reasons.some(({ claims }) => claims.length > 0) && (
        <p className="mt-4">
          <Link href={`/console/claims/${rest.claimId}/links`} prefetch={false}>
            {t("graph")}
          </Link>
        </p>
      )}
    </Panel>
  );
}

async function Reason({ reason, claimId, names, locale, timeZone, explain }: { reason: RiskReason } & Omit<RiskPanelProps, "reasons" | "of">) {
  const t = await getTranslations({ locale, namespace: "claims-risk" });
  const { kind, state, claims, more, household, beside, explanation, burst } = reason;
  const count = claims.length;
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  return (
    <li className="space-y-1">
      <h3 className="font-semibold">
        <Badge tone={state === "open" ? "possible" : "plain"}>{t(`state.${state}`)}</Badge> {t(`${kind}.title`, { count, filed: burst?.filed ?? 0 })}
      </h3>
      {count > 0 && (
        <p className="flex flex-wrap gap-x-3 tabular-nums">
          {claims.slice(0, LISTED).map(({ id, reference }) => (
            <Link key={id} href={`/console/claims/${id}`} prefetch={false} className="whitespace-nowrap">
              {reference}
            </Link>
          ))}
          {(count > LISTED || more) && <span className="text-ink-soft">{t(more ? "many-more" : "more", { count: formatCount(count - LISTED, locale) })}</span>}
        </p>
      )}
      <p>{t(`${kind}.why`, { usual: burst ? Math.ceil(burst.usual) : 0 })}</p>
      <p className="text-ink-soft">{t(`${kind}.not`)}</p>
      {beside.length > 0 && <p>{t("beside", { what: list.format(beside.map((one) => t(`tie.${one}`))) })}</p>}
      {household > 0 && <p>{t("household", { count: household })}</p>}
      {state === "explained" && explanation && (
        <p className="border-l-4 border-line pl-3">
          {t("explained", { as: t(`as.${explanation.as}`), name: names.get(explanation.by) ?? "" })} <Time at={explanation.at} locale={locale} timeZone={timeZone} />
          <span className="block">{explanation.reason}</span>
        </p>
      )}
      {state === "open" && explanation && <p>{t("reopened")}</p>}
      {state === "open" && explain && (
        <details>
          <summary className="text-accent">{t("explain")}</summary>
          <ActionForm action={explain} hidden={{ claimId, kind, trace: reason.trace }} className="mt-2 max-w-160 space-y-4">
            <Choices name="explanation" label={t("explanation")} options={linkExplanations.map((value) => ({ value, label: t(`as.${value}`) }))} />
            <TextArea name="reason" label={t("reason")} hint={count > 0 ? t("reason-hint", { count }) : t("reason-hint-own")} rows={2} maxLength={500} />
            <SubmitButton kind="secondary">{t("explain-submit")}</SubmitButton>
          </ActionForm>
        </details>
      )}
    </li>
  );
}
