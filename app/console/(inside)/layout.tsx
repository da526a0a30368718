import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { findCurrentIncident } from "@/app/_server/current-incident";
import { requireStaff } from "@/app/_server/staff";
import { ConsoleShell } from "@/components/console/console-shell";
import { DeadlineClock } from "@/components/console/deadline-clock";
import { InstallationBanner } from "@/components/console/installation-banner";
import { IncidentSwitcher } from "@/components/console/incident-switcher";
import { ListKeys } from "@/components/console/list-keys";
import { ProofProvider } from "@/components/console/proof-provider";
import { SignOutForm } from "@/components/console/sign-out-form";
import { formatCount, formatTime } from "@/components/ui/text";
import { countUnreadMentions } from "@/domain/claims/desk/queries";
import { mayReadInstallation } from "@/domain/installation/policy";
import { readInstallationState } from "@/domain/installation/queries";
import { whyLocked } from "@/domain/installation/rules";
import { may } from "@/domain/kernel/context";
import { mayUseConsole } from "@/domain/staff/policy";
import { chooseIncidentAction, signOutAction } from "./actions";
import { consoleNavigation } from "./navigation";
import { askForProofAction, proveByPasskeyAction, proveOneselfAction } from "./prove/actions";

export default async function InsideLayout({ children }: { children: ReactNode }) {
  const { ctx, member } = await requireStaff(mayUseConsole);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "console" });
  const layout = await getTranslations({ locale, namespace: "layout" });
  const { current, all } = await findCurrentIncident(ctx);
  const lock = whyLocked(await readInstallationState(ctx));
  const mentions = await countUnreadMentions(ctx);
  const desk = await getTranslations({ locale, namespace: "claims-desk" });
  const news = mentions === 0 ? undefined : { count: formatCount(mentions, locale), says: desk("mentions.rail", { count: mentions }) };
  const items = consoleNavigation.filter(({ rule }) => may(ctx.actor, rule)).map(({ href, name }) => ({ href, text: t(`nav.${name}`), news: name === "claims" ? news : undefined }));
  const proof = await getTranslations({ locale, namespace: "sessions" });
  const passkeys = await getTranslations({ locale, namespace: "passkeys" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const company = await getTranslations({ locale, namespace: "company" });
  return (
    <ConsoleShell
      words={{ skip: layout("skip"), nav: t("nav.label") }}
      items={items}
      banner={lock && <InstallationBanner lock={lock} locale={locale} leads={may(ctx.actor, mayReadInstallation)} />}
      switcher={current && <IncidentSwitcher action={chooseIncidentAction} label={t("incident")} go={t("switch")} current={current.id} options={all.map(({ id, organisation, slug }) => ({ value: id, label: `${organisation[locale] || slug} · ${slug}` }))} />}
      clock={
        current?.noticeDue && (
          <DeadlineClock
            due={current.noticeDue.toISOString()}
            now={ctx.clock.now().toISOString()}
            words={{ label: t("clock.label"), left: t.raw("clock.left") as string, over: t.raw("clock.over") as string, overDays: t.raw("clock.over-days") as string, at: formatTime(current.noticeDue, locale, current.timeZone) }}
          />
        )
      }
      account={
        <>
          <Link href="/console/account" prefetch={false} className="text-ink">
            {member.name}
          </Link>
          <SignOutForm action={signOutAction}>{t("sign-out")}</SignOutForm>
        </>
      }
    >
      <ProofProvider
        action={proveOneselfAction}
        words={{ title: proof("prove.title"), intro: proof("prove.intro-here"), password: proof("prove.password"), code: proof("prove.code"), codeHint: proof("prove.code-hint"), submit: proof("prove.submit"), cancel: proof("prove.cancel") }}
        passkey={member.hasPasskey ? { ask: askForProofAction, finish: proveByPasskeyAction, words: { button: passkeys("prove"), pending: passkeys("pending"), refused: errors("refused"), none: passkeys("not-shown"), known: passkeys("not-shown") } } : undefined}
        company={member.method === "company" ? { title: proof("prove.title"), intro: company("prove.intro-tab"), open: company("prove.open"), cancel: proof("prove.cancel") } : undefined}
      >
        {children}
      </ProofProvider>
      <ListKeys words={{ title: t("keys.title"), close: t("keys.close"), open: t("keys.button"), on: t("keys.on"), onHint: t("keys.on-hint"), rows: [["j", t("keys.down")], ["k", t("keys.up")], ["o", t("keys.open")], ["x", t("keys.tick")], ["?", t("keys.help")]] }} />
    </ConsoleShell>
  );
}
