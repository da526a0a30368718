import { Panel } from "../console/page-head";

/** How to apologise, beside the words that do. */
export function ApologyGuide({ title, points }: { title: string; points: string[] }) {
  return (
    <Panel title={title}>
      <ul className="list-disc space-y-2 pl-6">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </Panel>
  );
}
