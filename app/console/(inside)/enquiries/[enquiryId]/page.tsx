import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { Prose } from "@/components/incidents/prose";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { lookPurposeChoice } from "@/components/reveals/look-purpose-choice";
import { RevealForm } from "@/components/ui/reveal-form";
import { Badge, Masked, Time } from "@/components/ui/text";
import { dataClasses, isDataClass } from "@/content/data-classes";
import { localeNames } from "@/db/values/locales";
import { may } from "@/domain/kernel/context";
import { mayAnswerEnquiries, mayReadEnquiries, mayRevealEnquiries } from "@/domain/enquiries/policy";
import { getEnquiry } from "@/domain/enquiries/queries";
import { MOST_REPLY_PARTS } from "@/domain/enquiries/rules";
import { listStaffNames } from "@/domain/staff/queries";
import { OwnBudget } from "../../reveals/own-budget";
import { closeEnquiryAction, replyAction, revealEnquiryAction } from "../actions";

export const generateMetadata = staffTitle("enquiries", "title");

export default async function EnquiryPage({ params }: PageProps<"/console/enquiries/[enquiryId]">) {
  const { ctx, member, incident } = await requireIncident(mayReadEnquiries);
  const { locale } = member;
  const { enquiry, contact, contactKind, text, replies } = await notFoundOr(getEnquiry(ctx, (await params).enquiryId));
  if (enquiry.incidentId !== incident.id) notFound();
  const t = await getTranslations({ locale, namespace: "enquiries" });
  const names = await listStaffNames(ctx);
  const answers = may(ctx.actor, mayAnswerEnquiries) && enquiry.state !== "closed";
  const hidden = { enquiryId: enquiry.id };
  return (
    <div className="max-w-180">
      <BackLink href="/console/enquiries">{t("title")}</BackLink>
      <PageHead title={<span className="tabular-nums">{enquiry.reference}</span>}>
        <Badge tone={enquiry.state === "open" ? "accent" : "plain"}>{t(`state.${enquiry.state}`)}</Badge>
      </PageHead>
      <Panel title={t("message")}>
        <KeyValues
          rows={[
            { name: t("received"), value: <Time at={enquiry.createdAt} locale={locale} timeZone={incident.timeZone} /> },
            { name: t("contact"), value: <Masked>{contact}</Masked> },
            { name: t("about"), value: isDataClass(enquiry.dataClass) ? dataClasses[enquiry.dataClass].label[locale] : t("whole-result") },
            { name: t("dataset"), value: enquiry.datasetVersion ?? "" },
          ]}
        />
        <div className="mt-4 text-16" lang={enquiry.locale}>
          <Prose text={text} />
        </div>
        {may(ctx.actor, mayRevealEnquiries) && (
          <div className="mt-4">
            <RevealForm action={revealEnquiryAction} hidden={hidden} words={{ open: t("reveal"), hint: t("reveal-hint"), reason: t("reveal-reason"), submit: t("reveal-submit"), revealed: t("revealed") }} purpose={await lookPurposeChoice("enquiry.reveal", locale)} fields={[{ name: "contact", label: t("contact") }]} budget={<OwnBudget ctx={ctx} locale={locale} />} />
          </div>
        )}
      </Panel>
      {replies.map((reply) => (
        <Panel key={reply.number} title={t("reply-of", { name: names.get(reply.staffId) ?? "" })}>
          <p className="mb-2 text-ink-soft">
            <Time at={reply.at} locale={locale} timeZone={incident.timeZone} />
          </p>
          <div lang={enquiry.locale}>
            <Prose text={reply.text} />
          </div>
        </Panel>
      ))}
      {answers && (
        <Panel title={t("reply")}>
          <ActionForm action={replyAction} hidden={hidden} className="space-y-4">
            <TextArea name="text" label={t("reply-text")} hint={contactKind === "phone" ? t("reply-hint-phone", { language: localeNames[enquiry.locale], parts: MOST_REPLY_PARTS }) : t("reply-hint", { language: localeNames[enquiry.locale] })} rows={6} maxLength={4000} />
            <SubmitButton>{t("reply-submit")}</SubmitButton>
          </ActionForm>
          <ActionForm action={closeEnquiryAction} hidden={hidden} className="mt-4 border-t border-line pt-4">
            <SubmitButton kind="secondary">{t("close")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
    </div>
  );
}
