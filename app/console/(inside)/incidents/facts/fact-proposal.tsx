import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Panel } from "@/components/console/page-head";
import { FactStatusMark } from "@/components/facts/fact-said";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { DataTable } from "@/components/ui/lists";
import { Badge, formatTime, Time } from "@/components/ui/text";
import { locales } from "@/db/values/locales";
import { mayApproveFacts } from "@/domain/facts/policy";
import { formatFact } from "@/domain/facts/rules";
import type { ProposedValue, StaffFact } from "@/domain/facts/types";
import { may, type StaffActor } from "@/domain/kernel/context";
import { approveFactValueAction, returnFactValueAction, withdrawFactValueAction } from "./actions";
import type { FactPanelProps } from "./fact-panels";

interface FactProposalProps extends FactPanelProps {
  fact: StaffFact;
  proposed: ProposedValue;
  actor: StaffActor;
}

/** The proposal beside what is said now, line by line in every language, and what this person can do with it. */
export async function FactProposal({ locale, timeZone, who, fact, proposed, actor }: FactProposalProps) {
  const t = await getTranslations({ locale, namespace: "fact-console" });
  const rows: { name: string; says: (value: ProposedValue) => ReactNode; plain: (value: ProposedValue) => string }[] = [
    ...locales.flatMap((language) => {
      const text = (name: string, plain: (value: ProposedValue) => string) => ({ name: `${name} · ${t(`language.${language}`)}`, plain, says: (value: ProposedValue) => <span lang={language}>{plain(value)}</span> });
      return [text(t("field.label"), ({ label }) => label[language]), text(t("value"), ({ value }) => formatFact(value, language, timeZone)), text(t("field.source"), ({ source }) => source[language])];
    }),
    { name: t("field.status"), plain: ({ status }) => status, says: ({ status }) => <FactStatusMark status={status} locale={locale} /> },
    { name: t("field.asOf"), plain: ({ asOf }) => asOf.toISOString(), says: ({ asOf }) => <Time at={asOf} locale={locale} timeZone={timeZone} /> },
  ];
  const { current } = fact;
  return (
    <Panel title={t("proposal.title")}>
      <p className="mb-3 text-ink-soft">{t("proposal.by", { name: who(proposed.proposedBy), at: formatTime(proposed.proposedAt, locale, timeZone) })}</p>
      <DataTable
        caption={t("proposal.title")}
        rows={rows}
        rowKey={({ name }) => name}
        empty={null}
        columns={[
          { head: t("proposal.part"), cell: ({ name }) => name },
          { head: t("proposal.now"), cell: ({ says }) => (current ? says(current) : "–") },
          { head: t("proposal.then"), cell: ({ says, plain }) => <>{says(proposed)} {current && plain(current) !== plain(proposed) && <Badge tone="possible">{t("proposal.differs")}</Badge>}</> },
        ]}
      />
      <div className="mt-4 space-y-4">
        <Acts locale={locale} fact={fact} proposed={proposed} actor={actor} />
      </div>
    </Panel>
  );
}

async function Acts({ locale, fact: { id, name }, proposed, actor }: Pick<FactProposalProps, "locale" | "fact" | "proposed" | "actor">) {
  const t = await getTranslations({ locale, namespace: "fact-console" });
  const hidden = { factId: id, name, number: String(proposed.number) };
  if (proposed.proposedBy === actor.staffId) {
    return (
      <ActionForm action={withdrawFactValueAction} hidden={hidden} className="space-y-3">
        <p>{t("proposal.own")}</p>
        <SubmitButton kind="secondary">{t("proposal.withdraw")}</SubmitButton>
      </ActionForm>
    );
  }
  if (!may(actor, mayApproveFacts)) return <p>{t("proposal.waits")}</p>;
  return (
    <>
      <ActionForm action={approveFactValueAction} hidden={hidden} className="space-y-3">
        <p>{t("proposal.approve-text")}</p>
        <SubmitButton>{t("proposal.approve")}</SubmitButton>
      </ActionForm>
      <ActionForm action={returnFactValueAction} hidden={hidden} className="max-w-160 space-y-3 border-t border-line pt-4">
        <TextArea name="reason" label={t("proposal.reason")} hint={t("proposal.reason-hint")} rows={2} maxLength={1000} />
        <SubmitButton kind="secondary">{t("proposal.return")}</SubmitButton>
      </ActionForm>
    </>
  );
}
