import { getTranslations } from "next-intl/server";
import { EntryList } from "@/components/claims/entry-list";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Select, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { formatCount } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { ENTRIES_MOST, listEntries } from "@/domain/claims/paper/queries";
import { mayEnterPaperClaims } from "@/domain/claims/policy";
import { may, type StaffContext } from "@/domain/kernel/context";
import { waitsForShares } from "@/domain/ledger/rules";
import type { ProgrammeMoney } from "@/domain/ledger/types";
import { BATCH_MOST } from "@/domain/payments/input";
import { isAnythingToCollect } from "@/domain/payments/queries";
import type { Programme } from "@/domain/programmes/types";
import { collectPaymentsAction, sharePoolAction } from "./actions";

interface CollectPanelProps {
  ctx: StaffContext;
  /** Names of staff, by id. */
  names: ReadonlyMap<string, string>;
  programmes: Programme[];
  money: ProgrammeMoney[];
  locale: Locale;
  timeZone: string;
}

/** What can be collected, and what stands in the way of it. */
export async function CollectPanel({ ctx, names, programmes, money, locale, timeZone }: CollectPanelProps) {
  const t = await getTranslations({ locale, namespace: "payments" });
  const ahead = await Promise.all(programmes.map(async (programme) => ({ programme, name: programme.terms.texts.name[locale], anything: await isAnythingToCollect(ctx, programme), unshared: money.some((pool) => pool.programmeId === programme.id && waitsForShares(pool)) })));
  const unshared = await Promise.all(ahead.filter((one) => one.unshared).map(async (one) => ({ ...one, entries: ctx.clock.now() < one.programme.closesAt ? [] : await listEntries(ctx, one.programme.incidentId, { programmeId: one.programme.id }) })));
  const ready = ahead.filter(({ anything, unshared }) => anything && !unshared);
  return (
    <Panel title={t("collect.title")}>
      {unshared.map(({ programme, name, entries }) => (
        <div key={programme.id} className="mb-4">
          <p className="mb-2">{t("share.text", { programme: name })}</p>
          {entries.length > 0 && (
            <div className="mb-4">
              <p className="mb-2">{t("share.entries", { programme: name })}</p>
              <EntryList caption={t("share.entries", { programme: name })} entries={entries} most={ENTRIES_MOST} names={names} linked={may(ctx.actor, mayEnterPaperClaims)} locale={locale} timeZone={timeZone} />
            </div>
          )}
          <ActionForm action={sharePoolAction} hidden={{ programmeId: programme.id }} className="space-y-3">
            <SubmitButton kind="secondary">{t("share.submit")}</SubmitButton>
          </ActionForm>
        </div>
      ))}
      {ready.length === 0 ? (
        <p className="text-ink-soft">{t("collect.nothing")}</p>
      ) : (
        <div className="max-w-160">
          <p className="mb-3">{t("collect.intro")}</p>
          <ActionForm action={collectPaymentsAction} hidden={ready.length === 1 && ready[0] ? { programmeId: ready[0].programme.id } : {}} className="space-y-4">
            {ready.length > 1 && <Select name="programmeId" label={t("programme")} empty={t("choose")} options={ready.map(({ programme, name }) => ({ value: programme.id, label: name }))} />}
            <TextField name="payOn" type="date" label={t("collect.pay-on")} hint={t("collect.pay-on-hint")} initial={new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(ctx.clock.now())} width={20} />
            <TextField name="most" label={t("collect.most")} hint={t("collect.most-hint", { most: formatCount(BATCH_MOST, locale) })} inputMode="numeric" maxLength={10} width={10} />
            <SubmitButton>{t("collect.submit")}</SubmitButton>
          </ActionForm>
        </div>
      )}
    </Panel>
  );
}
