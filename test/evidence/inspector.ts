import { openInspector, type InspectorOptions } from "@/channels/inspection/open-inspector";

/** What inspects papers, from the bundle that the tests have made: loading its sources for each paper takes longer than most papers do. */
export function anInspector(options: InspectorOptions = {}): ReturnType<typeof openInspector> {
  const program = process.env.AMENDS_TEST_INSPECTOR;
  return openInspector(program === undefined ? options : { program: [program], ...options });
}
