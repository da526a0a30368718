import { getTranslations } from "next-intl/server";
import { DRAFT_BYTES, readJson } from "@/app/_server/request-body";
import { runStaffHandler } from "@/app/_server/staff-handler";
import { Invalid } from "@/domain/kernel/errors";
import { mayEditNotices } from "@/domain/notices/policy";
import { saveOrCompare } from "../save-or-compare";

/** Save a draft while it is being written. A handler and not an action: actions wait for one another and for the page, and a save that does not get through has to be seen as that. */
export function POST(request: Request): Promise<Response> {
  return runStaffHandler(
    mayEditNotices,
    request,
    async (ctx) => Response.json(await saveOrCompare(ctx, ((await readJson(request, DRAFT_BYTES)) ?? {}) as Record<string, unknown>)),
    async (refusal, { locale }) => {
      const t = await getTranslations({ locale, namespace: "errors" });
      const say = (key: string) => (t.has(key) ? t(key) : t("fault"));
      const fields = refusal instanceof Invalid ? Object.fromEntries(Object.entries(refusal.fields).map(([name, keys]) => [name, keys.map(say)])) : {};
      return Response.json(refusal instanceof Invalid ? { kind: "invalid", fields } : { kind: "refused", message: say(refusal.reason) });
    },
  );
}
