import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices, Select, TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink } from "@/components/ui/lists";
import { listMacros, listReplies, type CannedReply, type ClaimMacro } from "@/domain/claims/desk/macros/list-team-texts";
import { mayLeadDesk } from "@/domain/claims/desk/policy";
import { teamTextInput, type TeamText } from "@/domain/claims/desk/team-input";
import { dropTextAction, restoreTextAction, saveMacroAction, saveReplyAction } from "../macro-actions";

export const generateMetadata = staffTitle("claims-desk", "macros.title");

type Words = Awaited<ReturnType<typeof getTranslations<"claims-desk">>>;

/** One of a list, closed until somebody opens it to change it. */
function Entry({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <details className="border-b border-line py-2">
      <summary className="font-semibold text-accent">{title}</summary>
      <div className="mt-3 max-w-160 space-y-4 pb-4">{children}</div>
    </details>
  );
}

export default async function MacrosPage({ searchParams }: PageProps<"/console/claims/macros">) {
  const { ctx, member } = await requireIncident(mayLeadDesk);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "claims-desk" });
  const claims = await getTranslations({ locale, namespace: "claims" });
  const dropped = teamTextInput.safeParse(await searchParams);
  const [macros, replies] = await Promise.all([listMacros(ctx), listReplies(ctx)]);
  return (
    <div className="max-w-240">
      <BackLink href="/console/claims">{claims("console.title")}</BackLink>
      <PageHead title={t("macros.title")}>{t("macros.intro")}</PageHead>
      {dropped.success && (
        <ActionForm action={restoreTextAction} hidden={dropped.data} className="mb-4 flex flex-wrap items-center gap-3 border-l-4 border-accent bg-surface px-4 py-2">
          <p role="status">{t(dropped.data.kind === "claim-macro" ? "macros.dropped" : "replies.dropped")}</p>
          <SubmitButton kind="secondary" small>
            {t("views.restore")}
          </SubmitButton>
        </ActionForm>
      )}
      <Panel title={t("replies.title")}>
        <p className="mb-3 text-ink-soft">{t("replies.intro")}</p>
        {replies.map((reply) => (
          <Entry key={`${reply.id}-${reply.edit}`} title={reply.name}>
            <ReplyFields t={t} reply={reply} />
            <Drop kind="canned-reply" id={reply.id} text={t("replies.drop")} />
          </Entry>
        ))}
        <Entry key={`new-${replies.length}`} title={t("replies.new")}>
          <ReplyFields t={t} reply={null} />
        </Entry>
      </Panel>
      <Panel title={t("macros.link")}>
        <p className="mb-3 text-ink-soft">{t("macros.hint")}</p>
        {macros.map((macro) => (
          <Entry key={`${macro.id}-${macro.edit}`} title={macro.name}>
            <MacroFields t={t} macro={macro} replies={replies} />
            <Drop kind="claim-macro" id={macro.id} text={t("macros.drop")} />
          </Entry>
        ))}
        <Entry key={`new-${macros.length}`} title={t("macros.new")}>
          <MacroFields t={t} macro={null} replies={replies} />
        </Entry>
      </Panel>
    </div>
  );
}

function Drop({ kind, id, text }: TeamText & { text: string }) {
  return (
    <ActionForm action={dropTextAction} hidden={{ kind, id }}>
      <SubmitButton kind="danger" small>
        {text}
      </SubmitButton>
    </ActionForm>
  );
}

function ReplyFields({ t, reply }: { t: Words; reply: CannedReply | null }) {
  return (
    <ActionForm action={saveReplyAction} hidden={{ id: reply?.id ?? "", edit: String(reply?.edit ?? 0) }} className="space-y-4">
      <TextField name="name" label={t("replies.name")} initial={reply?.name} maxLength={80} />
      <TextArea name="ko" label={t("replies.ko")} hint={t.raw("replies.hint") as string} initial={reply?.ko} rows={4} maxLength={2000} />
      <TextArea name="en" label={t("replies.en")} hint={t.raw("replies.hint") as string} initial={reply?.en} rows={4} maxLength={2000} />
      <SubmitButton kind="secondary">{t("replies.save")}</SubmitButton>
    </ActionForm>
  );
}

function MacroFields({ t, macro, replies }: { t: Words; macro: ClaimMacro | null; replies: CannedReply[] }) {
  const steps = macro?.steps;
  return (
    <ActionForm action={saveMacroAction} hidden={{ id: macro?.id ?? "", edit: String(macro?.edit ?? 0) }} className="space-y-4">
      <TextField name="name" label={t("macros.name")} initial={macro?.name} maxLength={80} />
      <Choices multiple inline name="take" label={t("macros.review")} initial={steps?.take ? "1" : ""} options={[{ value: "1", label: t("macros.take") }]} />
      <Choices multiple inline name="assignMe" label={t("assign.title")} initial={steps?.assignMe ? "1" : ""} options={[{ value: "1", label: t("macros.assign-me") }]} />
      <TextArea name="note" label={t("macros.note")} initial={steps?.note} rows={3} maxLength={4000} />
      <Select name="replyId" label={t("macros.reply")} initial={steps?.replyId ?? ""} empty={t("macros.no-reply")} options={replies.map(({ id, name }) => ({ value: id, label: name }))} />
      <SubmitButton kind="secondary">{t("macros.save")}</SubmitButton>
    </ActionForm>
  );
}
