"use client";

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { ChartFrame, figures, inks, type ChartKey } from "./chart-frame";

interface Series extends Pick<ChartKey, "name" | "colour"> {
  key: string;
}

export interface TimeChartProps {
  title: string;
  tableLabel: string;
  timeLabel: string;
  series: Series[];
  /** One point per period, oldest first; `label` is how the period reads. */
  points: { label: string; values: Record<string, number> }[];
}

const dashes = (index: number) => (index === 0 ? undefined : `${2 + index * 3} 3`);

/** Lines over time, and the same figures as a table. */
export function TimeChart({ title, tableLabel, timeLabel, series, points }: TimeChartProps) {
  return (
    <ChartFrame
      title={title}
      keys={series.map(({ name, colour }, index) => ({ name, colour, dashes: dashes(index) }))}
      height="h-48"
      table={{
        label: tableLabel,
        columns: [{ head: timeLabel }, ...series.map(({ name }) => ({ head: name, align: "right" as const }))],
        rows: points.map(({ label, values }) => [label, ...series.map(({ key }) => figures.format(values[key] ?? 0))]),
      }}
    >
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 192 }}>
        <LineChart data={points.map((point) => ({ label: point.label, ...point.values }))} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis dataKey="label" {...inks.axis} minTickGap={32} />
          <YAxis {...inks.axis} allowDecimals={false} width={48} />
          <Tooltip contentStyle={inks.tooltip} />
          {series.map((line, index) => (
            <Line key={line.key} dataKey={line.key} name={line.name} stroke={`var(--${line.colour})`} strokeWidth={2} strokeDasharray={dashes(index)} dot={points.length < 3} isAnimationActive={false} />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
