import type { getTranslations } from "next-intl/server";
import type { Alarm } from "@/domain/alarms/types";
import { shownNumber } from "@/domain/exposure/rules";

type Words = Awaited<ReturnType<typeof getTranslations>>;

/** What an alarm is about, in words: a colleague by name, a planted record by the number that staff see, and everything else by its id. */
export function nameObject({ objectKind, objectId }: Pick<Alarm, "objectKind" | "objectId">, names: ReadonlyMap<string, string>, t: Words): string {
  switch (objectKind) {
    case "staff":
      return names.get(objectId) ?? objectId;
    case "canary":
      return t("object.canary", { number: shownNumber(BigInt(objectId)) });
    default:
      return t(`object.${objectKind}`, { id: objectId.slice(0, 12) });
  }
}
