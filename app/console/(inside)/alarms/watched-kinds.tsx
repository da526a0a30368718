import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { KeyValues } from "@/components/ui/lists";
import { alarmKinds } from "@/db/values/alarms";
import type { Locale } from "@/db/values/locales";
import { loadEnv } from "@/lib/env";

/** Says what is watched for, and from where on it is an alarm. */
export async function WatchedKinds({ locale }: { locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "alarms" });
  return (
    <div className="mt-8 max-w-240">
      <Panel title={t("watched")}>
        <KeyValues rows={alarmKinds.map((kind) => ({ name: t(`kind.${kind}`), value: t(`watches.${kind === "travel" && loadEnv().GEO_DATABASE !== undefined ? "travel-on" : kind}`) }))} />
      </Panel>
    </div>
  );
}
