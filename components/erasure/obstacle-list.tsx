import { getTranslations } from "next-intl/server";
import type { Obstacle } from "@/db/values/erasures";
import type { Locale } from "@/db/values/locales";
import { Callout } from "../ui/text";

/** What stands against erasing somebody now, or against what `words` name instead, and what to do about each. */
export async function ObstacleList({ obstacles, locale, words }: { obstacles: readonly Obstacle[]; locale: Locale; words?: { title: string; none: string } }) {
  const t = await getTranslations({ locale, namespace: "erasures" });
  return obstacles.length === 0 ? (
    <p className="mb-4">{words?.none ?? t("obstacle.none")}</p>
  ) : (
    <div className="mb-4">
      <Callout kind="leaked" title={words?.title ?? t("obstacle.title")}>
        <ul className="list-disc pl-5">
          {obstacles.map((obstacle) => (
            <li key={obstacle}>{t(`obstacle.${obstacle}`)}</li>
          ))}
        </ul>
      </Callout>
    </div>
  );
}
