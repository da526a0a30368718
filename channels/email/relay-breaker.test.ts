import { describe, expect, it } from "vitest";
import { BREAKER, RelayBreaker } from "./relay-breaker";

function start() {
  const clock = { ms: 1_000_000 };
  const breaker = new RelayBreaker(() => clock.ms);
  const go = (alone = false) => breaker.ask(alone);
  const fail = () => breaker.failedWith(go()!, "connection", "ECONNREFUSED");
  return { clock, breaker, go, fail };
}

describe("a breaker", () => {
  it("opens at the third failure in a row, lets one message through after its pause, and closes when that is taken", () => {
    const { clock, breaker, go, fail } = start();
    fail();
    fail();
    breaker.succeeded(go()!, 20);
    fail();
    fail();
    expect(breaker.phase).toBe("closed");
    fail();
    expect(breaker.resting).toEqual({ why: "connection", words: "ECONNREFUSED", ms: BREAKER.firstPause });
    expect(go()).toBeNull();
    clock.ms += BREAKER.firstPause;
    const probe = go()!;
    expect([breaker.phase, go()]).toEqual(["half-open", null]);
    breaker.succeeded(probe, 20);
    expect(breaker.phase).toBe("closed");
  });

  it("opens at once for 421, and waits twice as long each time until there was calm", () => {
    const { clock, breaker, go } = start();
    const pauses = Array.from({ length: 9 }, () => {
      breaker.failedWith(go()!, "busy", "421 too busy");
      const { ms } = breaker.resting!;
      clock.ms += ms;
      return ms;
    });
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300].map((s) => s * 1000));
    breaker.succeeded(go()!, 20);
    clock.ms += BREAKER.calm + 1;
    breaker.succeeded(go()!, 20);
    breaker.failedWith(go()!, "busy", "421 too busy");
    expect(breaker.resting!.ms).toBe(BREAKER.firstPause);
  });

  it("opens after a run of slow hand-overs", () => {
    const { breaker, go } = start();
    for (let i = 0; i < BREAKER.slowRun - 1; i++) breaker.succeeded(go()!, BREAKER.slow + 1);
    expect(breaker.phase).toBe("closed");
    breaker.succeeded(go()!, BREAKER.slow + 1);
    expect(breaker.resting).toMatchObject({ why: "slow" });
  });

  it("takes no notice of what was under way when it opened", () => {
    const { breaker, go, fail } = start();
    const old = [go()!, go()!];
    for (let i = 0; i < 3; i++) fail();
    breaker.succeeded(old[0]!, 20);
    breaker.failedWith(old[1]!, "connection", "late");
    expect(breaker.resting).toMatchObject({ words: "ECONNREFUSED", ms: BREAKER.firstPause });
  });

  it("tries a relay early when there is no other, and never two at a time", () => {
    const { clock, breaker, go } = start();
    for (let i = 0; i < 6; i++) {
      breaker.failedWith(go(true)!, "busy", "421");
      clock.ms += BREAKER.firstPause;
    }
    expect(go(false)).toBeNull();
    expect(go(true)).not.toBeNull();
    expect(go(true)).toBeNull();
  });
});
