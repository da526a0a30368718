import http from "node:http";

/** Begin to take out what does not end soon, as a form does. `begun` resolves with the status once the first of it is there, `over` with how it ended. */
export function openAnswer(url: string, cookie: string): { begun: Promise<number>; over: Promise<"whole" | "cut"> } {
  let first: (status: number) => void = () => undefined;
  const begun = new Promise<number>((resolve) => (first = resolve));
  const over = new Promise<"whole" | "cut">((resolve) => {
    const request = http.request(url, { method: "POST", headers: { cookie, origin: new URL(url).origin, "content-length": 0 }, agent: false }, (answer) => {
      answer.once("data", () => first(answer.statusCode ?? 0));
      answer.once("close", () => resolve(answer.complete ? "whole" : "cut"));
      answer.on("error", () => undefined).resume();
    });
    request.on("error", () => resolve("cut"));
    request.end();
  });
  return { begun, over };
}
