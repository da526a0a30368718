import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { buttonClass } from "@/components/ui/button";
import { DataTable } from "@/components/ui/lists";
import { formatTime } from "@/components/ui/text";
import { dataClasses, isDataClass } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import { findPath, type PersonPath } from "@/domain/waves/queries/find-path";
import type { WaveView } from "./wave-view";

/** The way of one person through the wave, by their number. The number stands in the address: it names nobody, and the page asks for itself anew. */
export async function PersonPathPanel({ ctx, locale, wave, timeZone, person }: Omit<WaveView, "outlook"> & { person: string | null }) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const path = person === null ? null : await findPath(ctx, { waveId: wave.id, subjectId: person });
  return (
    <Panel title={t("person.title")}>
      <div id="person" className="space-y-3">
        <p className="text-ink-soft">{t("person.text")}</p>
        <form action="#person" className="flex flex-wrap items-end gap-3">
          <label className="space-y-1">
            <span className="block font-semibold">{t("person.number")}</span>
            <input name="person" type="text" inputMode="numeric" maxLength={19} required defaultValue={person ?? ""} key={person} className="w-[14ch] rounded-6 border border-edge bg-surface px-3 py-2 text-ink" />
          </label>
          <button className={buttonClass("secondary")}>{t("person.submit")}</button>
        </form>
        {person !== null && (path ? <Path {...{ path, locale, timeZone }} allClear={wave.template.kind === "all-clear"} /> : <p role="status">{t("person.none")}</p>)}
      </div>
    </Panel>
  );
}

/** What the message told this person, field by field, and how the data of today differs. */
async function Told({ told: { named, leftOut, wrong }, allClear, locale }: { told: NonNullable<PersonPath["told"]>; allClear: boolean; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const list = (slugs: string[]) => new Intl.ListFormat(locale).format(slugs.map((slug) => (isDataClass(slug) ? dataClasses[slug].label[locale] : slug)));
  return (
    <>
      <p>{named.length > 0 ? t(allClear ? "person.cleared" : "person.told", { list: list(named) }) : t("person.told-nothing")}</p>
      {!allClear && leftOut.length > 0 && <p className="text-possible">{t("person.left-out", { list: list(leftOut) })}</p>}
      {!allClear && wrong.length > 0 && <p className="text-possible">{t("person.told-wrongly", { list: list(wrong) })}</p>}
    </>
  );
}

async function Path({ path, allClear, locale, timeZone }: { path: PersonPath; allClear: boolean } & Pick<WaveView, "locale" | "timeZone">) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const at = (when: Date | null) => (when ? formatTime(when, locale, timeZone) : "–");
  const rows = [
    ...path.superseded.map(({ channel, attempt, state, reply, at: when }) => ({ channel, attempt, result: t("person.superseded", { state: t(`delivery.${state}`) }), at: at(when), reply })),
    ...path.messages.map(({ channel, attempt, state, resent, reply, settledAt, nextAt }) => ({
      channel,
      attempt,
      result: [t(`delivery.${state}`), ...(resent > 0 ? [t("person.resent")] : [])].join(", "),
      at: nextAt ? t("person.next", { at: at(nextAt) }) : at(settledAt),
      reply,
    })),
  ];
  return (
    <div role="status" className="space-y-2">
      <p className="font-semibold">{t("person.state", { number: path.subjectId, state: t(`path.${path.state}`) })}</p>
      {path.told && <Told told={path.told} allClear={allClear} locale={locale} />}
      {path.coveredBy && <p>{t("person.covered", { number: path.coveredBy })}</p>}
      <DataTable
        caption={t("person.title")}
        rows={rows}
        rowKey={({ channel, attempt, result }) => `${channel} ${attempt} ${result}`}
        empty={path.state === "unreachable" && <p>{t("person.no-message")}</p>}
        columns={[
          { head: t("person.channel"), cell: ({ channel }) => t(`channel.${channel}`) },
          { head: t("person.attempt"), cell: ({ attempt }) => attempt, align: "right" },
          { head: t("person.result"), cell: ({ result }) => result },
          { head: t("person.at"), cell: ({ at: when }) => when },
          { head: t("person.words"), cell: ({ reply }) => (reply === null ? "–" : <span lang="en" className="wrap-anywhere">{reply}</span>) },
        ]}
      />
    </div>
  );
}
