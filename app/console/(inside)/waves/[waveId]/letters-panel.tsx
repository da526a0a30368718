import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { LetterBatches } from "@/components/letters/letter-batches";
import { listLetterBatches } from "@/domain/letters/queries";
import type { WaveView } from "./wave-view";

/** The letters of a wave: what waits for a person, what is with the post, and the way to both. */
export async function LettersPanel({ ctx, locale, wave, timeZone }: WaveView) {
  const t = await getTranslations({ locale, namespace: "letters" });
  const batches = await listLetterBatches(ctx, wave.id);
  const waiting = batches.filter(({ state }) => state === "waiting");
  return (
    <Panel title={t("title")}>
      <p className="mb-3">{waiting.length > 0 ? t("waiting", { batches: waiting.length, letters: waiting.reduce((sum, { letters }) => sum + letters, 0) }) : t("none-waiting")}</p>
      <LetterBatches batches={batches.slice(0, 5)} locale={locale} timeZone={timeZone} />
      <p className="mt-3">
        <Link href={`/console/waves/${wave.id}/letters`} prefetch={false}>
          {t("open")}
        </Link>
      </p>
    </Panel>
  );
}
