import { rotateHeld } from "@/domain/keys/rotation/rotate-held";
import { systemContext } from "@/test/contexts";
import { expect } from "../fixtures";
import { test } from "../own-installation";
import { withParts } from "../parts";

// It starts a whole product first.
test.describe.configure({ timeout: 120_000 });

test("a web process that goes on with a key that a rotation has stopped is not ready, and says of what kind it is", async ({ install }) => {
  await install(() => Promise.resolve());
  const ready = async () => {
    const answer = await fetch(`${process.env.E2E_URL}/api/health/ready`);
    return { status: answer.status, body: (await answer.json()) as { checks: Record<string, boolean> } };
  };
  await expect(async () => expect(await ready()).toMatchObject({ status: 200, body: { ok: true, checks: { "stopped-keys": true } } })).toPass({ timeout: 30_000 });
  await withParts((parts) => rotateHeld(systemContext(parts), "session-cookie", [{ kind: "session-cookie", name: "NEXTAUTH_SECRET", value: "the one that every other process has" }], null));
  expect(await ready()).toMatchObject({ status: 503, body: { ok: false, checks: { "stopped-keys": false, "key-ages": true }, stopped: ["session-cookie"] } });
});
