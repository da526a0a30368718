import { expect, it } from "vitest";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncidentWithPeople, people } from "@/test/waves";
import { createWave } from "../create-wave";
import { listWaveNames, listWaves } from "./list-waves";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);

it("lists waves fifty to a page, the newest first, each once, also when one is made meanwhile", async () => {
  const { versionId, incidentId } = await anIncidentWithPeople(database.parts, people(1));
  const made: string[] = [];
  for (let i = 0; i < 52; i++) made.push((await createWave(comms(), { templateVersionId: versionId, audience: {} })).id);
  const first = await listWaves(comms(), incidentId);
  expect(first.waves).toHaveLength(50);
  await createWave(comms(), { templateVersionId: versionId, audience: {} });
  const second = await listWaves(comms(), incidentId, { before: first.next ?? "" });
  expect([...first.waves, ...second.waves].map(({ id }) => id)).toEqual(made.toReversed());
  expect([first.next, second.next]).toEqual([first.waves[49]?.id, null]);
  // Whatever somebody typed into the address is the first page.
  expect((await listWaves(comms(), incidentId, { before: "' or 1=1" })).waves[0]?.id).not.toBe(made[51]);
  expect(await listWaveNames(comms(), incidentId)).toHaveLength(53);
});
