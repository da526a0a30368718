import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { LinkGraph, Tie } from "@/domain/claims/risk/types";
import { DataTable } from "../ui/lists";
import { ClaimStateBadge } from "./claims-table";
import { layOut } from "./risk-layout";

const SIZE = 640;
/** What is no reason by itself is drawn as a dashed line. */
const weak = ({ kind }: Tie) => kind === "network" || kind === "address" || kind === "look";

/** Claims that hang together, drawn, and the same as a table. Claims are numbered: references would not fit. */
export async function RiskGraph({ graph, locale }: { graph: LinkGraph; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-risk" });
  const claims = await getTranslations({ locale, namespace: "claims" });
  const { nodes, hubs } = layOut(graph, SIZE);
  // Two accounts in one graph are told apart by their number.
  const names = graph.ties.map((tie, index) => {
    const same = graph.ties.filter(({ kind }) => kind === tie.kind);
    return same.length > 1 ? t("tie-numbered", { tie: t(`tie.${tie.kind}`), number: graph.ties.slice(0, index + 1).filter(({ kind }) => kind === tie.kind).length }) : t(`tie.${tie.kind}`);
  });
  return (
    <figure className="space-y-4">
      <figcaption>
        {t("graph-caption", { claims: graph.claims.length, ties: graph.ties.length })} {graph.more && <strong>{t("graph-more")}</strong>}
      </figcaption>
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t("graph-title")}>
        <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={t("graph-label", { claims: graph.claims.length, ties: graph.ties.length })} className="mx-auto block w-full max-w-160 min-w-120">
          {hubs.flatMap((hub, index) => {
            const tie = graph.ties[index];
            return tie ? tie.claims.map((id) => <line key={`${index}-${id}`} x1={hub.x} y1={hub.y} x2={nodes.get(id)?.x ?? hub.x} y2={nodes.get(id)?.y ?? hub.y} stroke={weak(tie) ? "var(--edge)" : "var(--ink-soft)"} strokeWidth={weak(tie) ? 1 : 1.5} strokeDasharray={weak(tie) ? "5 4" : undefined} />) : [];
          })}
          {graph.claims.map(({ id }, index) => {
            const { x, y } = nodes.get(id) ?? { x: 0, y: 0 };
            return (
              <g key={id}>
                <circle cx={x} cy={y} r={index === 0 ? 17 : 13} fill={index === 0 ? "var(--accent)" : "var(--surface)"} stroke={index === 0 ? "var(--accent)" : "var(--edge)"} strokeWidth={1.5} />
                <text x={x} y={y} dy="0.35em" textAnchor="middle" fontSize={13} fill={index === 0 ? "var(--on-accent)" : "var(--ink)"} fontWeight={index === 0 ? 700 : 400}>
                  {index + 1}
                </text>
              </g>
            );
          })}
          {hubs.map(({ x, y }, index) => {
            const name = names[index] ?? "";
            const width = Array.from(name).reduce((sum, letter) => sum + (letter > "\u2000" ? 13 : 7.5), 16);
            return (
              <g key={index}>
                <rect x={x - width / 2} y={y - 13} width={width} height={26} rx={6} fill="var(--paper)" stroke="var(--possible)" strokeDasharray={graph.ties[index] && weak(graph.ties[index]) ? "4 3" : undefined} />
                <text x={x} y={y} dy="0.35em" textAnchor="middle" fontSize={13} fill="var(--ink)">
                  {name}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
      <DataTable
        caption={t("graph-table")}
        rows={graph.claims.map((claim, index) => ({ ...claim, number: index + 1 }))}
        rowKey={({ id }) => id}
        empty={null}
        columns={[
          { head: t("number"), cell: ({ number }) => number, align: "right" },
          { head: claims("console.reference"), cell: ({ id, reference, number }) => (number === 1 ? <strong className="whitespace-nowrap tabular-nums">{reference}</strong> : <Link href={`/console/claims/${id}`} prefetch={false} className="whitespace-nowrap tabular-nums">{reference}</Link>) },
          { head: claims("console.state"), cell: ({ state }) => <ClaimStateBadge state={state}>{claims(`console.short.${state}`)}</ClaimStateBadge> },
          { head: t("shares"), cell: ({ id }) => graph.ties.flatMap((tie, index) => (tie.claims.includes(id) ? [names[index]] : [])).join(", ") },
        ]}
      />
    </figure>
  );
}
