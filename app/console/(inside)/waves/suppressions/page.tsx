import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { SuppressionSearch } from "@/components/suppressions/suppression-search";
import { BackLink, DataTable } from "@/components/ui/lists";
import { formatCount } from "@/components/ui/text";
import { suppressionReasons, suppressionScopes } from "@/db/values/suppressions";
import { mayReadSuppressions } from "@/domain/suppressions/policy";
import { countSuppressions } from "@/domain/suppressions/queries";
import { findSuppressionAction } from "./actions";

export const generateMetadata = staffTitle("suppressions", "title");

export default async function SuppressionsPage() {
  const { ctx, member } = await requireStaff(mayReadSuppressions);
  const { locale } = member;
  const [t, waves] = await Promise.all([getTranslations({ locale, namespace: "suppressions" }), getTranslations({ locale, namespace: "waves" })]);
  const counts = await countSuppressions(ctx);
  const count = (scope: string, reason: string) => counts.find((each) => each.scope === scope && each.reason === reason)?.addresses ?? 0;
  return (
    <>
      <BackLink href="/console/waves">{waves("title")}</BackLink>
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      <div className="grid items-start gap-x-6 lg:grid-cols-2">
        <Panel title={t("look.title")}>
          <SuppressionSearch action={findSuppressionAction} words={{ contact: t("look.contact"), hint: t("look.hint"), submit: t("look.submit") }} />
        </Panel>
        <Panel title={t("counts")}>
          <DataTable
            caption={t("counts")}
            rows={[...suppressionReasons]}
            rowKey={(reason) => reason}
            empty={null}
            columns={[
              { head: t("reason-label"), cell: (reason) => t(`reason.${reason}`) },
              ...suppressionScopes.map((scope) => ({ head: t(`scope.${scope}`), cell: (reason: (typeof suppressionReasons)[number]) => formatCount(count(scope, reason), locale), align: "right" as const })),
            ]}
          />
        </Panel>
      </div>
    </>
  );
}
