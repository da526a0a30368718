import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { FactFields } from "@/components/facts/fact-fields";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink } from "@/components/ui/lists";
import { mayProposeFacts, mayReadFacts } from "@/domain/facts/policy";
import { getFact } from "@/domain/facts/queries";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { proposeFactValueAction } from "../actions";
import { writeFactForm } from "../fact-form";
import { FactHistory, FactNow } from "../fact-panels";
import { FactPlaces, gatherFactPlaces } from "../fact-places";
import { FactProposal } from "../fact-proposal";

export const generateMetadata = staffTitle("fact-console", "title");

export default async function FactPage({ params }: PageProps<"/console/incidents/facts/[name]">) {
  const { ctx, member, incident } = await requireIncident(mayReadFacts);
  const { locale } = member;
  const { timeZone } = incident;
  const fact = await notFoundOr(getFact(ctx, incident.id, decodeURIComponent((await params).name)));
  const t = await getTranslations({ locale, namespace: "fact-console" });
  const [places, names] = await Promise.all([gatherFactPlaces(ctx, incident), listStaffNames(ctx)]);
  const unknown = (await getTranslations({ locale, namespace: "incident-console" }))("unknown");
  const who = (id: string | null) => (id === null ? "" : (names.get(id) ?? unknown));
  const { name, kind, current, proposed, history } = fact;
  const newest = current ?? history[0];
  const shared = { locale, timeZone, who };
  return (
    <div className="max-w-300">
      <BackLink href="/console/incidents/facts">{t("title")}</BackLink>
      <PageHead title={newest?.label[locale] ?? name}>
        {t(`kind.${kind}`)} · <code>{`{{fact:${name}}}`}</code>
      </PageHead>
      <FactNow {...shared} current={current} />
      {proposed && <FactProposal {...shared} fact={fact} proposed={proposed} actor={ctx.actor} />}
      <FactPlaces places={places.filter((place) => place.fact === name)} locale={locale} />
      {!proposed && may(ctx.actor, mayProposeFacts) && (
        <Panel title={t("propose.title")}>
          <ActionForm key={history.length} action={proposeFactValueAction} hidden={{ incidentId: incident.id, factId: fact.id, name, kind, base: String(current?.number ?? 0) }} className="max-w-220 space-y-5">
            <FactFields kind={kind} {...shared} initial={newest ? writeFactForm(newest, timeZone) : {}} />
            <p className="text-ink-soft">{t("propose.text")}</p>
            <SubmitButton>{t("propose.submit")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
      <FactHistory {...shared} history={history} />
    </div>
  );
}
