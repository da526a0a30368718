"use client";

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { ChartFrame, figures, inks } from "./chart-frame";

interface CostChartProps {
  title: string;
  words: { cost: string; paid: string };
  /** Take-up in percent, money in whole units. */
  points: { takeUp: number; cost: number; /** Null where nothing can be paid yet. */ paid: number | null }[];
  /** Whether there is a pool, so that what is paid can be less than what is claimed. */
  pool: boolean;
}

const short = new Intl.NumberFormat("en-GB", { notation: "compact" });
const PAID = "5 3";

/** What a programme costs by how many claim, drawn; its page has the table, which says more. */
export function CostChart({ title, words, points, pool }: CostChartProps) {
  const keys = [{ name: words.cost, colour: "accent" as const }, ...(pool ? [{ name: words.paid, colour: "possible" as const, dashes: PAID }] : [])];
  return (
    <ChartFrame title={title} keys={keys} height="h-64" table={null}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={points} accessibilityLayer={false} margin={{ top: 8, right: 16, bottom: 4, left: 8 }}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis dataKey="takeUp" type="number" domain={[0, 100]} ticks={[0, 20, 40, 60, 80, 100]} unit=" %" {...inks.axis} />
          <YAxis width={56} tickFormatter={(value: number) => short.format(value)} {...inks.axis} />
          <Tooltip contentStyle={inks.tooltip} formatter={(value) => figures.format(Number(value))} labelFormatter={(value) => `${Number(value)} %`} />
          <Line dataKey="cost" name={words.cost} stroke="var(--accent)" strokeWidth={2} dot={false} isAnimationActive={false} />
          {pool && <Line dataKey="paid" name={words.paid} stroke="var(--possible)" strokeWidth={2} strokeDasharray={PAID} dot={false} isAnimationActive={false} />}
        </LineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
