import { getTranslations } from "next-intl/server";
import { readJson } from "@/app/_server/request-body";
import { runStaffHandler } from "@/app/_server/staff-handler";
import type { SampledReader } from "@/components/notices/look";
import { dataClasses } from "@/content/data-classes";
import { maySampleAudiences } from "@/domain/audiences/policy";
import { sampleAudience } from "@/domain/audiences/sample-audience";

/** A few people of the data, masked, as whom words can be read. A post and not a page: it is recorded as a look at their records. */
export function POST(request: Request): Promise<Response> {
  return runStaffHandler(
    maySampleAudiences,
    request,
    async (ctx, { locale }) => {
      const { versionId } = ((await readJson(request)) ?? {}) as { versionId?: unknown };
      const t = await getTranslations({ locale, namespace: "notices" });
      const people = await sampleAudience(ctx, { templateVersionId: versionId, audience: {} });
      const readers = people.map(({ kind, email, phone, classes }, i): SampledReader => {
        const of = (level: string) => classes.filter((each) => each.level === level).map(({ slug }) => slug);
        const names = [...of("confirmed"), ...of("possible")].map((slug) => dataClasses[slug].label[locale]).join(", ");
        return { id: String(i), label: `${email ?? phone ?? "–"} · ${t(`condition.${kind}`)} · ${names}`, reader: { confirmed: of("confirmed"), possible: of("possible"), kinds: [kind] } };
      });
      return Response.json({ kind: "people", people: readers });
    },
    async (refusal, { locale }) => {
      const t = await getTranslations({ locale, namespace: "errors" });
      return Response.json({ kind: "refused", message: t.has(refusal.reason) ? t(refusal.reason, refusal.values) : t("fault") });
    },
  );
}
