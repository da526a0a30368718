import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { RelayOverview } from "@/domain/waves/types";
import { DataTable } from "../ui/lists";
import { Badge, EmptyState, formatCount } from "../ui/text";
import { LiveRefresh } from "./live-refresh";

const tones = { "in-use": "good", partly: "possible", resting: "leaked", "to-be-tried": "possible" } as const;

/** Each relay: what it is for, whether it is in use, and if not, why and until when. Follows what happens while one rests. */
export async function RelayPanel({ relays, locale }: { relays: RelayOverview[]; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "waves.relays" });
  const again = (seconds: number) => (seconds === 0 ? t("again-next") : seconds < 90 ? t("again", { seconds }) : t("again-minutes", { minutes: Math.round(seconds / 60) }));
  return (
    <section aria-labelledby="relays" className="mt-10">
      <h2 id="relays" className="mb-1 text-18">{t("title")}</h2>
      <p className="mb-3 text-ink-soft">{t("intro")}</p>
      <DataTable
        caption={t("title")}
        rows={relays}
        rowKey={({ name }) => name}
        empty={<EmptyState title={t("none")}>{t("none-text")}</EmptyState>}
        columns={[
          { head: t("name"), cell: ({ name }) => name },
          { head: t("for"), cell: ({ lanes }) => lanes.map((lane) => t(`lane.${lane}`)).join(", ") },
          { head: t("state"), cell: ({ state }) => <Badge tone={tones[state]}>{t(state)}</Badge> },
          {
            head: t("why"),
            cell: ({ why, words, restsFor }) => [why && t(`reason.${why}`), words && t("says", { words }), restsFor !== null && again(restsFor)].filter(Boolean).join(" ") || "–",
          },
          { head: t("takes"), cell: ({ meanMs }) => (meanMs === null ? "–" : t("ms", { ms: formatCount(Math.round(meanMs), locale) })), align: "right" },
        ]}
      />
      <LiveRefresh pace={relays.some(({ state }) => state !== "in-use") ? "moving" : null} />
    </section>
  );
}
