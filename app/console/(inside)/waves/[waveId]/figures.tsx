import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { DataTable, KeyValues } from "@/components/ui/lists";
import { formatCount, formatPercent } from "@/components/ui/text";
import { replyMeaning, replyMeanings, type ReplyMeaning } from "@/content/reply-codes";
import { listProviders, listReplies, type ReplyTally } from "@/domain/waves/queries/list-tallies";
import type { WaveView } from "./wave-view";

/** Where people and messages stand at each channel of the cascade, and what came back later. */
export async function Cascade({ locale, wave }: Omit<WaveView, "ctx">) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const count = (of: number) => formatCount(of, locale);
  const steps = wave.channels.map((channel, index) => {
    const step = wave.byChannel.find((each) => each.channel === channel);
    const further = wave.byChannel.filter((each) => wave.channels.indexOf(each.channel) > index).reduce((sum, { people }) => sum + people, 0);
    return { channel, step, further };
  });
  const later = (Object.entries(wave.outcomes) as [keyof typeof wave.outcomes, number][]).filter(([, figure]) => figure > 0);
  return (
    <>
      {steps.length > 1 && (
        <Panel title={t("cascade.title")}>
          <p className="mb-3 text-ink-soft">{t("cascade.text", { channels: wave.channels.map((channel) => t(`channel.${channel}`)).join(" → ") })}</p>
          <DataTable
            caption={t("cascade.title")}
            rows={steps}
            rowKey={({ channel }) => channel}
            empty={null}
            columns={[
              { head: t("plan.channels"), cell: ({ channel }) => t(`channel.${channel}`) },
              { head: t("cascade.entered"), cell: ({ step }) => count(step?.entered ?? 0), align: "right" },
              { head: t("cascade.accepted"), cell: ({ step }) => count(step?.deliveries.accepted ?? 0), align: "right" },
              { head: t("cascade.open"), cell: ({ step }) => count(step?.paths.open ?? 0), align: "right" },
              { head: t("cascade.people"), cell: ({ step }) => count(step?.people ?? 0), align: "right" },
              { head: t("cascade.not-reached"), cell: ({ step }) => count(step?.paths.unreachable ?? 0), align: "right" },
              { head: t("cascade.moved"), cell: ({ further, channel }) => (channel === wave.channels.at(-1) ? "–" : count(further)), align: "right" },
            ]}
          />
        </Panel>
      )}
      {later.length > 0 && (
        <Panel title={t("later.title")}>
          <KeyValues rows={later.map(([kind, figure]) => ({ name: t(`later.${kind}`), value: <span className="tabular-nums">{count(figure)}</span> }))} />
        </Panel>
      )}
    </>
  );
}

/** What the receiving side said: what it means and what to do, and by provider. */
export async function Replies({ ctx, locale, wave }: WaveView) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const [providers, replies] = await Promise.all([listProviders(ctx, wave.id), listReplies(ctx, wave.id)]);
  const count = (of: number) => formatCount(of, locale);
  const share = (part: number, whole: number) => (whole === 0 ? "–" : formatPercent(part / whole, locale, 1));
  return (
    <>
      {replies.length > 0 && (
        <Panel title={t("failure.title")}>
          <DataTable
            caption={t("failure.title")}
            rows={grouped(replies)}
            rowKey={({ key }) => key}
            empty={null}
            columns={[
              { head: t("failure.messages"), cell: ({ state, messages }) => <span className="whitespace-nowrap">{`${t(`failure.state.${state}`)} ${count(messages)}`}</span> },
              { head: t("failure.what"), cell: ({ meaning }) => <span className="block min-w-44">{replyMeanings[meaning].means[locale]}</span> },
              { head: t("failure.act"), cell: ({ meaning }) => <span className="block min-w-44">{replyMeanings[meaning].act[locale]}</span> },
              { head: t("failure.words"), cell: ({ said }) => <Said said={said} count={count} /> },
            ]}
          />
        </Panel>
      )}
      {providers.length > 0 && (
        <Panel title={t("provider.title")}>
          <p className="mb-3 text-ink-soft">{t("provider.text")}</p>
          <DataTable
            caption={t("provider.title")}
            rows={providers}
            rowKey={({ channel, domain }) => `${channel} ${domain}`}
            empty={null}
            columns={[
              { head: t("provider.name"), cell: ({ channel, domain }) => `${domain === "other" ? t("provider.other") : domain}${wave.channels.length > 1 ? ` · ${t(`channel.${channel}`)}` : ""}` },
              { head: t("provider.accepted"), cell: ({ accepted }) => count(accepted), align: "right" },
              { head: t("provider.deferred"), cell: ({ deferred }) => count(deferred), align: "right" },
              { head: t("provider.rejected"), cell: ({ rejected }) => count(rejected), align: "right" },
              { head: t("provider.share"), cell: ({ accepted, rejected }) => share(rejected, accepted + rejected), align: "right" },
            ]}
          />
        </Panel>
      )}
    </>
  );
}

interface Group {
  key: string;
  meaning: ReplyMeaning;
  state: ReplyTally["state"];
  messages: number;
  said: ReplyTally[];
}

/** Codes that come down to the same thing stand together, apart by whether they were the end of it. */
function grouped(replies: readonly ReplyTally[]): Group[] {
  const groups = new Map<string, Group>();
  for (const reply of replies) {
    const meaning = replyMeaning(reply.code);
    const key = `${reply.state} ${meaning}`;
    const group = groups.get(key) ?? { key, meaning, state: reply.state, messages: 0, said: [] };
    groups.set(key, { ...group, messages: group.messages + reply.messages, said: [...group.said, reply] });
  }
  return [...groups.values()].sort((a, b) => b.messages - a.messages);
}

/** The words themselves, in whatever language the other side speaks. */
function Said({ said, count }: { said: readonly ReplyTally[]; count: (of: number) => string }) {
  return (
    <ul className="min-w-56 space-y-1">
      {said.map(({ channel, code, messages, words }) => (
        <li key={`${channel} ${code}`} className="wrap-anywhere">
          <code>{code}</code> × {count(messages)}
          {words !== null && words !== code && <span lang="en" className="block text-ink-soft">{words}</span>}
        </li>
      ))}
    </ul>
  );
}
