import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { DropEntry } from "@/components/claims/drop-entry";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Badge, Time } from "@/components/ui/text";
import { mayLeadDesk } from "@/domain/claims/desk/policy";
import { getEntry } from "@/domain/claims/paper/queries";
import { mayEnterPaperClaims } from "@/domain/claims/policy";
import { isOfAnother } from "@/domain/claims/rules";
import { shownNumber } from "@/domain/exposure/rules";
import { may } from "@/domain/kernel/context";
import { findProgrammeById } from "@/domain/programmes/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { dropPaperClaimAction, takePaperClaimAction } from "../../actions";

export const generateMetadata = staffTitle("claims-paper", "handover-title");

/** An entry that somebody else began, without what was entered: for whoever goes on with it or ends it. */
export default async function HandoverPage({ params }: PageProps<"/console/claims/paper/[claimId]/handover">) {
  const { ctx, member, incident } = await requireIncident(mayEnterPaperClaims);
  const entry = await notFoundOr(getEntry(ctx, (await params).claimId));
  if (entry.incidentId !== incident.id) notFound();
  // One's own goes on where it is entered, and what is an entry no more where it has gone to.
  if (entry.state !== "draft" || entry.heldBy === member.staffId) redirect(`/console/claims/paper/${entry.id}`);
  const { locale } = member;
  const [t, names, programme] = await Promise.all([getTranslations({ locale, namespace: "claims-paper" }), listStaffNames(ctx), findProgrammeById(ctx.db, entry.programmeId)]);
  const { heldBy } = entry;
  const holder = heldBy === null ? null : (names.get(heldBy) ?? "");
  const closed = isOfAnother({ assignedTo: heldBy }, { staffId: member.staffId, leads: may(ctx.actor, mayLeadDesk) });
  return (
    <div className="max-w-240">
      <BackLink href="/console/claims/paper">{t("title")}</BackLink>
      <PageHead title={t("handover-title")}>
        {programme?.terms.texts.name[locale]} · {t("entry-name", { subject: shownNumber(entry.subjectId) })}
      </PageHead>
      <Panel title={t("entry-record")}>
        <KeyValues
          rows={[
            { name: t("entry-postmark"), value: <Time at={new Date(`${entry.postmarkedOn}T00:00:00Z`)} locale={locale} timeZone="UTC" dateOnly /> },
            {
              name: t("entry-begun"),
              value: (
                <>
                  {names.get(entry.begunBy)}, <Time at={entry.begunAt} locale={locale} timeZone={incident.timeZone} />
                </>
              ),
            },
            ...(entry.takenOverBy.length > 0 ? [{ name: t("taken-over"), value: entry.takenOverBy.map((id) => names.get(id)).join(", ") }] : []),
            { name: t("entry-held"), value: holder ?? <Badge tone="accent">{t("entry-nobody")}</Badge> },
          ]}
        />
        {closed && <p className="mt-4">{t("of-colleague", { name: holder ?? "" })}</p>}
      </Panel>
      {!closed && (
        <Panel title={t("take-title")}>
          <div className="space-y-6">
            <ActionForm action={takePaperClaimAction} hidden={{ claimId: entry.id }} className="space-y-4">
              <p>{holder === null ? t("take-hint-nobody") : t("take-hint", { name: holder })}</p>
              <SubmitButton>{t("take")}</SubmitButton>
            </ActionForm>
            <DropEntry action={dropPaperClaimAction} claimId={entry.id} locale={locale} />
          </div>
        </Panel>
      )}
    </div>
  );
}
