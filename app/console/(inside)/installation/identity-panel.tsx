import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { DataTable, KeyValues } from "@/components/ui/lists";
import { Badge, formatTime } from "@/components/ui/text";
import { fingerprintParts, type FingerprintPart } from "@/db/values/installation";
import type { Installation } from "@/domain/installation/types";
import { confirmInstallationAction, markCopyAction } from "./actions";
import type { InstallationView } from "./installation-view";

/** What a part of the fingerprint was, and what it is now. */
function sides({ known, seen, counter, differences }: Installation, part: FingerprintPart): { was: string | null; now: string | null } {
  if (part !== "counter") return { was: known?.[part] ?? null, now: seen?.[part] ?? null };
  return differences.includes("counter") ? { was: seen?.counter ?? null, now: counter.toString() } : { was: null, now: null };
}

/** Nobody knows whether this is the real installation: both sides, and the two things a person can say. */
export async function Doubt({ locale, installation, waiting }: InstallationView) {
  const t = await getTranslations({ locale, namespace: "installation" });
  const { differences, standingAt, mode } = installation;
  const rows = fingerprintParts.filter((part) => part !== "counter" || differences.includes(part));
  return (
    <Panel title={t("identity.title")}>
      <p className="mb-1">{t("identity.doubt")}</p>
      <p className="mb-3 text-ink-soft">{t("identity.doubt-since", { at: formatTime(standingAt, locale) })}</p>
      <DataTable
        caption={t("identity.title")}
        rows={rows}
        rowKey={(part) => part}
        empty={null}
        columns={[
          { head: t("identity.what"), cell: (part) => t(`identity.part.${part}`) },
          { head: t("identity.known"), cell: (part) => sides(installation, part).was ?? t("identity.unknown") },
          {
            head: t("identity.seen"),
            cell: (part) => (
              <span className="inline-flex flex-wrap items-center gap-2">
                {sides(installation, part).now ?? t("identity.unknown")}
                {differences.includes(part) && <Badge tone="leaked">{t("identity.differs")}</Badge>}
              </span>
            ),
          },
        ]}
      />
      {differences.includes("counter") && <p className="mt-3">{t("identity.counter")}</p>}
      <div className="mt-6 grid gap-6 md:grid-cols-2">
        <section className="space-y-3">
          <h3 className="font-semibold">{t("confirm.title")}</h3>
          <p>{mode === "live" ? t("confirm.text", waiting) : t("confirm.trial-text")}</p>
          <ActionForm action={confirmInstallationAction} className="space-y-3">
            <TextArea name="reason" label={t("confirm.reason")} rows={2} maxLength={1000} />
            <SubmitButton>{t("confirm.submit")}</SubmitButton>
          </ActionForm>
        </section>
        <section className="space-y-3">
          <h3 className="font-semibold">{t("copy.title")}</h3>
          <p>{t("copy.text")}</p>
          <ActionForm action={markCopyAction} className="space-y-3">
            <TextArea name="reason" label={t("copy.reason")} rows={2} maxLength={1000} />
            <SubmitButton kind="danger">{t("copy.submit")}</SubmitButton>
          </ActionForm>
        </section>
      </div>
    </Panel>
  );
}

/** By what the installation is known, when nobody doubts it. */
export async function IdentityPanel({ locale, installation }: InstallationView) {
  const t = await getTranslations({ locale, namespace: "installation" });
  const { known, seen, standing } = installation;
  const shown = standing === "copy" ? (seen ?? known) : known;
  return (
    <Panel title={t("identity.known-title")}>
      <p className="mb-3">{standing === "copy" ? t("identity.copy") : shown ? t("identity.confirmed") : t("identity.not-yet")}</p>
      {shown && <KeyValues rows={fingerprintParts.flatMap((part) => (part === "counter" ? [] : [{ name: t(`identity.part.${part}`), value: shown[part] ?? t("identity.unknown") }]))} />}
    </Panel>
  );
}
