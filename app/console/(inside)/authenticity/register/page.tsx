import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import type { FormAction } from "@/components/form/form-state";
import { SubmitButton } from "@/components/form/submit-button";
import { ButtonLink, type ButtonKind } from "@/components/ui/button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Badge, EmptyState, Time } from "@/components/ui/text";
import { entryKinds } from "@/db/values/authenticity";
import { localeNames, locales, type Locale } from "@/db/values/locales";
import { mayEndEntries, mayProposeEntries, mayPublishEntries, mayReadRegister } from "@/domain/authenticity/policy";
import { listEntries } from "@/domain/authenticity/register/queries";
import type { Entry } from "@/domain/authenticity/register/types";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { endEntryAction, publishEntryAction, returnEntryAction, withdrawEntryAction } from "./actions";

export const generateMetadata = staffTitle("authenticity", "register.title");

const tones = { proposed: "accent", published: "good", returned: "plain", withdrawn: "plain", ended: "plain" } as const;

export default async function RegisterPage() {
  const { ctx, member } = await requireStaff(mayReadRegister);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "authenticity" });
  const [entries, names] = await Promise.all([listEntries(ctx), listStaffNames(ctx)]);
  const acts = ({ state, proposedBy }: Entry): [FormAction, string, ButtonKind][] => {
    const own = proposedBy === ctx.actor.staffId;
    if (state === "published") return may(ctx.actor, mayEndEntries) ? [[endEntryAction, "end", "danger"]] : [];
    if (state !== "proposed") return [];
    if (own) return may(ctx.actor, mayProposeEntries) ? [[withdrawEntryAction, "withdraw", "secondary"]] : [];
    return may(ctx.actor, mayPublishEntries) ? [[publishEntryAction, "publish", "primary"], [returnEntryAction, "return", "secondary"]] : [];
  };
  return (
    <div className="max-w-220">
      <BackLink href="/console/authenticity">{t("title")}</BackLink>
      <PageHead title={t("register.title")} actions={may(ctx.actor, mayProposeEntries) && <ButtonLink href="/console/authenticity/register/new">{t("new.title")}</ButtonLink>}>
        {t("register.intro")}
      </PageHead>
      {entries.length === 0 && <EmptyState title={t("register.none")}>{t("register.none-text")}</EmptyState>}
      {entryKinds.map((kind) => {
        const rows = entries.filter((entry) => entry.kind === kind);
        return rows.length === 0 ? null : (
          <Panel key={kind} title={t(`kind.${kind}`)}>
            <ul className="divide-y divide-line">
              {rows.map((entry) => (
                <li key={entry.id} className="space-y-2 py-3">
                  <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
                    <Badge tone={tones[entry.state]}>{t(`entry-state.${entry.state}`)}</Badge>
                    <strong className="min-w-0 wrap-anywhere">{titleOf(entry, locale)}</strong>
                    <span className="text-ink-soft">
                      {entry.proposedBy === null ? t("register.by-worker") : (names.get(entry.proposedBy) ?? "")} · <Time brief at={entry.proposedAt} locale={locale} />
                    </span>
                  </p>
                  <details>
                    <summary className="text-accent">{t("register.look")}</summary>
                    <div className="mt-2">
                      <KeyValues rows={rowsOf(entry, (key, values) => t(key, values))} />
                    </div>
                  </details>
                  <div className="flex flex-wrap gap-2">
                    {acts(entry).map(([action, name, look]) => (
                      <ActionForm key={name} action={action} hidden={{ entryId: entry.id }} className="space-y-2">
                        <SubmitButton small kind={look}>
                          {t(`act.${name}`)}
                        </SubmitButton>
                      </ActionForm>
                    ))}
                  </div>
                </li>
              ))}
            </ul>
          </Panel>
        );
      })}
    </div>
  );
}

function titleOf(entry: Entry, locale: Locale): string {
  if (entry.kind === "fake") return entry.content.title[locale];
  if (entry.kind === "dkim-key") return `${entry.content.selector} · ${entry.content.domain}`;
  return entry.content.value;
}

function rowsOf(entry: Entry, t: (key: string, values?: Record<string, string>) => string) {
  const each = (field: string, text: Record<Locale, string>) => locales.map((language) => ({ name: t(`field.${field}`, { language: localeNames[language] }), value: <span className="whitespace-pre-wrap wrap-anywhere">{text[language]}</span> }));
  if (entry.kind === "fake") {
    const { title, looks, recognise, since } = entry.content;
    return [{ name: t("field.since"), value: since }, ...each("title", title), ...each("looks", looks), ...each("recognise", recognise), { name: t("picture"), value: t(entry.picture ? "yes" : "no") }];
  }
  if (entry.kind === "dkim-key") {
    const { publicKey, from, until } = entry.content;
    const ended = entry.endedAt?.toISOString().slice(0, 10) ?? null;
    return [{ name: t("field.public-key"), value: <code className="wrap-anywhere">{publicKey}</code> }, { name: t("field.from"), value: from ?? "–" }, { name: t("field.until"), value: until ?? ended ?? "–" }];
  }
  return each("use", entry.content.use);
}
