import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { DeliveryState, PathState } from "@/db/values/wave-states";
import type { WaveOverview } from "@/domain/waves/types";
import { SegmentedBar, type Segment } from "../ui/lists";
import { formatCount } from "../ui/text";

const deliveryTones: Record<DeliveryState, Segment["tone"]> = { accepted: "good", "handing-over": "accent", deferred: "possible", "in-doubt": "leaked", rejected: "leaked", suppressed: "none", cancelled: "none", pending: "line" };
const pathTones: Record<PathState, Segment["tone"]> = { reached: "good", "covered-by": "accent", "in-doubt": "leaked", unreachable: "possible", cancelled: "none", open: "line" };
/** What is settled stands on the left of the bar, what is open on the right. */
const deliveryOrder = Object.keys(deliveryTones) as DeliveryState[];
const pathOrder = Object.keys(pathTones) as PathState[];

/** Where a frozen wave's messages and its people stand: each a bar with its figures, which add up to the whole. */
export async function WaveProgress({ wave, locale }: { wave: Pick<WaveOverview, "id" | "channels" | "byChannel" | "deliveries" | "paths" | "people" | "entered">; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const unreached = wave.byChannel.find(({ channel }) => channel === wave.channels.at(-1))?.paths.unreachable ?? 0;
  const format = (count: number) => formatCount(count, locale);
  return (
    <div className="space-y-4">
      <div>
        <h3 className="mb-1">{t("progress.messages", { total: format(wave.entered) })}</h3>
        <SegmentedBar label={t("progress.messages", { total: format(wave.entered) })} total={wave.entered} format={format} segments={deliveryOrder.map((state) => ({ name: t(`delivery.${state}`), count: wave.deliveries[state], tone: deliveryTones[state] }))} />
      </div>
      <div>
        <h3 className="mb-1">{t("progress.people", { total: format(wave.people) })}</h3>
        <SegmentedBar label={t("progress.people", { total: format(wave.people) })} total={wave.people} format={format} segments={pathOrder.map((state) => ({ name: t(`path.${state}`), count: wave.paths[state], tone: pathTones[state] }))} />
        {unreached > 0 && (
          <p className="mt-2">
            <Link href={`/console/waves/${wave.id}/unreached`} prefetch={false}>
              {t("unreached.link", { people: format(unreached) })}
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}
