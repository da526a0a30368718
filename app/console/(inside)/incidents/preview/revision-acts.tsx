import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import type { Locale } from "@/db/values/locales";
import type { FactValues } from "@/domain/facts/types";
import { missingBeforePublication, unknownBeforePublication } from "@/domain/incidents/rules";
import type { Revision } from "@/domain/incidents/types";
import { publishRevisionAction, returnRevisionAction, submitRevisionAction } from "../actions";
import { fieldNames } from "../draft-refusal";

interface RevisionActsProps {
  locale: Locale;
  incidentId: string;
  slug: string;
  revision: Revision;
  /** The facts that are approved. */
  values: FactValues;
  published: Revision | null;
  staffId: string;
  mayEdit: boolean;
  mayPublish: boolean;
}

/** What this person can do next with the open revision, and what it will do; for those who cannot, who can. */
export async function RevisionActs(props: RevisionActsProps) {
  const t = await getTranslations({ locale: props.locale, namespace: "incident-console" });
  return <Panel title={t("preview-page.acts")}>{!props.mayEdit ? <p>{t("preview-page.reader")}</p> : props.revision.state === "draft" ? <Submit {...props} /> : <Review {...props} />}</Panel>;
}

/** Part of the editor in which a path's field stands. */
function partOf(path: string): string {
  const [part = ""] = path.split(".");
  return { organisation: "head", title: "head", sections: "texts", leaked: "data", knewLeak: "dates" }[part] ?? part;
}

async function Submit({ locale, incidentId, revision, values }: RevisionActsProps) {
  const t = await getTranslations({ locale, namespace: "incident-console" });
  const name = await fieldNames(locale);
  const missing = missingBeforePublication(revision.content);
  const unknown = unknownBeforePublication(revision.content, values);
  if (missing.length > 0 || unknown.length > 0) {
    return (
      <>
        <Paths title={t("preview-page.missing")} text={t("preview-page.missing-text")} paths={missing} name={name} />
        <Paths title={t("preview-page.unknown")} text={t("preview-page.unknown-text")} paths={unknown} name={name} />
      </>
    );
  }
  return (
    <ActionForm action={submitRevisionAction} hidden={{ incidentId, number: String(revision.number), edit: String(revision.edit) }} className="space-y-3">
      <p>{t("preview-page.submit-text")}</p>
      <SubmitButton>{t("preview-page.submit")}</SubmitButton>
    </ActionForm>
  );
}

/** What stands in the way, each with the way to where it is mended. */
function Paths({ title, text, paths, name }: { title: string; text: string; paths: string[]; name: (path: string) => string }) {
  if (paths.length === 0) return null;
  return (
    <div className="mb-4">
      <h3 className="text-14 font-semibold">{title}</h3>
      <p className="mb-2 text-ink-soft">{text}</p>
      <ul className="list-disc pl-5">
        {paths.map((path) => (
          <li key={path}>
            <Link href={`/console/incidents/edit#part-${partOf(path)}`} prefetch={false}>
              {name(path)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

async function Review({ locale, incidentId, slug, revision, published, staffId, mayPublish }: RevisionActsProps) {
  const t = await getTranslations({ locale, namespace: "incident-console" });
  const { number, edit } = revision;
  const wrote = revision.editedBy.includes(staffId);
  const addresses = { ko: `/ko/${slug}`, en: `/en/${slug}` };
  return (
    <div className="space-y-4">
      {mayPublish && !wrote ? (
        <ActionForm action={publishRevisionAction} hidden={{ incidentId, number: String(number), edit: String(edit) }} className="space-y-3">
          <p>{published ? t("preview-page.publish-text", { ...addresses, number: published.number }) : t("preview-page.publish-text-first", addresses)}</p>
          <SubmitButton>{t("preview-page.publish", { number })}</SubmitButton>
        </ActionForm>
      ) : (
        <p>{mayPublish ? t("preview-page.second") : t("preview-page.waiting")}</p>
      )}
      <ActionForm action={returnRevisionAction} hidden={{ incidentId, number: String(number) }} className="space-y-3 border-t border-line pt-4">
        <p>{t("preview-page.return-text")}</p>
        <SubmitButton kind="secondary">{t("preview-page.return")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
