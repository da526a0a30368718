import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { FindingsPanel } from "../../notices/findings-panel";
import { overrideWaveFindingAction } from "../actions";
import type { WaveView } from "./wave-view";

/** What the check finds in a wave's words for its own audience: nothing goes into review, and nothing is approved, while something is open. */
export async function WordingCheck({ ctx, locale, wave, timeZone, linted }: WaveView) {
  if (!linted) return null;
  const { version } = linted;
  const t = await getTranslations({ locale, namespace: "waves" });
  const rich = { page: (words: React.ReactNode) => <Link href={`/console/notices/${version.templateId}?version=${version.number}`}>{words}</Link> };
  return <FindingsPanel {...{ ctx, locale, timeZone, version, linted }} title={t("check.title")} intro={t.rich("check.intro", rich)} override={{ action: overrideWaveFindingAction, hidden: { waveId: wave.id } }} />;
}
