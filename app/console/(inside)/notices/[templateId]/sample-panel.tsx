import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { Letter, TextMessage } from "@/components/notices/letter";
import { locales, type Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import { countSmsParts } from "@/domain/notices/rules";
import type { TemplateVersion } from "@/domain/notices/types";
import { renderSample } from "@/domain/waves/queries/render-sample";
import { loadEnv } from "@/lib/env";

/** A version that nobody is writing on, filled in with samples, for whoever reads or approves it. */
export async function SamplePanel({ ctx, locale, version }: { ctx: StaffContext; locale: Locale; version: TemplateVersion }) {
  const t = await getTranslations({ locale, namespace: "notices" });
  const sample = await renderSample(ctx, version, { portalUrl: loadEnv().AMENDS_URL });
  return (
    <Panel title={t("sample.title")}>
      <p className="mb-3 text-ink-soft">{sample ? t("sample.intro") : t("sample.none")}</p>
      {sample && (
        <div className="grid gap-4 lg:grid-cols-2">
          {locales.map((each) => (
            <div key={each} className="min-w-0 space-y-4">
              <Letter locale={each} {...sample[each]} words={{ subject: t("sample.subject") }} />
              {sample[each].sms && <TextMessage locale={each} text={sample[each].sms} words={{ title: t("sms.title"), parts: t("sms.parts", { count: countSmsParts(sample[each].sms).parts }) }} />}
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}
