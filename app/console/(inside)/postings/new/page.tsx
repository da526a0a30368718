import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Select, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { Callout, EmptyState } from "@/components/ui/text";
import { postedKinds } from "@/db/values/notice-kinds";
import { listTemplates } from "@/domain/notices/queries";
import { leastStayOf } from "@/domain/postings/least-stay-of";
import { mayProposePostings } from "@/domain/postings/policy";
import { listPostings } from "@/domain/postings/queries";
import { listWaveNames } from "@/domain/waves/queries/list-waves";
import { proposePostingAction } from "../actions";

export const generateMetadata = staffTitle("postings", "new.title");

export default async function NewPostingPage({ searchParams }: PageProps<"/console/postings/new">) {
  const { ctx, member, incident } = await requireIncident(mayProposePostings);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "postings" });
  const [templates, postings, waves, asked] = await Promise.all([listTemplates(ctx, incident.id), listPostings(ctx, incident.id), listWaveNames(ctx, incident.id), searchParams]);
  const wordings = templates.filter(({ kind }) => postedKinds.includes(kind)).flatMap(({ name, versions }) => versions.filter(({ state }) => state === "approved").map(({ id, number }) => ({ value: id, label: t("wording-of", { name, number }) })));
  const wave = waves.find(({ id }) => id === asked.wave);
  const version = wordings.find(({ value }) => value === (asked.version ?? wave?.templateVersionId))?.value;
  const earlier = postings.filter(({ state }) => state === "standing" || state === "archived");
  return (
    <div className="max-w-160">
      <BackLink href="/console/postings">{t("title")}</BackLink>
      <PageHead title={t("new.title")}>{t("new.intro")}</PageHead>
      {wordings.length === 0 ? (
        <EmptyState title={t("new.no-wording")}>
          <p className="mb-3">{t("new.no-wording-text")}</p>
          <ButtonLink href="/console/notices">{t("new.to-notices")}</ButtonLink>
        </EmptyState>
      ) : (
        <ActionForm action={proposePostingAction} hidden={wave ? { waveId: wave.id } : {}}>
          {wave && <Callout>{t("new.for-wave", { name: t("wording-of", wave.template) })}</Callout>}
          <Select name="templateVersionId" label={t("new.wording")} initial={version ?? wordings[0]?.value ?? ""} options={wordings} />
          <TextField name="stayDays" type="number" width={10} label={t("new.stay")} hint={version ? t("new.stay-by-rule", { days: await leastStayOf(ctx, version) }) : t("new.stay-hint")} />
          {earlier.length > 0 && <Select name="supersedes" label={t("new.supersedes")} hint={t("new.supersedes-hint")} empty={t("new.none")} options={earlier.map(({ id, number, template }) => ({ value: id, label: `${t("posting", { number })}: ${template.name}` }))} />}
          <SubmitButton>{t("new.submit")}</SubmitButton>
        </ActionForm>
      )}
    </div>
  );
}
