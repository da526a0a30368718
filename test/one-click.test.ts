import { expect, it } from "vitest";
import { handleOneClick } from "@/app/_server/feedback/one-click";
import { deriveUnsubscribeKeys, makeToken } from "@/domain/waves/ledger/tokens";
import type { SubjectId } from "@/domain/kernel/ids";
import { countSuppressions } from "@/domain/suppressions/queries";
import { staffContext } from "./contexts";
import { useDatabase } from "./database";
import { aFrozenWave, anIncidentWithPeople, people } from "./waves";

const database = useDatabase();
const unsubscribed = async () => (await countSuppressions(staffContext(database.parts, ["comms"]))).reduce((sum, { addresses }) => sum + addresses, 0);

it("unsubscribes with the body that RFC 8058 prescribes, and answers everything alike", async () => {
  const { versionId } = await anIncidentWithPeople(database.parts, people(2));
  const { id, tokenKeyId } = await aFrozenWave(database.parts, versionId).then(async ({ id }) => {
    const { rows } = await database.db.$client.query<{ token_key_id: number }>("select token_key_id from waves where id = $1", [id]);
    return { id, tokenKeyId: rows[0]!.token_key_id };
  });
  const { rows } = await database.db.$client.query<{ subject_id: string }>("select subject_id from deliveries where wave_id = $1 order by 1 limit 1", [id]);
  const keys = deriveUnsubscribeKeys((await database.parts.keys.byId(tokenKeyId)).bytes);
  const token = makeToken(keys, { waveId: id, subjectId: rows[0]!.subject_id as SubjectId, channel: "email", templateVersion: 1 });
  const click = async (token: string, body: string, type = "application/x-www-form-urlencoded") => {
    const answer = await handleOneClick(database.parts, new Request("https://notice.haneulmall.example/u/x", { method: "POST", body, headers: { "content-type": type } }), token);
    return [answer.status, await answer.text(), JSON.stringify([...answer.headers])];
  };
  const nothing = await click("no-token", "List-Unsubscribe=One-Click");
  expect(await click(token, "")).toEqual(nothing);
  expect(await click(token.replace(/^./, (letter) => (letter === "a" ? "b" : "a")), "List-Unsubscribe=One-Click")).toEqual(nothing);
  expect(await unsubscribed()).toBe(0);
  expect(await click(token, '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--', "multipart/form-data; boundary=x")).toEqual(nothing);
  expect(await unsubscribed()).toBe(1);
  expect(await click(token, "List-Unsubscribe=One-Click")).toEqual(nothing);
  expect(await unsubscribed()).toBe(1);
});
