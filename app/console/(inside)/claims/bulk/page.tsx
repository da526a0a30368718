import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { ClaimsTable } from "@/components/claims/claims-table";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Select } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { buttonClass } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { Callout, EmptyState, formatBrief, formatCount } from "@/components/ui/text";
import { clockReader } from "@/domain/claims/clocks/read-clock";
import { actAsText, bulkChoiceInput } from "@/domain/claims/desk/bulk/bulk-input";
import { previewBulk, type BulkPreview } from "@/domain/claims/desk/bulk/preview-bulk";
import { listBulkRuns } from "@/domain/claims/desk/bulk/read-bulk";
import { claimFilterInput } from "@/domain/claims/desk/input";
import { listMacros } from "@/domain/claims/desk/macros/list-team-texts";
import { mayReadDesk } from "@/domain/claims/desk/policy";
import { filterQuery } from "@/domain/claims/desk/rules";
import { listClaimStaff, listStaffNames } from "@/domain/staff/queries";
import { startBulkAction } from "../macro-actions";
import { describeAct } from "./describe-act";

export const generateMetadata = staffTitle("claims-desk", "bulk.title");

export default async function BulkPage({ searchParams }: PageProps<"/console/claims/bulk">) {
  const { ctx, member, incident } = await requireIncident(mayReadDesk);
  const { locale } = member;
  const params = await searchParams;
  const filter = claimFilterInput.parse(params);
  const { act: asked, claim: picked, picked: forPicked } = bulkChoiceInput.parse(params);
  const none = forPicked && picked.length === 0;
  const act = none ? undefined : asked;
  const t = await getTranslations({ locale, namespace: "claims-desk" });
  const [people, macros, names, runs] = await Promise.all([listClaimStaff(ctx), listMacros(ctx), listStaffNames(ctx), listBulkRuns(ctx, incident.id)]);
  const query = filterQuery(filter).toString();
  const said = act && (await describeAct(act, { locale, names, macros }));
  const preview = act && (await notFoundOr(previewBulk(ctx, incident.id, filter, picked, act, incident.timeZone)));
  const options = [
    { value: "assign:me", label: t("bulk.assign-me") },
    { value: "assign:rule", label: t("bulk.assign-rule") },
    { value: "assign:nobody", label: t("bulk.assign-nobody") },
    ...people.filter(({ id }) => id !== member.staffId).map(({ id, name }) => ({ value: `assign:${id}`, label: t("bulk.assign-to", { name }) })),
    { value: "take", label: t("bulk.take") },
    ...macros.map(({ id, name }) => ({ value: `macro:${id}`, label: t("bulk.macro", { name }) })),
  ];
  return (
    <div className="max-w-300">
      <BackLink href={`/console/claims${query === "" ? "" : `?${query}`}`}>{t("bulk.back")}</BackLink>
      <PageHead title={t("bulk.title")}>{forPicked || picked.length > 0 ? t("bulk.for-picked", { count: picked.length }) : query === "" ? t("bulk.for-all") : t("bulk.for-filter")}</PageHead>
      {none && <EmptyState title={t("bulk.none-picked")} />}
      {!none && (
        <form action="/console/claims/bulk" className="mb-6 grid max-w-160 gap-3 sm:grid-cols-[minmax(0,1fr)_max-content] sm:items-end">
          {[...filterQuery(filter)].map(([name, value]) => (
            <input key={`${name}-${value}`} type="hidden" name={name} value={value} />
          ))}
          {picked.map((id) => (
            <input key={id} type="hidden" name="claim" value={id} />
          ))}
          {forPicked && <input type="hidden" name="picked" value="1" />}
          <Select name="act" label={t("bulk.act")} hint={t("bulk.act-hint")} initial={act ? actAsText(act) : ""} empty={t("bulk.choose")} options={options} />
          <button className={buttonClass("secondary")}>{t("bulk.preview")}</button>
        </form>
      )}
      {act && preview && (
        <Panel title={t("bulk.preview-title")}>
          <Preview preview={preview} said={said ?? ""} locale={locale} />
          <ClaimsTable claims={preview.examples.map(({ claim }) => claim)} names={names} due={await clockReader(ctx.db, incident.id, ctx.clock.now())} locale={locale} timeZone={incident.timeZone} empty={<EmptyState title={t("none")} />} />
          {preview.count > 0 && (
            <div className="mt-4">
              <ActionForm action={startBulkAction} hidden={{ act: actAsText(act), query }}>
                {picked.map((id) => (
                  <input key={id} type="hidden" name="claim" value={id} />
                ))}
                <SubmitButton shortcut={{ key: "s", says: t("bulk.start-key") }}>{t("bulk.start", { count: preview.count })}</SubmitButton>
              </ActionForm>
            </div>
          )}
        </Panel>
      )}
      {runs.length > 0 && (
        <Panel title={t("bulk.runs")}>
          <ul className="divide-y divide-line">
            {await Promise.all(
              runs.map(async (run) => (
                <li key={run.id} className="py-2">
                  <Link href={`/console/claims/bulk/${run.id}`} prefetch={false}>
                    {await describeAct(run.act, { locale, names, macros })}
                  </Link>{" "}
                  <span className="text-ink-soft">
                    {t(`bulk.state.${run.state}`)} · {t("bulk.done-of", { count: formatCount(run.done, locale) })} · {names.get(run.startedBy) ?? ""} · {formatBrief(run.startedAt, incident.timeZone)}
                  </span>
                </li>
              )),
            )}
          </ul>
        </Panel>
      )}
    </div>
  );
}

/** What would happen: to how many, what of it would be refused and why, and whether it can be put back. */
async function Preview({ preview, said, locale }: { preview: BulkPreview; said: string; locale: "ko" | "en" }) {
  const t = await getTranslations({ locale, namespace: "claims-desk" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  return (
    <div className="mb-4 space-y-3">
      <p>
        <strong>{said}</strong>: {preview.exact ? t("bulk.count", { count: preview.count }) : t("bulk.count-most", { count: formatCount(preview.count, locale) })}
      </p>
      {preview.refused.length > 0 && (
        <Callout kind="possible" title={t("bulk.would-refuse", { of: formatCount(preview.lookedAt, locale) })}>
          <ul>
            {preview.refused.map(({ reason, count: refused }) => (
              <li key={reason}>
                {formatCount(refused, locale)}: {errors.has(reason) ? errors(reason) : errors("fault")}
              </li>
            ))}
          </ul>
        </Callout>
      )}
      <p className="text-ink-soft">{t(preview.takes ? "bulk.undoable-take" : "bulk.undoable")}</p>
      {preview.leavesReply && <p className="text-ink-soft">{t("bulk.no-reply")}</p>}
      {preview.examples.length > 0 && <p className="text-ink-soft">{t("bulk.examples", { count: preview.examples.length })}</p>}
    </div>
  );
}
