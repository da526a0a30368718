import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import type { AlarmKind } from "@/db/values/alarms";
import type { Locale } from "@/db/values/locales";

/** What to do, in order. */
export async function Runbook({ kind, locale }: { kind: AlarmKind; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "runbooks" });
  const steps = Object.values(t.raw(kind) as Record<string, string>);
  return (
    <Panel title={t("title")}>
      <ol className="list-decimal space-y-2 pl-6">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Panel>
  );
}
